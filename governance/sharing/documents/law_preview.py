"""Which open lines a change of the law tables would judge differently, for the operator who is about to write it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from core import clock
from core.administration.law_preview import LineChange, Preview
from core.http.templatetags.sekisho import check_word
from core.law.values import LawTable
from core.rulebook.provider import in_force
from governance.sharing.documents.verdict_texts import name, sentence
from governance.sharing.models import RequestLine
from governance.sharing.queries.facts import gate_facts
from governance.sharing.queries.requests import open_lines
from governance.sharing.queries.verdicts import next_moment
from governance.sharing.rules.gate import evaluate

MOST = 200
"""So many lines are judged while the operator waits."""


def open_lines_under(before: LawTable, after: LawTable, on: date) -> Preview:
    """The open lines of all councils, submitted at least once, under both tables at the moment that each has next."""
    rows = open_lines()
    at = clock.now() if on == clock.today() else clock.on(on)
    looked_at = list(rows[:MOST])
    changes = tuple(change for line in looked_at for change in _changes(line, before, after, at))
    return Preview(on, len(looked_at), rows.count(), changes)


def _changes(line: RequestLine, before: LawTable, after: LawTable, at: datetime) -> Iterator[LineChange]:
    council, moment = line.request.council, next_moment(line)
    rules = in_force(council, at.astimezone(clock.TOKYO).date())
    facts = gate_facts(line, at=at)
    was, will = (evaluate(facts, rules, law, moment, at) for law in (before, after))
    for old, new in zip(was.checks, will.checks, strict=True):
        if old.applies and (old.state, old.reason) != (new.state, new.reason):
            yield LineChange(
                council=council.name_ja,
                reference=line.reference,
                check=name(new),
                before=check_word(old.state),
                before_text=sentence(old),
                after=check_word(new.state),
                after_text=sentence(new),
            )
