"""A rule document as a value, and its outline: which unit stands where and how it is cited.

A document is a flat list of units in the order of reading. A chapter groups articles, an article has
paragraphs, a paragraph may have items; the supplementary provisions (附則) have paragraphs of their own. Text
stands in paragraphs and items; an article has a heading and the reason for which it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from core.errors import ArticleRef
from governance.rulebook.rules import numbering
from governance.rulebook.rules.numbering import Level, Number

REFERENCE = re.compile(r"\{art:([a-z][a-z0-9_.]*)\}")
"""A reference to another unit of the same document, printed as its number in the edition read."""

_PARENTS: dict[Level, tuple[Level, ...]] = {
    "chapter": (),
    "supplement": (),
    "article": ("chapter",),
    "paragraph": ("article", "supplement"),
    "item": ("paragraph",),
}
DEPTH: dict[Level, int] = {
    "chapter": 0,
    "supplement": 0,
    "article": 1,
    "paragraph": 2,
    "item": 3,
}
"""How deep a unit stands: what follows deeper belongs to it."""


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One unit of a document in both languages. ``key`` is its identity within the document and survives
    renumbering; ``branch`` asks for a branch number; ``settings`` are JSON-ready values by setting code;
    ``basis`` names the checks that rest on this unit."""

    key: str
    level: Level
    heading_ja: str = ""
    heading_en: str = ""
    text_ja: str = ""
    text_en: str = ""
    reason_ja: str = ""
    reason_en: str = ""
    branch: bool = False
    basis: tuple[str, ...] = ()
    settings: dict[str, Any] = {}


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole consolidated text of a rule document."""

    code: str
    title_ja: str
    title_en: str
    short_ja: str
    short_en: str
    units: tuple[Unit, ...]

    def unit(self, key: str) -> Unit | None:
        """The unit with ``key``, or None."""
        return next((unit for unit in self.units if unit.key == key), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit at its place: ``label`` is its full number (第9条第2項第3号), ``mark`` what stands before its text."""

    unit: Unit
    number: Number
    parent: str | None
    depth: int
    label_ja: str
    label_en: str
    mark_ja: str
    mark_en: str
    article: str
    """Key of the article (or 附則) that the unit belongs to; its own for an article or a chapter."""


def outline(document: Document) -> tuple[Entry, ...]:
    """Every unit with its number and label, in the order of reading.

    Articles are numbered through the document; chapters, paragraphs and items within their parent. A sole
    paragraph is cited by its article alone.

    Raises:
        ValueError: a unit without the parent that its level needs (see :func:`faults` for a full list).
    """
    entries: list[Entry] = []
    open_units: dict[Level, Entry] = {}
    last: dict[tuple[str, Level], Number] = {}
    alone = _sole_paragraphs(document.units)
    for unit in document.units:
        parent = _parent(unit, open_units)
        scope = parent.unit.key if parent and unit.level in ("paragraph", "item") else ""
        number = _next_number(unit, last, scope)
        entry = _entry(unit, number, parent, unit.key in alone)
        for level, depth in DEPTH.items():
            if depth >= DEPTH[unit.level]:
                open_units.pop(level, None)
        open_units[unit.level] = entry
        entries.append(entry)
    return tuple(entries)


def _next_number(unit: Unit, last: dict[tuple[str, Level], Number], scope: str) -> Number:
    if unit.level == "supplement":
        return ()
    number = numbering.following(last.get((scope, unit.level)), branch=unit.branch)
    last[scope, unit.level] = number
    return number


def _parent(unit: Unit, open_units: Mapping[Level, Entry]) -> Entry | None:
    parent = next(
        (open_units[level] for level in _PARENTS[unit.level] if level in open_units),
        None,
    )
    if parent is None and unit.level in ("paragraph", "item"):
        raise ValueError(f"{unit.key}: a {unit.level} stands alone")
    return parent


def _entry(unit: Unit, number: Number, parent: Entry | None, alone: bool) -> Entry:
    inside = parent is not None and unit.level in ("paragraph", "item")
    own_ja = "" if alone else numbering.label_ja(unit.level, number)
    own_en = "" if alone else numbering.label_en(unit.level, number)
    return Entry(
        unit=unit,
        number=number,
        parent=parent.unit.key if parent else None,
        depth=DEPTH[unit.level],
        label_ja=(parent.label_ja if parent and inside else "") + own_ja,
        label_en=(parent.label_en if parent and inside else "") + own_en,
        mark_ja="" if _unmarked(unit, number, alone) else numbering.mark_ja(unit.level, number),
        mark_en="" if alone else numbering.mark_en(unit.level, number),
        article=parent.article if parent and inside else unit.key,
    )


def _unmarked(unit: Unit, number: Number, alone: bool) -> bool:
    """The first paragraph of an article carries no number in Japanese drafting."""
    return alone or (unit.level == "paragraph" and number == (1,))


def _sole_paragraphs(units: Iterable[Unit]) -> frozenset[str]:
    groups: list[list[str]] = []
    for unit in units:
        if unit.level in ("article", "supplement"):
            groups.append([])
        elif unit.level == "paragraph" and groups:
            groups[-1].append(unit.key)
    return frozenset(group[0] for group in groups if len(group) == 1)


def cite(document: Document, entry: Entry, edition: int = 0) -> ArticleRef:
    """The provision as a verdict cites it: 規約第9条第2項 / Bylaws, Article 9(2)."""
    return ArticleRef(
        instrument=document.code,
        provision=entry.unit.key,
        label_ja=document.short_ja + entry.label_ja,
        label_en=f"{document.short_en}, {entry.label_en}",
        edition=edition,
    )


def resolve(text: str, entries: Iterable[Entry], language: str) -> str:
    """``text`` with every ``{art:key}`` printed as the number of that unit."""
    labels = {entry.unit.key: entry.label_ja if language == "ja" else entry.label_en for entry in entries}
    return REFERENCE.sub(lambda found: labels.get(found[1], found[0]), text)


def fill(document: Document, placeholders: Mapping[str, str]) -> Document:
    """The document with ``{council}``, ``{office}`` … replaced in the Japanese text by ``council_ja`` (or
    ``council``) and in the English by ``council_en``. References stay; an unknown placeholder is a KeyError."""

    def put(text: str, language: str) -> str:
        def one(found: re.Match[str]) -> str:
            name = found[1]
            value = placeholders.get(f"{name}_{language}")
            return placeholders[name] if value is None else value

        return re.sub(r"\{([a-z_]+)\}", one, text)

    def filled(unit: Unit) -> Unit:
        fields = ("heading", "text", "reason")
        texts = {
            f"{f}_{lang}": put(getattr(unit, f"{f}_{lang}"), lang) for f in fields for lang in ("ja", "en")
        }
        return msgspec.structs.replace(unit, **texts)

    return msgspec.structs.replace(
        document,
        title_ja=put(document.title_ja, "ja"),
        title_en=put(document.title_en, "en"),
        units=tuple(filled(unit) for unit in document.units),
    )
