"""Seats of a panel in which nobody judges any more, and who could sit there."""

from __future__ import annotations

from datetime import date

from core import clock
from governance.assembly import queries as assembly
from governance.sharing.models import BoardBallot, PanelCorrection, PanelMember, Review
from governance.sharing.queries.panels import waiting_for_board
from governance.sharing.queries.sittings import sitting_of


def empty_seats(review: Review) -> list[PanelMember]:
    """Members who are recused or excused and for whom nobody was called in, in the order of seats."""
    rows = list(review.panel.filter(left_at__isnull=True).exclude(is_alternate=True, sits_for__isnull=True))
    taken = {row.sits_for_id for row in rows}
    return sorted((row for row in rows if not row.judges() and row.pk not in taken), key=_place)


def excused_of(review: Review) -> list[PanelMember]:
    """Members who were excused, in the order of seats."""
    rows = review.panel.filter(excused_at__isnull=False).select_related("user", "alternate")
    return sorted(rows, key=_place)


def _place(row: PanelMember) -> int:
    return row.place


def in_reserve(member: PanelMember) -> PanelMember | None:
    """The alternate of the same expertise who waits on the panel."""
    return member.review.panel.filter(
        is_alternate=True,
        sits_for__isnull=True,
        left_at__isnull=True,
        excused_at__isnull=True,
        is_recused=False,
        expertise=member.expertise,
    ).first()


def appointed_since(member: PanelMember) -> int | None:
    """The key of the user who holds a seat of the same expertise on the board today, alternates first, and is not on
    this panel: appointed after it was fixed."""
    on_panel = set(member.review.panel.values_list("user_id", flat=True))
    rows = [
        row
        for row in assembly.appointments_of(member.review.body, clock.today())
        if row.seat.expertise == member.expertise and row.user_id not in on_panel
    ]
    rows.sort(key=lambda row: row.seat.alternate_of_id is None)
    return rows[0].user_id if rows else None


def can_sit_again(member: PanelMember) -> bool:
    """Was ``member`` excused and is still of the board? Whose term merely ran out finishes the case; whoever gave the
    seat up does not come back."""
    gone = member.excused_at is None or member.left_at is not None
    return not gone and not assembly.has_left(member.user, member.review.body, clock.today())


def can_declare_anew(member: PanelMember) -> bool:
    """Has ``member`` declared, and neither been excused nor left the seat to a successor?"""
    return member.declared_at is not None and member.excused_at is None and member.left_at is None


def corrections_in(review: Review) -> dict[int, list[PanelCorrection]]:
    """What was set right on the panel, by member."""
    found: dict[int, list[PanelCorrection]] = {}
    for row in PanelCorrection.objects.filter(member__review=review):
        found.setdefault(row.member_id, []).append(row)
    return found


def can_be_filled(member: PanelMember) -> bool:
    """Is there anybody who could be called in for ``member``?"""
    return in_reserve(member) is not None or appointed_since(member) is not None


def vote_stands(member: PanelMember) -> bool:
    """Has ``member`` voted in the round under way on a line that waits for the board? They are not excused then."""
    review = member.review
    lines = waiting_for_board(review.request)
    return BoardBallot.objects.filter(
        member=member, line__in=lines, ballot_round=review.ballot_round
    ).exists()


def answer_due(review: Review) -> date:
    """Until when the members were asked to answer: the end of the circulation once they vote, else the review's day."""
    sitting = sitting_of(review) if review.consolidated_at is not None else None
    return sitting.until if sitting is not None and sitting.until is not None else review.due_on
