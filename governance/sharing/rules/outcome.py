"""The board's outcome, computed from ballots by the rule in force, in exact integers.

Recused members neither sit nor count (where the rule says so, they leave the base). Votes are weighed by
side first: favourable (suitable, or suitable on conditions), unsuitable, continued. Within a favourable
majority the finding is *suitable* only if suitable alone is carried or nobody asked for conditions; otherwise
it is *conditional*. On equal votes the chair decides where the rule says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from core.rulebook.values import BoardQuorum, Departure, ExpeditedReview, Majority, RecusalScope, Threshold
from governance.sharing.rules.facts import DepartureVote, Finding, GateFacts, Panel, Seat

Status = Literal["not_voted", "no_quorum", "seat_empty", "not_carried", "carried"]
Side = Literal["favourable", "unsuitable", "continued"]

_SIDE: Mapping[str, Side] = {
    "suitable": "favourable",
    "conditional": "favourable",
    "unsuitable": "unsuitable",
    "continued": "continued",
}


class Outcome(msgspec.Struct, frozen=True):
    """What the board found. ``present``, ``quorum`` and ``eligible`` are members; ``votes`` of ``base``
    were cast for the side that leads, ``needed`` carry it."""

    status: Status
    finding: Finding | None = None
    present: int = 0
    eligible: int = 0
    quorum: int = 0
    votes: int = 0
    base: int = 0
    needed: int = 0
    by_chair: bool = False
    expertise: str = ""
    votes_by_finding: dict[str, int] = {}


def sitting(panel: Panel) -> tuple[Seat, ...]:
    """The members who may judge: all but the recused."""
    return tuple([seat for seat in panel.seats if not seat.recused])


def compute(panel: Panel, quorum: BoardQuorum, majority: Majority, recusal: RecusalScope) -> Outcome:
    """The outcome of the vote of ``panel``."""
    members = sitting(panel)
    present = [seat for seat in members if seat.present]
    eligible = len(members) if recusal.leaves_base else len(panel.seats)
    base = len(panel.seats) if quorum.threshold.base == "all" else eligible
    head = Outcome("not_voted", None, len(present), eligible, quorum.threshold.needed(base))
    if panel.voted_on is None:
        return head
    if len(present) < head.quorum or not present:
        return replace(head, status="no_quorum")
    seated: dict[str, int] = {}
    for seat in present:
        seated[seat.expertise] = seated.get(seat.expertise, 0) + 1
    for wanted in quorum.required:
        if seated.get(wanted.expertise, 0) < wanted.seats:
            return replace(head, status="seat_empty", expertise=wanted.expertise)
    return _count(panel, present, majority, head)


def may_expedite(facts: GateFacts, conditions: frozenset[str]) -> bool:
    """Does the rule open the expedited way for the line?"""
    line = facts.line
    statistics = line.data_class == "statistical" and "statistics" in conditions
    return statistics or (line.minor_change and "minor_change" in conditions)


def expedited(panel: Panel, rule: ExpeditedReview, majority: Majority) -> Outcome:
    """The outcome of an expedited review (迅速審査): the chair and so many others, all of one base."""
    present = [seat for seat in sitting(panel) if seat.present]
    wanted = rule.members_besides_chair + 1
    head = Outcome("not_voted", present=len(present), eligible=len(present), quorum=wanted)
    if panel.voted_on is None:
        return head
    if len(present) < wanted:
        return replace(head, status="no_quorum")
    if not any(seat.chair for seat in present):
        return replace(head, status="seat_empty", expertise="chair")
    return _count(panel, present, majority, head)


def _count(panel: Panel, present: list[Seat], majority: Majority, head: Outcome) -> Outcome:
    rule = majority.threshold
    votes = _votes(panel, present)
    sides: dict[Side, int] = {}
    for finding, number in votes.items():
        side = _SIDE[finding]
        sides[side] = sides.get(side, 0) + number
    most = max(sides.values(), default=0)
    base = _base(rule, panel, present, head, sides)
    leading = [side for side, number in sides.items() if number == most]
    chosen: Side | None = None
    if len(leading) == 1 and rule.reached(most, base):
        chosen = leading[0]
    elif len(leading) > 1 and majority.tie == "chair":
        chosen = _casting_side(panel, present, leading)
    return Outcome(
        status="carried" if chosen else "not_carried",
        finding=_finding(chosen, votes, rule, base) if chosen else None,
        present=head.present,
        eligible=head.eligible,
        quorum=head.quorum,
        votes=most,
        base=base,
        needed=rule.needed(base),
        by_chair=chosen is not None and len(leading) > 1,
        votes_by_finding=votes,
    )


def _base(
    rule: Threshold, panel: Panel, present: list[Seat], head: Outcome, sides: Mapping[Side, int]
) -> int:
    """How many the fraction is taken of."""
    if rule.base == "present":
        return len(present)
    if rule.base == "cast":
        return sum(sides.values())
    return len(panel.seats) if rule.base == "all" else head.eligible


def _votes(panel: Panel, present: list[Seat]) -> dict[str, int]:
    """Votes by finding; abstentions and ballots of those who may not vote are not among them."""
    if panel.no_objection is not None:
        return {panel.no_objection: len(present)}
    may = {seat.member for seat in present}
    votes: dict[str, int] = {}
    for ballot in panel.ballots:
        if ballot.member in may and ballot.choice != "abstain":
            votes[ballot.choice] = votes.get(ballot.choice, 0) + 1
    return votes


def _casting_side(panel: Panel, present: list[Seat], tied: list[Side]) -> Side | None:
    """The side the chair voted for, among those with equal votes; None where the chair took none."""
    chairs = {seat.member for seat in present if seat.chair}
    for ballot in panel.ballots:
        if ballot.member in chairs and _SIDE.get(ballot.choice) in tied:
            return _SIDE[ballot.choice]
    return None


def _finding(side: Side, votes: Mapping[str, int], rule: Threshold, base: int) -> Finding:
    if side != "favourable":
        return side
    alone = not votes.get("conditional") or rule.reached(votes.get("suitable", 0), base)
    return "suitable" if alone else "conditional"


def departure_carried(vote: DepartureVote, rule: Threshold) -> bool:
    """Did the deciding body carry its departure from the board's opinion by the majority asked?"""
    bases = {
        "all": vote.members,
        "eligible": vote.eligible,
        "present": vote.present,
        "cast": vote.votes_for + vote.votes_against,
    }
    return rule.reached(vote.votes_for, bases[rule.base])


def departure_fault(vote: DepartureVote, rule: Departure) -> str:
    """Why the deciding body may not decide so against the board's opinion; empty where it may."""
    if not departure_carried(vote, rule.threshold):
        return "departure_not_carried"
    return "departure_unpublished" if rule.publish_reasons and not vote.reasons_published else ""
