"""Pure questions about a member: who stands well, what is missing, how long an office lasts.

The values here are what other rooms receive from ``queries``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import add_months, last_day
from core.errors import ALLOWED, ArticleRef, NotNow, Refused, Verdict
from core.rulebook.values import Duty, MembershipClass, MembershipClasses, Rulebook, Term

EXPULSION = "expulsion"
PARTICIPATION = "participation"
"""The rule document whose acceptance is the pledge."""
AUDITOR_APART = "auditor_apart"
"""What a provision is the basis of that lets an auditor hold no other office, nor a seat on the steering body."""
KEPT_APART = (
    ("chair", "secretary"),
    ("vice_chair", "secretary"),
    ("auditor", "secretary"),
    ("auditor", "approver"),
    ("auditor", "chair"),
    ("auditor", "vice_chair"),
    ("auditor", "steering"),
    ("ethics_board", "secretary"),
)
"""What is better not in one hand: who decides and who prepares for it, who audits and who is audited, who judges and
who runs the case. Offices, roles on the council, and seats by the code of their body."""


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """A duty not yet done; overdue from the day after ``due``."""

    kind: str
    reference: str
    due: date

    def is_overdue(self, on: date) -> bool:
        """Has ``due`` passed on ``on``?"""
        return on > self.due

    def blocks(self, rulebook: Rulebook) -> bool:
        """Does it block new requests and deliveries once overdue, by the rule?"""
        rule = rulebook.get("blocking_duties")
        return rule is not None and self.kind in rule.duties


@dataclass(frozen=True, slots=True)
class BlockHeld:
    """A block by decision that has not been lifted: ``scope`` is all, provider or recipient; both days count."""

    scope: str
    from_on: date
    until_on: date

    def holds(self, on: date) -> bool:
        """Is ``on`` one of its days?"""
        return self.from_on <= on <= self.until_on


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation stands in a council on one day. ``state`` is None where it never applied;
    ``duties`` are those open, whether overdue or not."""

    state: str | None = None
    member_class: str = ""
    votes: int = 0
    since: date | None = None
    until: date | None = None
    state_reason: str = ""
    duties: tuple[DutyHeld, ...] = ()
    on: date | None = None
    blocks: tuple[BlockHeld, ...] = ()

    @property
    def is_member(self) -> bool:
        """Admitted and not suspended?"""
        return self.state == "admitted"

    @property
    def is_blocked(self) -> bool:
        """Does a block by decision hold on that day, whatever it keeps the organisation from?"""
        return self.on is not None and any(block.holds(self.on) for block in self.blocks)

    @property
    def overdue(self) -> tuple[DutyHeld, ...]:
        """The duties whose day has passed."""
        return tuple(duty for duty in self.duties if self.on and duty.is_overdue(self.on))


@dataclass(frozen=True, slots=True)
class PledgeHeld:
    """The newest acceptance of the participation rules."""

    edition: int
    at: date
    instrument: str = PARTICIPATION


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a member still lacks, with the article that asks for it."""

    code: str
    article: ArticleRef | None
    until: date | None = None
    duty: DutyHeld | None = None
    blocks: bool = True


def missing(standing: Standing, pledge: PledgeHeld | None, rulebook: Rulebook) -> tuple[Missing, ...]:
    """What ``standing`` and ``pledge`` lack on the rulebook's day, what blocks first."""
    found = _standing_gap(standing, rulebook) + _pledge_gap(pledge, rulebook)
    for duty in standing.duties:
        if duty.is_overdue(rulebook.on):
            article = rulebook.article("blocking_duties")
            found.append(Missing("duty_overdue", article, duty.due, duty, blocks=duty.blocks(rulebook)))
    return tuple(sorted(found, key=lambda gap: not gap.blocks))


def _standing_gap(standing: Standing, rulebook: Rulebook) -> list[Missing]:
    if standing.is_member:
        return []
    article = rulebook.article("admission") if standing.state == "applied" else None
    return [Missing(f"membership_{standing.state or 'none'}", article or rulebook.article("standing"))]


def _pledge_gap(pledge: PledgeHeld | None, rulebook: Rulebook) -> list[Missing]:
    edition = rulebook.editions.get(PARTICIPATION)
    article = rulebook.article("pledge")
    if edition is None:
        return []
    if pledge is None:
        return [Missing("pledge_missing", article)]
    if pledge.edition >= edition.number:
        return []
    until = edition.counts_until(pledge.edition)
    in_transition = until is not None and rulebook.on <= until
    return [Missing("pledge_outdated", article, until, blocks=not in_transition)]


def may_accept(edition: int, held: PledgeHeld | None, rulebook: Rulebook) -> Verdict:
    """May ``edition`` be accepted today: it is the one in force, and not accepted before?"""
    in_force = rulebook.editions.get(PARTICIPATION)
    article = rulebook.article("pledge")
    if in_force is None:
        return Verdict(False, "no_participation_rules", article=article)
    if edition != in_force.number:
        return Verdict(False, "pledge_of_another_edition", article=article, error=NotNow)
    if held is not None and held.edition >= edition:
        return Verdict(False, "pledge_already_accepted", article=article, error=NotNow)
    return ALLOWED


def may_admit(held: PledgeHeld | None, rulebook: Rulebook) -> Verdict:
    """May an applicant be admitted: has it accepted the participation rules in force, where there are any?"""
    if PARTICIPATION in rulebook.editions and _pledge_gap(held, rulebook):
        return Verdict(False, "pledge_needed", article=rulebook.article("pledge"))
    return ALLOWED


def secrecy_until(ended_on: date | None, rulebook: Rulebook) -> date | None:
    """The day up to which whoever left keeps secrets, where ``rulebook`` (of the day of leaving) lets that duty outlast
    membership (協議会を離れた後も); None for a member."""
    rule: Duty | None = rulebook.get("confidentiality")
    if ended_on is None or rule is None or not rule.years_after:
        return None
    return add_months(ended_on, 12 * rule.years_after)


def class_of(code: str, rulebook: Rulebook) -> MembershipClass:
    """The class of members called ``code`` in the rules in force.

    Raises:
        Refused: the rules know no such class.
    """
    table: MembershipClasses | None = rulebook.get("membership_classes")
    for one in table.classes if table else ():
        if one.code == code:
            return one
    raise Refused("unknown_member_class", article=rulebook.article("membership_classes"), member_class=code)


def term_end(start: date, rule: Term | None, *, remainder_of: date | None = None) -> date | None:
    """The last day of a term that begins on ``start``: a substitute (補欠) serves the remainder of the
    former term; without a rule there is no end.

    Raises:
        Refused: the former term is over by ``start``.
    """
    if remainder_of is not None and remainder_of < start:
        raise Refused("term_backwards")
    if remainder_of is not None:
        return remainder_of
    return last_day(start, rule.years * 12) if rule else None


def may_begin_again(former: Iterable[tuple[date, date | None]], start: date, rulebook: Rulebook) -> Verdict:
    """May whoever held the same office or seat over the terms ``former`` (first day, last day as fixed) begin a term on
    ``start``? Not where the rules allow no reappointment and a full term ended the day before; the remainder that a
    substitute served is none."""
    rule: Term | None = rulebook.get("terms_of_office")
    if rule is None or rule.renewable:
        return ALLOWED
    for begun, ends in former:
        if ends == start - timedelta(days=1) and ends == last_day(begun, rule.years * 12):
            return Verdict(False, "term_not_renewable", article=rulebook.article("terms_of_office"))
    return ALLOWED


def may_also_hold(office: str, held: Iterable[str], rulebook: Rulebook) -> Verdict:
    """May whoever holds ``held`` at that time take ``office`` (or the seat on that body)? Where the bylaws keep the
    auditors apart, nobody audits who is chair or vice-chair, or sits on the steering body."""
    article = rulebook.article(AUDITOR_APART)
    both = {office, *held} & {"auditor", "chair", "vice_chair", "steering"}
    if article is not None and "auditor" in both and len(both) > 1:
        return Verdict(False, "auditor_apart", article=article)
    return ALLOWED


def still_said(overlaps: Iterable[str], said_on: date, begun: Mapping[str, date]) -> frozenset[str]:
    """What of ``overlaps`` a reason given on ``said_on`` still speaks for: not an office or a seat whose term ``begun``
    later."""
    return frozenset(word for word in overlaps if begun.get(word, said_on) <= said_on)


def in_one_hand(held: Iterable[str], *, explained: Iterable[Iterable[str]] = ()) -> frozenset[str]:
    """Those of ``held`` that are better kept apart. Each of ``explained`` is what one reason was given for: two that
    stand together in it are left out, and no others."""
    both, said = frozenset(held), [frozenset(words) for words in explained]
    found = [pair for pair in KEPT_APART if both.issuperset(pair)]
    return frozenset(
        word for pair in found if not any(words.issuperset(pair) for words in said) for word in pair
    )
