"""Loading the facts of judging and of what was decided: panel, votes, approval, provider's decision, grant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

import msgspec

from core.access.queries import Someone
from governance.sharing.enums import LineState
from governance.sharing.models import (
    Agreement,
    Approval,
    Grant,
    PanelMember,
    ProviderDecision,
    RequestLine,
    Review,
    ReviewOutcome,
    SharingRequest,
)
from governance.sharing.queries.chairing import acting_chair
from governance.sharing.rules import facts as f
from governance.sharing.rules.standing import standing_turn


def newest(rows: Iterable[Any]) -> Any:
    """The last row made, or None."""
    return max(rows, key=lambda row: row.pk, default=None)


def panel(line: RequestLine) -> f.Panel | None:
    """The board on ``line`` in the review that stands for it, with its vote; None before a review opened."""
    review = standing_review(line)
    if review is None:
        return None
    outcome: ReviewOutcome | None = line.outcomes.filter(review=review).first()
    return board_facts(line, review, voted_on=outcome.voted_on if outcome else None, outcome=outcome)


def standing_review(line: RequestLine) -> Review | None:
    """The review that stands for ``line``: its own, also while the board reviews other lines of the request anew."""
    rows: dict[int, Review] = {row.turn: row for row in line.request.reviews.select_related("body")}
    judged = line.outcomes.values_list("review__turn", flat=True) if len(rows) > 1 else ()
    turn = standing_turn(rows, list(judged), waits=len(rows) > 1 and _waits(line))
    return rows[turn] if turn is not None else None


def _waits(line: RequestLine) -> bool:
    """Is ``line`` to be judged by the newest review: not decided, or approved provisionally and not ratified?"""
    if line.state in (LineState.DRAFTED, LineState.UNDER_REVIEW):
        return True
    made: Approval | None = newest(line.approvals.all())
    return made is not None and made.is_provisional and made.is_approved and made.ratified_by_id is None


def board_facts(
    line: RequestLine, review: Review, *, voted_on: date | None, outcome: ReviewOutcome | None = None
) -> f.Panel:
    """The panel of ``review`` with its declarations, opinions and ballots on ``line`` in the round of voting under way;
    those that carried ``outcome``, where the opinion is given."""
    at, number = (outcome.given_at, outcome.ballot_round) if outcome else (None, review.ballot_round)
    cast_now = line.ballots.filter(member__review=review, ballot_round=number)
    ballots = dict(cast_now.values_list("member_id", "choice"))
    opinions = {
        row.member.place
        for row in line.individual_opinions.filter(member__review=review).select_related("member")
    }
    rows = seated(review, at)
    chair = acting_chair(rows, at)
    agreed = line.without_objection.filter(review=review, ballot_round=number).first()
    there = set(ballots) | set(agreed.members if agreed else ())
    return f.Panel(
        body=review.body.code,
        seats=tuple(_seat(row, there, opinions, chair, at) for row in rows),
        ballots=tuple(
            f.BallotCast(member=str(pk), choice=cast(Any, choice)) for pk, choice in sorted(ballots.items())
        ),
        expedited=review.expedited_at is not None,
        no_objection=cast(Any, agreed.finding) if agreed else None,
        voted_on=voted_on,
        rules=msgspec.convert(outcome.rules, f.BoardRules) if outcome else None,
    )


def seated(review: Review, at: datetime | None = None) -> tuple[PanelMember, ...]:
    """The members who count (``at`` a moment that has passed: who counted then): everybody fixed at opening, and
    alternates only once they were called in; in an expedited review the chair and whoever was chosen, and the recused
    as they are."""
    return seated_among(_panel_of(review), review, at)


def seated_among(
    panel: Iterable[PanelMember], review: Review, at: datetime | None = None
) -> tuple[PanelMember, ...]:
    """:func:`seated` of ``review``, whose whole ``panel`` was read before."""
    rows = _counted(panel, at)
    if review.expedited_at is None:
        return rows
    chair = acting_chair(rows, at)
    return tuple(row for row in rows if row == chair or row.expedites)


def presides_over(user: Someone, request: SharingRequest) -> bool:
    """Does ``user`` preside over the open review of ``request``?"""
    review = request.reviews.filter(closed_at__isnull=True).first()
    chair = acting_chair(seated(review)) if review is not None else None
    return chair is not None and chair.user_id == user.pk


def whole_panel(review: Review, at: datetime | None = None) -> tuple[PanelMember, ...]:
    """Everybody who sits on the panel, also while only some of them judge, in the order of seats. Whoever is excused
    stays as an absent member until somebody sits for them."""
    return _counted(_panel_of(review), at)


def _panel_of(review: Review) -> Iterable[PanelMember]:
    return review.panel.select_related("user", "sits_for")


def _counted(panel: Iterable[PanelMember], at: datetime | None) -> tuple[PanelMember, ...]:
    rows = [row for row in panel if _sits(row, at)]
    by_seat = {row.sits_for_id: row for row in rows}
    counted = (row for row in rows if not (row.is_excused(at) and _has_stand_in(row, by_seat)))
    return tuple(sorted(counted, key=lambda row: row.place))


def _sits(row: PanelMember, at: datetime | None) -> bool:
    """Had the member come, and not left?"""
    if row.is_alternate and row.sits_for_id is None:
        return False
    if at is None:
        return row.left_at is None
    return (row.left_at is None or row.left_at > at) and (row.seated_at is None or row.seated_at <= at)


def _has_stand_in(row: PanelMember, by_seat: Mapping[int | None, PanelMember]) -> bool:
    """Does somebody who is not recused sit in the place of the member, or in that of whoever was called in for them?"""
    other = by_seat.get(row.pk)
    return other is not None and (not other.is_recused or _has_stand_in(other, by_seat))


def _seat(
    row: PanelMember, there: set[int], opinions: set[int], chair: PanelMember | None, at: datetime | None
) -> f.Seat:
    interests = frozenset({row.interest} - {"", "none"})
    return f.Seat(
        member=str(row.pk),
        expertise=row.expertise,
        chair=row == chair,
        declared=row.declared_at is not None,
        interests=interests,
        recused=row.is_recused,
        present=row.pk in there,
        opinion_in=row.place in opinions,
        excused=row.is_excused(at),
    )


def approval(line: RequestLine) -> f.Approval | None:
    """The council's newest decision on ``line``."""
    row = newest_approval(line)
    if row is None:
        return None
    later = in_place_of(row)
    return f.Approval(
        number=row.decision.number,
        body=deciding_body(row.decision),
        state="approved" if row.is_approved else "not_approved",
        decided_on=row.decided_on,
        valid_until=row.valid_until,
        items=frozenset(row.items),
        purpose=row.purpose,
        data_class=cast(Any, row.data_class),
        adopts_conditions=row.adopts_conditions,
        departure=_departure(row.departure),
        provisional=row.is_provisional,
        ratified=row.ratified_by_id is not None,
        superseded_by=later.number if later else "",
        rules=msgspec.convert(row.rules, f.ApprovalRules),
    )


def newest_approval(line: RequestLine) -> Approval | None:
    """The council's newest decision on ``line`` as it is kept, with the decisions behind it."""
    behind = ("decision__body", "decision__superseded_by", "ratified_by__superseded_by")
    found: Approval | None = newest(line.approvals.select_related(*behind))
    return found


def in_place_of(row: Approval) -> Any:
    """The decision that stands in the place of the one on which ``row`` rests (its ratification, else its own); None
    where that one stands. That a later one upholds it is kept as an approval of its own."""
    found: Any = None
    later: Any = row.ratified_by or row.decision
    while (later := getattr(later, "superseded_by", None)) is not None:
        found = later
    return found


def deciding_body(decision: Any) -> str:
    """The code of the body that took ``decision``; ``chair`` where the chair decided alone (会長専決)."""
    return str(decision.body.code) if decision.body else "chair"


def _departure(stored: Any) -> f.DepartureVote | None:
    """The vote; its reasons are for the register."""
    if stored is None:
        return None
    vote = {key: value for key, value in stored.items() if key != "reasons"}
    return msgspec.convert(vote, f.DepartureVote)


def items_provided(line: RequestLine) -> list[str]:
    """The items that may go: those asked for, less what the holder's newest decision leaves out."""
    row: ProviderDecision | None = newest(line.provider_decisions.all())
    return list(row.items if row is not None and row.is_accepted else line.items)


def decision(line: RequestLine) -> f.ProviderDecision | None:
    """The holder's newest decision on ``line``."""
    row: ProviderDecision | None = newest(line.provider_decisions.all())
    if row is None:
        return None
    return f.ProviderDecision(
        number=row.file_number,
        organ=f"organ:{row.organ_id}",
        state="accepted" if row.is_accepted else "revoked" if row.takes_back else "declined",
        decided_on=row.decided_on,
        ground=row.ground,
        items=frozenset(row.items),
        harm=cast(Any, row.harm),
    )


def agreement(line: RequestLine, on: date) -> f.Agreement | None:
    """The newest agreement on ``line``. One that ends before its last day is in force until the eve of that day."""
    row: Agreement | None = newest(line.agreements.all())
    if row is None:
        return None
    return f.Agreement(
        reference=row.reference,
        kind=cast(Any, row.kind),
        state="terminated" if row.terminated_from and row.terminated_from <= on else "signed",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


WAIVING = "waiving_decision__superseded_by"
"""What :func:`waiver_stands` looks at."""


def waiver_stands(row: Any) -> bool:
    """Is ``row`` waived by a decision in whose place no other was put?"""
    decision: Any = row.waiving_decision
    return decision is not None and getattr(decision, "superseded_by", None) is None


def condition(row: Any) -> f.Condition:
    """One condition of approval."""
    return f.Condition(
        reference=row.reference,
        precedent=row.is_precedent,
        state=row.state,
        due=row.due_on,
        waived_by=row.waiving_decision.number if waiver_stands(row) else "",
    )


def grant(line: RequestLine) -> f.Grant | None:
    """The grant of ``line``, if it was opened."""
    row = getattr(line, "grant", None)
    if row is None:
        return None
    return f.Grant(
        number=row.reference,
        state=cast(Any, row.state),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        disposal_due_on=row.disposal_due_on,
        suspended_by=row.suspended_reason,
        suspended_from=_suspended_from(row),
        revoked_from=row.revoked_from,
    )


def _suspended_from(row: Grant) -> date | None:
    """The first day of a suspension that is ordered and has not begun yet."""
    ordered = row.suspensions.filter(begun_at__isnull=True, ended_at__isnull=True)
    return ordered.order_by("from_on").values_list("from_on", flat=True).first()
