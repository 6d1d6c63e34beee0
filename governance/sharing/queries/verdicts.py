"""Asking the gate, and reading what it answered before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core import clock
from core.law.queries import in_force as law_in_force
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.models import RequestLine
from governance.sharing.queries.facts import LINE_ONLY, Flow, gate_facts
from governance.sharing.rules.facts import GateFacts
from governance.sharing.rules.gate import evaluate
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


def next_moment(line: RequestLine) -> Moment:
    """The moment that the line's checklist looks at now."""
    if line.state in ("drafted",):
        return Moment.SUBMISSION
    if line.state in ("under_review", "opined", "provisional"):
        return Moment.APPROVAL
    return Moment.FLOW
