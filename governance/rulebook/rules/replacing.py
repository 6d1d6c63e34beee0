"""Rules in force as they would be with another text of one document: the question that a replay asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.rulebook.values import EditionInForce, Rulebook, Setting, Transition, parse
from governance.rulebook.rules.outline import Document, cite, outline


def as_if_adopted(rules: Rulebook, text: Document) -> Rulebook:
    """``rules`` in which ``text`` stands in the place of its document, as if it had been in force that day.

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
    days = found.value.days if found and isinstance(found.value, Transition) else None
    editions = {code: _with_transition(edition, days) for code, edition in rules.editions.items()}
    return replace(rules, settings=settings, basis=basis, editions=editions)


def transition_end(number: int, since: date, days: int | None) -> date | None:
    """The last day on which the edition before still counts; None for a founding text and without transition."""
    return None if days is None or days < 1 or number == 1 else since + timedelta(days=days - 1)


def _with_transition(edition: EditionInForce, days: int | None) -> EditionInForce:
    return replace(edition, previous_until=transition_end(edition.number, edition.since, days))
