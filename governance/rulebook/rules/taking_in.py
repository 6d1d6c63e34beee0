"""Taking in a rule document that was written outside: what is wrong with it, and on which line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from governance.rulebook.rules import notation
from governance.rulebook.rules.faults import faults
from governance.rulebook.rules.outline import Document

LENGTHS = {"code": 40, "title_ja": 200, "title_en": 200, "short_ja": 40, "short_en": 60}
RESERVED = frozenset({"first", "new", "file", "settings", "amendments"})
"""Words that stand for pages of their own among the rules."""

_LINE = re.compile(r"at line (\d+)")
_UNIT = re.compile(r"\$\.units\[(\d+)\]")
_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One defect: the line on which its provision begins, the code of the sentence, and what fills it in."""

    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def take_in(text: str) -> tuple[Document | None, tuple[Complaint, ...]]:
    """The document written in ``text`` as TOML, or what keeps it from being one that can be put in force."""
    try:
        document = notation.read(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        return None, (Complaint(line, "text_not_toml", {"detail": str(error)}),)
    except msgspec.ValidationError as error:
        found = _UNIT.search(str(error))
        line = _line_of(text, int(found[1])) if found else 1
        return None, (Complaint(line, "text_no_document", {"detail": str(error)}),)
    complaints = (*_heading(document), *_of_units(text, document))
    return (None if complaints else document), complaints


def is_code(word: str) -> bool:
    """May ``word`` stand for a document in addresses?"""
    return word not in RESERVED and _CODE.fullmatch(word) is not None


def _heading(document: Document) -> Iterator[Complaint]:
    """Do code, titles and short names fit, and is the code free to stand in an address?"""
    if not is_code(document.code):
        yield Complaint(1, "text_code_unfit", {"code": document.code})
    for name, limit in LENGTHS.items():
        if not 0 < len(getattr(document, name).strip()) <= limit:
            yield Complaint(1, "text_name_unfit", {"field": name, "limit": limit})


def _of_units(text: str, document: Document) -> Iterator[Complaint]:
    places = {unit.key: index for index, unit in enumerate(document.units)}
    for fault in faults(document):
        line = _line_of(text, places[fault.key]) if fault.key in places else 1
        yield Complaint(line, f"text_{fault.code}", {"provision": fault.key, **fault.params})


def _line_of(text: str, index: int) -> int:
    """The line on which the unit of that index begins; the first where units are written in another way."""
    starts = [n for n, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[units]]"]
    return starts[index] if index < len(starts) else 1
