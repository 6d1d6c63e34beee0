"""What would follow from a revision of a dataset, before anybody adopts it."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from core import clock
from core.law.queries import in_force as law_in_force
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.models import Dataset, RequestLine
from governance.sharing.queries.datasets import resting_lines
from governance.sharing.queries.facts import dataset_facts
from governance.sharing.queries.verdicts import judge, next_moment
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.verdict import Check

MOST = 20
"""Lines that are judged anew for a preview; the gate itself judges every line when it is asked."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A line on the dataset, and the checks that would no longer be in order."""

    line: RequestLine
    worse: tuple[Check, ...]


def effects(revision: Dataset) -> list[Effect]:
    """The lines that rest on what ``revision`` revises, each judged as if it were adopted."""
    row = revision.revises
    if row is None:
        return []
    at = clock.now()
    law, rules = law_in_force(clock.today()), rules_in_force(row.council, clock.today())
    proposed = replace(dataset_facts(revision), reference=row.reference, state=row.state)
    found = []
    for line in resting_lines(row)[:MOST]:
        moment = next_moment(line)
        now = judge(line, moment, at=at)
        then = evaluate(replace(now.facts, dataset=proposed), rules, law, moment, at)
        was = {check.code: check.state for check in now.verdict.checks}
        worse = tuple(check for check in then.checks if check.state != was[check.code] and not check.open)
        found.append(Effect(line, worse))
    return found
