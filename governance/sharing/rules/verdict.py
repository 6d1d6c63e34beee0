"""The gate's answer, and what a check is.

A check says one *reason*; the reason's state stands in the check's table, so that a reason can never mean
pass in one place and fail in another. Parameters are strings, integers and booleans (dates in ISO 8601,
lists joined by a comma): they fill the sentences of pages and go into the decision API as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

import msgspec

from core.clock import TOKYO
from core.errors import ArticleRef, Refused, Verdict
from core.law.values import IDENTIFIABLE, Ground, LawTable, fits
from core.rulebook.values import Rulebook
from governance.sharing.rules.facts import GateFacts, NoticeChoice, PersonFacts


class Moment(StrEnum):
    """When the gate is asked. At drafting its answer is advice."""

    DRAFTING = "drafting"
    SUBMISSION = "submission"
    APPROVAL = "approval"
    FLOW = "flow"


class State(StrEnum):
    """What a check finds. Only pass and not applicable let data through."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    WAIT = "wait"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


PASS, FAIL, WAIT, NOT_APPLICABLE, UNKNOWN = State
OPEN = frozenset({PASS, NOT_APPLICABLE})

Basis = Literal["law", "council"]
Answer = tuple[str, dict[str, Any], ArticleRef | None]
"""Reason, parameters, and the article where it is not the check's usual one."""

ALWAYS = frozenset(Moment)
FROM_APPROVAL = frozenset({Moment.APPROVAL, Moment.FLOW})
AT_FLOW = frozenset({Moment.FLOW})


class Check(msgspec.Struct, frozen=True, gc=False):
    """What one check found. ``applies``: it counts at this moment; otherwise it only looks ahead."""

    code: str
    state: State
    reason: str
    params: dict[str, Any]
    basis: Basis
    article: ArticleRef | None
    applies: bool

    @property
    def open(self) -> bool:
        """Does it let data through?"""
        return self.state in OPEN

    @property
    def message(self) -> str:
        """The code of its sentence."""
        return f"gate.{self.code}.{self.reason}"


class GateVerdict(msgspec.Struct, frozen=True):
    """All checks at one moment. ``allowed`` exactly when every check that applies is open."""

    allowed: bool
    moment: Moment
    at: datetime
    checks: tuple[Check, ...]

    @property
    def blocking(self) -> tuple[Check, ...]:
        """The checks that apply and are not open, in order."""
        return tuple(check for check in self.checks if check.applies and not check.open)

    @property
    def citing(self) -> tuple[tuple[str, ArticleRef], ...]:
        """What it rests on of the council's rules: the checks that apply and have something to say, and what each of
        them cites."""
        return tuple(
            (check.code, check.article)
            for check in self.checks
            if check.applies and check.basis == "council" and check.state != NOT_APPLICABLE and check.article
        )

    def check(self, code: str) -> Check:
        """The check ``code``.

        Raises:
            KeyError: no such check.
        """
        for check in self.checks:
            if check.code == code:
                return check
        raise KeyError(code)

    def as_verdict(self) -> Verdict:
        """The same answer in the product's common form: the first obstacle, and how many there are."""
        obstacles = self.blocking
        if not obstacles:
            return Verdict(True)
        first = obstacles[0]
        params = {**first.params, "obstacles": len(obstacles)}
        return Verdict(False, first.message, params, first.article, Refused)


class Case:
    """What a check is given: facts, rules, law, moment, and what several checks derive from them.

    ``on`` is the civil date in Tokyo; of a case that is given no more than a day, nobody can ask the hour ``at``.
    ``keeps``: use has ended, and only keeping until disposal is asked. What ends with the grant is judged as of
    ``ends``: then the day on which the grant ended, else ``on``.
    ``source_classes`` are the classes that the items asked for have in the dataset, None where one is not in it or
    none is named. ``from_persons``: does the dataset hold the items as records of single persons; ``about_persons``: is
    what is handed over about single persons? In doubt, yes. ``ground`` is the ground stated, where the law has it for a
    request of this shape. ``covering`` are the choices that cover the line, once a check has looked for them.
    ``person`` is whom the case is about, one after the other where several are.
    """

    __slots__ = (
        "about_persons",
        "at",
        "covering",
        "ends",
        "facts",
        "from_persons",
        "ground",
        "keeps",
        "law",
        "moment",
        "on",
        "person",
        "rulebook",
        "source_classes",
    )

    def __init__(
        self, facts: GateFacts, rulebook: Rulebook, law: LawTable, moment: Moment, at: datetime | date
    ) -> None:
        self.facts = facts
        self.rulebook = rulebook
        self.law = law
        self.moment = moment
        if isinstance(at, datetime):
            self.at = at
            self.on: date = at.astimezone(TOKYO).date()
        else:
            self.on = at
        kept = _kept(facts, self.on)
        self.keeps = kept is not None
        self.ends: date = kept or self.on
        self.source_classes = _source_classes(facts)
        self.from_persons = from_persons(facts)
        self.about_persons = facts.line.data_class is None or facts.line.data_class in IDENTIFIABLE
        self.ground = _ground(facts, law)
        self.covering: tuple[NoticeChoice, ...] | None = None
        self.person: PersonFacts | None = facts.person


def _kept(facts: GateFacts, on: date) -> date | None:
    """The day on which the grant ended, where only keeping is asked, after use has ended and before disposal is due."""
    asked, grant = facts.asked, facts.grant
    if asked is None or asked.action != "retain" or grant is None or grant.state != "disposal_due":
        return None
    if grant.disposal_due_on is None or on > grant.disposal_due_on:
        return None
    return min(on, grant.ends_on, grant.revoked_from or on)


def _source_classes(facts: GateFacts) -> frozenset[str] | None:
    asked = facts.line.items
    found = {item.code: item.data_class for item in facts.dataset.items if item.code in asked}
    return frozenset(found.values()) if found and len(found) == len(asked) else None


def from_persons(facts: GateFacts) -> bool:
    """Does the dataset hold the items asked for as records of single persons? In doubt, yes."""
    classes = _source_classes(facts)
    return classes is None or not classes.isdisjoint(IDENTIFIABLE)


def _ground(facts: GateFacts, law: LawTable) -> Ground | None:
    line = facts.line
    row = law.grounds.get(line.ground)
    if row is None or line.form is None or line.data_class is None:
        return None
    return (
        row if fits(row, facts.provider.regime, facts.recipient.regime, line.form, line.data_class) else None
    )


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One row of the gate: ``cites`` is the setting whose article it cites (its own basis otherwise);
    ``by_council`` are the reasons of a check of the law that rest on the council's rules;
    ``of_person``: the check looks at the person of the case, all others at the line alone; ``of_hour``: it looks at
    the hour, all others at the day alone."""

    code: str
    moments: frozenset[Moment]
    basis: Basis
    reasons: Mapping[str, State]
    judge: Callable[[Case], Answer]
    cites: str = ""
    by_council: frozenset[str] = frozenset()
    of_person: bool = False
    of_hour: bool = False


def say(reason: str, /, **params: Any) -> Answer:
    """An answer under the check's usual article."""
    return reason, params, None


def cite(article: ArticleRef | None, reason: str, /, **params: Any) -> Answer:
    """An answer under another article."""
    return reason, params, article


def listed(names: Any) -> str:
    """Names in order, joined by a comma: how a parameter carries a list."""
    return ", ".join(sorted(names))
