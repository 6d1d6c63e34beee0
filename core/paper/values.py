"""What a document is made of: plain words in order, without layout. The order is that of a Japanese letter."""

from __future__ import annotations

from dataclasses import dataclass, field

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 2 for a part (an article, a case), 3 within it; ``fresh`` begins a page. ``inner`` parts belong
    to the part before them: they stand indented in the contents."""

    text: str
    level: int = 2
    fresh: bool = False
    inner: bool = False
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs; ``plain`` ones are not indented, ``small`` ones are asides."""

    lines: Lines
    style: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a table of facts: what is told, in lines (numbered where they are), and asides below."""

    label: str
    lines: Lines
    notes: Lines = ()
    numbered: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A table whose first column heads its rows."""

    rows: tuple[Fact, ...]
    caption: str = ""
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head row; the first cell of a row heads the row, and is not broken where it is ``numbered``. A
    cell may have several lines."""

    heads: Lines
    rows: tuple[Lines, ...]
    caption: str = ""
    numbered: bool = False
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    lines: Lines
    numbered: bool = False
    kind: str = "items"


Block = Heading | Text | Facts | Table | Items


@dataclass(frozen=True, slots=True)
class Paper:
    """One document in one language. Number and day are those of its :class:`Issue`, unless it is somebody
    else's document and brings its own."""

    title: str
    to: Lines = ()
    sender: Lines = ()
    opening: Lines = ()
    blocks: tuple[Block, ...] = ()
    notes: Lines = ()
    contact: Lines = ()
    origin: str = ""
    """Whose document this is, where it is not the council's own."""
    is_letter: bool = False
    """What follows the opening stands under 記 and ends with 以上."""
    is_book: bool = False
    """Has a table of contents; parts are bookmarks."""
    is_signed_off: bool = False
    """Prints who approved it."""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known only when a document goes out: its number and day, and who approved it."""

    number: str = ""
    day: str = ""
    signatures: tuple[Fact, ...] = field(default=())
