"""A document laid out for reading in one language: chapters, articles, and lines whose references are links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.rulebook.rules.outline import REFERENCE, Document, Entry, outline


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; ``key`` where it refers to another provision."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item as printed. ``other``: the same in the other language."""

    key: str
    level: str
    mark: str
    text: tuple[Segment, ...]
    other: tuple[Segment, ...]
    reason: str
    settings: Mapping[str, Any]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article, or the supplementary provisions, with its lines."""

    key: str
    level: str
    label: str
    heading: str
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; without a label where the document has none, or for what stands outside."""

    key: str
    label: str
    heading: str
    articles: tuple[Article, ...]


def lay_out(document: Document, language: str) -> tuple[Chapter, ...]:
    """The document in the order of reading, in ``language`` (ja or en)."""
    entries = outline(document)
    labels = {lang: {e.unit.key: getattr(e, f"label_{lang}") for e in entries} for lang in ("ja", "en")}
    chapters: list[Chapter] = []
    for position, entry in enumerate(entries):
        unit = entry.unit
        if unit.level == "chapter":
            heading = getattr(unit, f"heading_{language}")
            chapters.append(Chapter(unit.key, labels[language][unit.key], heading, ()))
        elif unit.level in ("article", "supplement"):
            article = _article(entry, entries[position + 1 :], labels, language)
            if not chapters or unit.level == "supplement":
                chapters.append(Chapter("", "", "", ()))
            last = chapters.pop()
            chapters.append(Chapter(last.key, last.label, last.heading, (*last.articles, article)))
    return tuple(chapters)


def _article(
    entry: Entry, following: Iterable[Entry], labels: Mapping[str, Mapping[str, str]], language: str
) -> Article:
    lines = []
    for other in following:
        if other.article != entry.unit.key:
            break
        lines.append(_line(other, labels, language))
    supplement = entry.unit.level == "supplement"
    return Article(
        key=entry.unit.key,
        level=entry.unit.level,
        label=labels[language][entry.unit.key],
        heading="" if supplement else getattr(entry.unit, f"heading_{language}"),
        reason=getattr(entry.unit, f"reason_{language}"),
        lines=tuple(lines),
    )


def _line(entry: Entry, labels: Mapping[str, Mapping[str, str]], language: str) -> Line:
    unit, second = entry.unit, "en" if language == "ja" else "ja"
    return Line(
        key=unit.key,
        level=unit.level,
        mark=getattr(entry, f"mark_{language}"),
        text=segments(getattr(unit, f"text_{language}"), labels[language]),
        other=segments(getattr(unit, f"text_{second}"), labels[second]),
        reason=getattr(unit, f"reason_{language}"),
        settings=unit.settings,
        basis=unit.basis,
    )


def segments(text: str, labels: Mapping[str, str]) -> tuple[Segment, ...]:
    """``text`` cut at its references; a reference to nothing stays as written."""
    cut: list[Segment] = []
    end = 0
    for found in REFERENCE.finditer(text):
        if found[1] not in labels:
            continue
        cut += [Segment(text[end : found.start()]), Segment(labels[found[1]], found[1])]
        end = found.end()
    return tuple(part for part in (*cut, Segment(text[end:])) if part.text)
