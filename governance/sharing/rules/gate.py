"""The gate (提供前確認): may this line's data move, at this moment, under these rules and this law?

One pure function of its arguments. All 22 checks are always answered, in one order; ``applies`` says which
of them count at the moment asked, the others look ahead. Allowed exactly when every check that applies is
pass or not applicable. There is no second implementation of any check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from core.law.values import LawTable
from core.rulebook.values import Rulebook
from governance.sharing.rules import (
    checks_care,
    checks_data,
    checks_decisions,
    checks_flow,
    checks_grounds,
    checks_parties,
    checks_people,
    checks_places,
)
from governance.sharing.rules.facts import GateFacts, PersonFacts
from governance.sharing.rules.verdict import OPEN, Basis, Case, Check, CheckRule, GateVerdict, Moment

CHECKS: tuple[CheckRule, ...] = (
    checks_parties.STANDING,
    checks_parties.PLEDGE,
    checks_data.DATASET,
    checks_data.PURPOSE,
    checks_data.TRANSFER_FORM,
    checks_data.DATA_CLASS,
    checks_grounds.LEGAL_GROUND,
    checks_care.PIA,
    checks_people.CONSENT,
    checks_people.CONSENT_FEED,
    checks_people.PERSON_HOLD,
    checks_places.FOREIGN_RECIPIENT,
    checks_places.FOREIGN_STORAGE,
    checks_care.RETENTION,
    checks_care.SAFEGUARDS,
    checks_decisions.OPINION,
    checks_decisions.APPROVAL,
    checks_decisions.PROVIDER_DECISION,
    checks_flow.AGREEMENT,
    checks_flow.CONDITIONS,
    checks_flow.INCIDENT,
    checks_flow.WINDOW,
)
"""All checks, in the order of pages and documents."""
OF_PERSON = tuple((place, rule) for place, rule in enumerate(CHECKS) if rule.of_person)


def evaluate(
    facts: GateFacts, rulebook: Rulebook, law: LawTable, moment: Moment, at: datetime
) -> GateVerdict:
    """The gate's answer for one request line.

    Raises:
        ValueError: ``at`` is not an aware datetime.
    """
    case = _case(facts, rulebook, law, moment, at)
    checks = tuple([_check(rule, case) for rule in CHECKS])
    return GateVerdict(all(map(_lets_through, checks)), moment, at, checks)


@dataclass(frozen=True, slots=True)
class LineOfDay:
    """A line on one civil date. ``checks`` is what those found that look neither at a person nor at the hour, and None
    in the places of the others."""

    facts: GateFacts
    rulebook: Rulebook
    law: LawTable
    moment: Moment
    on: date
    checks: tuple[Check | None, ...]


def line_of_day(facts: GateFacts, rulebook: Rulebook, law: LawTable, moment: Moment, on: date) -> LineOfDay:
    """What is the same for all persons of one line during the civil date ``on``."""
    facts = replace(facts, scope="person")
    case = Case(facts, rulebook, law, moment, on)
    checks = tuple([None if rule.of_person or rule.of_hour else _check(rule, case) for rule in CHECKS])
    return LineOfDay(facts, rulebook, law, moment, on, checks)


def evaluate_each(line: LineOfDay, persons: Sequence[PersonFacts], at: datetime) -> list[GateVerdict]:
    """The gate's answers for several persons of one line at one moment of its day, each as :func:`evaluate` would
    give it for the line's facts with that person. The checks that look at no person are answered once for all of them.

    Raises:
        ValueError: ``at`` is not an aware datetime, or lies on another day.
    """
    case = _case(line.facts, line.rulebook, line.law, line.moment, at)
    if case.on != line.on:
        raise ValueError("the line was made ready for another day")
    checks: list[Any] = [
        None if rule.of_person else known or _check(rule, case)
        for rule, known in zip(CHECKS, line.checks, strict=True)
    ]
    line_is_open = all(_lets_through(check) for check in checks if check is not None)
    found = []
    for person in persons:
        case.person = person
        person_is_open = True
        for place, rule in OF_PERSON:
            check = checks[place] = _check(rule, case)
            person_is_open = person_is_open and _lets_through(check)
        found.append(GateVerdict(line_is_open and person_is_open, line.moment, at, tuple(checks)))
    return found


def retention_findings(
    facts: GateFacts, rulebook: Rulebook, law: LawTable, moment: Moment, at: datetime
) -> tuple[Check, ...]:
    """Everything that is amiss with the period and the disposal, so that all of it can be put in order at once; the
    verdict says the first of it."""
    rule = checks_care.RETENTION
    case = _case(facts, rulebook, law, moment, at)
    first = _check(rule, case)
    found = [
        replace(first, state=rule.reasons[reason], reason=reason, params=params)
        for reason, params, _article in checks_care.retention_findings(case)
    ]
    return tuple(check for check in found if not check.open)


def _case(facts: GateFacts, rulebook: Rulebook, law: LawTable, moment: Moment, at: datetime) -> Case:
    if at.tzinfo is None:
        raise ValueError("the gate needs an aware datetime")
    return Case(facts, rulebook, law, moment, at)


def _lets_through(check: Check) -> bool:
    """Is there no obstacle in it at this moment?"""
    return check.state in OPEN or not check.applies


def _check(rule: CheckRule, case: Case) -> Check:
    reason, params, article = rule.judge(case)
    basis: Basis = "council" if reason in rule.by_council else rule.basis
    if article is None:
        if basis == "law":
            article = case.law.articles.get((rule.code, case.facts.provider.regime))
        else:
            article = case.rulebook.article(rule.cites or rule.code) or case.rulebook.article(rule.code)
    applies = case.moment in rule.moments
    return Check(rule.code, rule.reasons[reason], reason, params, basis, article, applies)
