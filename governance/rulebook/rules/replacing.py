"""Rules in force as they would be with another text of one document: the question that a replay asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from core.rulebook.values import Rulebook, Setting, Transition, parse
from governance.rulebook.rules.outline import Document, cite, outline


def as_if_adopted(rules: Rulebook, text: Document) -> Rulebook:
    """``rules`` in which ``text`` stands in the place of its document, or beside the others where that is new, as if
    it had been in force that day.

    Editions keep their number and first day, so that what was pledged, assessed or agreed to is not outdated by
    the question alone; the days of transition follow ``text`` where it fixes them.
    """
    settings = {code: one for code, one in rules.settings.items() if one.article.instrument != text.code}
    basis = {code: article for code, article in rules.basis.items() if article.instrument != text.code}
    for entry in outline(text):
        article = cite(text, entry)
        basis |= dict.fromkeys(entry.unit.basis, article)
        for code, value in entry.unit.settings.items():
            settings[code] = Setting(code, parse(code, value), article)
    found = settings.get("amendment_transition")
    days = found.value.days if found and isinstance(found.value, Transition) else 0
    editions = {code: replace(edition, transition_days=days) for code, edition in rules.editions.items()}
    return replace(rules, settings=settings, basis=basis, editions=editions)


def replaced(editions: Sequence[tuple[int, date]]) -> tuple[tuple[int, date], ...]:
    """Of ``editions`` (number, first day; in the order in which they bind, the last in force) each former one, and the
    day on which another took its place: of several of one day only the last was ever in force."""
    return tuple((number, later) for (number, since), (_next, later) in pairwise(editions) if later > since)
