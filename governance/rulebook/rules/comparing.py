"""Two texts of one document side by side (新旧対照表), aligned by the identity of each unit.

Numbers are part of what is compared: a unit whose own number changes is shown as renumbered, and one that refers to
another number as changed, although their words stayed. What merely moves along with its article is not repeated.

A text is shown in the language of the reader. Where only the text in the other language differs, that one is shown:
no change is hidden from anybody.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from governance.rulebook.rules.outline import Document, Entry, outline, resolve

Change = Literal["same", "changed", "added", "removed", "renumbered"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``marked`` where it is not in the other text (underlined in the table)."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One unit as printed on one side of the table."""

    label: str
    text: tuple[Run, ...]

    @property
    def plain(self) -> str:
        """The text without marks."""
        return "".join(run.text for run in self.text)


@dataclass(frozen=True, slots=True)
class RowOfTwo:
    """One line of the table. ``settings``: codes of settings whose value differs; ``language``: that of the texts."""

    key: str
    level: str
    change: Change
    old: Side | None
    new: Side | None
    settings: tuple[str, ...] = ()
    old_settings: Mapping[str, Any] = field(default_factory=dict)
    new_settings: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""


def compare(old: Document, new: Document, language: str) -> tuple[RowOfTwo, ...]:
    """Every unit of both texts in one order: that of ``new``, removed units after the unit they followed.
    ``language`` is the reader's; a unit that differs in the other language alone is given in that one."""
    before = {entry.unit.key: entry for entry in outline(old)}
    after = {entry.unit.key: entry for entry in outline(new)}
    rows = []
    for key in merged_order(list(before), list(after)):
        rows.append(_row(key, before, after, language))
    return tuple(rows)


def changed(rows: Sequence[RowOfTwo]) -> tuple[RowOfTwo, ...]:
    """The rows that differ, as the table prints them."""
    return tuple(row for row in rows if row.change != "same")


def _row(key: str, before: dict[str, Entry], after: dict[str, Entry], language: str) -> RowOfTwo:
    old, new = before.get(key), after.get(key)
    entry = after.get(key) or before[key]
    said = language
    old_text, new_text = _both(key, before, after, language)
    if old_text == new_text:
        other = "en" if language == "ja" else "ja"
        others = _both(key, before, after, other)
        if others[0] != others[1]:
            said, (old_text, new_text) = other, others
    old_runs, new_runs = runs(old_text, new_text)
    settings = _settings_changed(old, new)
    return RowOfTwo(
        key=key,
        level=entry.unit.level,
        change=_change(old, new, old_text == new_text and not settings),
        old=Side(_label(old, language), old_runs) if old else None,
        new=Side(_label(new, language), new_runs) if new else None,
        settings=settings,
        old_settings=old.unit.settings if old else {},
        new_settings=new.unit.settings if new else {},
        language=said,
    )


def _both(key: str, before: dict[str, Entry], after: dict[str, Entry], language: str) -> tuple[str, str]:
    """The words of the unit in both texts, empty where it is not there."""
    old = printed(before[key], before, language) if key in before else ""
    return old, printed(after[key], after, language) if key in after else ""


def _change(old: Entry | None, new: Entry | None, same: bool) -> Change:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    if not same:
        return "changed"
    return "same" if old.number == new.number else "renumbered"


def _label(entry: Entry, language: str) -> str:
    return entry.label_ja if language == "ja" else entry.label_en


def printed(entry: Entry, entries: Mapping[str, Entry], language: str) -> str:
    """The words of a unit as the table prints them: the heading of an article in brackets in Japanese."""
    unit = entry.unit
    heading, text = (unit.heading_ja, unit.text_ja) if language == "ja" else (unit.heading_en, unit.text_en)
    if heading and language == "ja" and unit.level == "article":
        heading = f"（{heading}）"
    return resolve(heading + text, entries.values(), language)


def _settings_changed(old: Entry | None, new: Entry | None) -> tuple[str, ...]:
    before = old.unit.settings if old else {}
    after = new.unit.settings if new else {}
    return tuple(sorted(c for c in before.keys() | after.keys() if before.get(c) != after.get(c)))


def merged_order(old: list[str], new: list[str]) -> list[str]:
    """The keys of both: those of ``new`` in its order, the others after the one they followed in ``old``."""
    order = list(new)
    kept = set(new)
    for index, key in enumerate(old):
        if key in kept:
            continue
        previous = old[index - 1] if index else None
        order.insert(order.index(previous) + 1 if previous in order else 0, key)
    return order


def runs(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts cut into runs, those not shared marked. Joining the runs gives the texts back."""
    if not old or not new:
        return (_whole(old), _whole(new))
    left, right = words(old), words(new)
    old_runs: list[Run] = []
    new_runs: list[Run] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for target, part in ((old_runs, left[i1:i2]), (new_runs, right[j1:j2])):
            if part:
                target.append(Run("".join(part), tag != "equal"))
    return tuple(old_runs), tuple(new_runs)


def _whole(text: str) -> tuple[Run, ...]:
    return (Run(text, True),) if text else ()


def words(text: str) -> list[str]:
    """``text`` in pieces that a reader takes as one: numbers, Latin words, runs of kanji and of katakana; each
    hiragana and mark alone. Joining gives the text back."""
    return list(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    pattern = r"[0-90-9]+|[A-Za-zÀ-ÿ'’-]+|[ァ-ヶー]+|[一-龥々〆〇]+|.|\n"
    yield from re.findall(pattern, text, re.DOTALL)
