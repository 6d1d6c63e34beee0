"""The message catalogues: which texts each room shows, and whether all of them are translated.

A room is a folder of the house and its part of templates/. Texts are extracted with Babel (no system
gettext), catalogues carry neither dates nor line numbers, so merges stay calm; .mo files are compiled,
never committed. A text that core already has is not repeated in the rooms above it.
"""

from __future__ import annotations

import io
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "ja"
ROOMS = ("core", "governance", "consent", "pia", "gateway")
ROOT = Path(settings.BASE_DIR)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair in a catalogue."""

    room: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"locale/{self.room}: {self.reason}: {self.text!r}"


def catalogue_file(room: str) -> Path:
    """Where the room's Japanese texts are."""
    return ROOT / "locale" / room / LANGUAGE / "LC_MESSAGES" / "django.po"


def room_of(path: Path) -> str | None:
    """The room that a source file or template belongs to; None when it shows nothing to users."""
    parts = path.relative_to(ROOT).parts
    if parts[0] == "templates":
        return parts[1] if parts[1] in ROOMS else "core"
    if parts[0] == "config":
        return "core"
    return parts[0] if parts[0] in ROOMS else None


def sources() -> Iterator[tuple[str, Path]]:
    """Every file that may hold texts, with its room."""
    for folder in (*ROOMS, "config", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if "migrations" in path.parts or not path.is_file():
                continue
            wanted = path.suffix in TEMPLATE_SUFFIXES if folder == "templates" else path.suffix == ".py"
            if wanted and (room := room_of(path)):
                yield room, path


def texts_in(path: Path) -> Iterator[tuple[Key, Message]]:
    """The texts of one file. A template is first turned into calls, in brackets so that its
    indentation means nothing to Python's tokeniser."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # notes to translators, which we do not keep
            source = f"({templatize(source)}\n)"
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        singular = text if isinstance(text, str) else text[0]
        if singular:
            yield (context, singular), Message(text, context=context)


def collect() -> dict[str, dict[Key, Message]]:
    """The texts that each room shows, without those that core has already."""
    rooms: dict[str, dict[Key, Message]] = {room: {} for room in ROOMS}
    for room, path in sources():
        for key, message in texts_in(path):
            known = rooms[room].get(key)
            if known is None or (message.pluralizable and not known.pluralizable):
                rooms[room][key] = message
    for room in ROOMS[1:]:
        for key in rooms["core"]:
            rooms[room].pop(key, None)
    return rooms


def stored(room: str) -> Catalog:
    """The catalogue as it is on disk, empty when there is none."""
    file = catalogue_file(room)
    if not file.exists():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def translations() -> dict[Key, tuple[str, ...]]:
    """Every translation of every room, core first: a text that moves between rooms keeps its words."""
    known: dict[Key, tuple[str, ...]] = {}
    for room in ROOMS:
        for key, message in entries(stored(room)).items():
            words = forms(message)
            if all(words) and not message.fuzzy:
                known.setdefault(key, words)
    return known


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The entries of a catalogue by context and English text."""
    found = {}
    for message in catalogue:
        if message.id:
            singular = message.id if isinstance(message.id, str) else message.id[0]
            found[(message.context, singular)] = message
    return found


def forms(message: Message) -> tuple[str, ...]:
    """The translated form (Japanese has no plural: one), empty text where it is missing."""
    words = message.string
    return (words,) if isinstance(words, str) else tuple(words or ("",))[:1]


def update() -> None:
    """Write every catalogue anew: all texts in use, known translations kept, unused ones dropped."""
    known = translations()
    for room, messages in collect().items():
        catalogue, present = Catalog(locale=LANGUAGE), entries(stored(room))
        for key, message in messages.items():
            own = present.get(key)
            words = forms(own) if own is not None and all(forms(own)) else known.get(key, ("",))
            catalogue.add(message.id, words if message.pluralizable else words[0], context=message.context)
        file = catalogue_file(room)
        text = HEADER + body(catalogue)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def body(catalogue: Catalog) -> str:
    """The entries as PO text, sorted, without anything that changes by itself."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return stream.getvalue().decode().rstrip("\n") + "\n"


def problems() -> list[Problem]:
    """What is missing, stale, fuzzy, or translated with other placeholders or two different ways."""
    found: list[Problem] = []
    seen: dict[Key, tuple[str, str]] = {}
    for room, wanted in collect().items():
        present = entries(stored(room))
        found += [
            Problem(room, key[1], "not collected, run `make fix`") for key in wanted.keys() - present.keys()
        ]
        found += [
            Problem(room, key[1], "no longer in use, run `make fix`")
            for key in present.keys() - wanted.keys()
        ]
        for key in wanted.keys() & present.keys():
            found += judge(room, key, present[key])
            words = forms(present[key])[0]
            other, others_words = seen.setdefault(key, (room, words))
            if others_words != words:
                found.append(Problem(room, key[1], f"translated otherwise in locale/{other}; use a context"))
    return sorted(found, key=lambda problem: (problem.room, problem.reason, problem.text))


def judge(room: str, key: Key, message: Message) -> list[Problem]:
    """What is wrong with one entry by itself."""
    if message.fuzzy:
        return [Problem(room, key[1], "fuzzy")]
    words = forms(message)[0]
    if not words:
        return [Problem(room, key[1], "not translated")]
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    if not any(set(PLACEHOLDER.findall(words)) == set(PLACEHOLDER.findall(text)) for text in originals):
        return [Problem(room, key[1], "placeholders differ")]
    return []


def compile_all() -> None:
    """Write the .mo files that Django reads, each in one step, so that a running server never sees half."""
    for room in ROOMS:
        file = catalogue_file(room)
        if not file.exists():
            continue
        target = file.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= file.stat().st_mtime_ns:
            continue
        part = target.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as stream:
            write_mo(stream, stored(room))
        part.replace(target)
