"""Asking the gate, and reading what it answered before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from core import clock
from core.errors import Verdict
from core.law.queries import in_force as law_in_force
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.models import RequestLine
from governance.sharing.queries.facts import LINE_ONLY, Flow, gate_facts
from governance.sharing.rules.facts import GateFacts
from governance.sharing.rules.gate import OF_PERSON, evaluate
from governance.sharing.rules.verdict import GateVerdict, Moment


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict together with the facts it rests on."""

    facts: GateFacts
    verdict: GateVerdict


def judge(line: RequestLine, moment: Moment, *, at: datetime | None = None, flow: Flow = LINE_ONLY) -> Judged:
    """Ask the gate about ``line`` under the rules and the law in force at ``at`` (now)."""
    at = at or clock.now()
    on = at.astimezone(clock.TOKYO).date()
    facts = gate_facts(line, at=at, flow=flow)
    verdict = evaluate(facts, rules_in_force(line.request.council, on), law_in_force(on), moment, at)
    return Judged(facts, verdict)


def line_goes_on(line: RequestLine) -> Verdict:
    """Does nothing hold ``line`` itself back from flowing now, whoever is on a list? The first obstacle where something
    does; of persons nothing is asked or counted, the release chose them."""
    at = clock.now()
    on = at.astimezone(clock.TOKYO).date()
    facts = gate_facts(line, at=at, count=False)
    found = evaluate(facts, rules_in_force(line.request.council, on), law_in_force(on), Moment.FLOW, at)
    of_person = {rule.code for _place, rule in OF_PERSON}
    checks = tuple(check for check in found.checks if check.code not in of_person)
    return replace(found, checks=checks).as_verdict()


def next_moment(line: RequestLine) -> Moment:
    """The moment that the line's checklist looks at now."""
    if line.state in ("drafted",):
        return Moment.SUBMISSION
    if line.state in ("under_review", "opined", "provisional"):
        return Moment.APPROVAL
    return Moment.FLOW
