"""Where the board considers a case, who is there, and which opinions the next meeting has yet to hear."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core import clock
from core.access.queries import Someone
from core.accounts.models import Council
from governance.assembly import queries as assembly
from governance.assembly.enums import OPEN_ITEMS, MeetingState
from governance.sharing.enums import SittingForm
from governance.sharing.models import (
    BoardBallot,
    NoObjection,
    PanelMember,
    RequestLine,
    Review,
    ReviewOutcome,
    Sitting,
)
from governance.sharing.queries.facts_decisions import seated
from governance.sharing.queries.panels import waiting_for_board
from governance.sharing.rules.facts import BoardRules


def sitting_of(review: Review) -> Sitting | None:
    """How the board considers the case in the round of voting under way; None until it is arranged."""
    rows = Sitting.objects.filter(review=review, ballot_round=review.ballot_round)
    return rows.select_related("motion__meeting__body__council").first()


def is_under_way(sitting: Sitting) -> bool:
    """Is the case still on an agenda, or do its papers circulate without anybody asking for a meeting?"""
    if sitting.motion is not None:
        return sitting.motion.state in OPEN_ITEMS and sitting.motion.meeting.state != MeetingState.CANCELLED
    return sitting.meeting_asked_at is None and (sitting.until is None or clock.today() <= sitting.until)


def circulations_over(council: Council) -> list[Sitting]:
    """Circulations of papers in the round under way that are over, by their last day or since everybody has voted,
    while lines wait for the board, the oldest first; none where a meeting was asked for."""
    rows = Sitting.objects.filter(
        form=SittingForm.CIRCULATED,
        until__isnull=False,
        meeting_asked_at__isnull=True,
        ballot_round=F("review__ballot_round"),
        review__request__council=council,
        review__closed_at__isnull=True,
        review__consolidated_at__isnull=False,
    )
    found = rows.select_related("review__request__council", "review__body").order_by("until", "pk")
    return [row for row in found if _is_over(row)]


def _is_over(sitting: Sitting) -> bool:
    lines = list(waiting_for_board(sitting.review.request))
    past = sitting.until is not None and sitting.until < clock.today()
    return bool(lines) and (past or not any(yet_to_vote(sitting.review, line) for line in lines))


def present_at(sitting: Sitting) -> frozenset[int]:
    """The users who take part in the meeting of ``sitting`` at this moment; nobody where papers circulate."""
    if sitting.motion is None:
        return frozenset()
    there = ("in_person", "online")
    rows = sitting.motion.meeting.attendances.filter(channel__in=there, weight__gt=0)
    return frozenset(pk for pk in rows.values_list("user_id", flat=True) if pk is not None)


def still_to_vote(review: Review, line: RequestLine) -> int:
    """How many members who may vote on ``line`` in this round have not."""
    return len(yet_to_vote(review, line))


def yet_to_vote(review: Review, line: RequestLine) -> list[PanelMember]:
    """The members who may vote on ``line`` in this round and have not."""
    voted = set(ballots_on(line, review).values_list("member_id", flat=True))
    return [row for row in seated(review) if row.judges() and row.pk not in voted]


def unvoted(member: PanelMember) -> list[RequestLine]:
    """The lines before the board on which ``member`` has not voted in this round, in their order."""
    review = member.review
    return [
        line
        for line in waiting_for_board(review.request).order_by("number")
        if no_objection(review, line) is None and not ballots_on(line, review).filter(member=member).exists()
    ]


def unfixed_at(meeting: Any) -> list[str]:
    """The lines on which the board has voted at ``meeting``, in the round under way, and whose opinion is not fixed."""
    rows = Sitting.objects.filter(
        motion__meeting=meeting, ballot_round=F("review__ballot_round"), review__closed_at__isnull=True
    )
    return [
        line.reference
        for sitting in rows.select_related("review__request")
        for line in waiting_for_board(sitting.review.request).select_related("request").order_by("number")
        if ballots_on(line, sitting.review).exists() or no_objection(sitting.review, line) is not None
    ]


def ballots_on(line: RequestLine, review: Review) -> QuerySet[BoardBallot]:
    """The votes on ``line`` in the round under way."""
    return line.ballots.filter(member__review=review, ballot_round=review.ballot_round)


def voted_in(review: Review) -> bool:
    """Has anybody voted in the round under way, or a meeting adopted a finding without objection?"""
    cast = BoardBallot.objects.filter(member__review=review, ballot_round=review.ballot_round)
    return cast.exists() or review.without_objection.filter(ballot_round=review.ballot_round).exists()


def ballots_open_to(user: Someone, council: Council) -> list[tuple[RequestLine, Sitting]]:
    """Lines on whose opinion ``user`` may vote at this moment and has not, with where the board considers them."""
    seats = PanelMember.objects.filter(
        user_id=user.pk or 0,
        is_recused=False,
        excused_at__isnull=True,
        declared_at__isnull=False,
        review__request__council=council,
        review__closed_at__isnull=True,
        review__consolidated_at__isnull=False,
    )
    return [
        (line, sitting)
        for member in seats.select_related("review__request__council", "review__body")
        if (sitting := sitting_of(member.review)) is not None and _votes_now(member, sitting)
        for line in waiting_for_board(member.review.request).order_by("number")
        if no_objection(member.review, line) is None
        and not ballots_on(line, member.review).filter(member=member).exists()
    ]


def _votes_now(member: PanelMember, sitting: Sitting) -> bool:
    """Do the papers still circulate, or is the meeting open and the member there?"""
    if member not in seated(member.review):
        return False
    if sitting.motion is not None:
        meeting = sitting.motion.meeting
        return meeting.state == MeetingState.OPEN and member.user_id in present_at(sitting)
    return is_under_way(sitting)


def no_objection(review: Review, line: RequestLine) -> NoObjection | None:
    """The finding that nobody objected to in this round, where there is one."""
    rows = NoObjection.objects.filter(review=review, line=line, ballot_round=review.ballot_round)
    return rows.first()


def unreported(council: Council) -> list[ReviewOutcome]:
    """Opinions given outside a meeting that no agenda carries as a report yet, the oldest first; those of an expedited
    review only where the rules of the day of the vote ask for the report."""
    carried_at = Sitting.objects.filter(review=OuterRef("review"), ballot_round=OuterRef("ballot_round"))
    at_a_meeting = Q(Exists(carried_at.filter(form=SittingForm.HELD)), review__expedited_at__isnull=True)
    rows: QuerySet[ReviewOutcome] = (
        ReviewOutcome.objects.filter(line__request__council=council)
        .exclude(at_a_meeting)
        .select_related("line__request", "review__body")
        .order_by("pk")
    )
    heard = assembly.reported_subjects(council)
    return [row for row in rows if f"line:{row.line.reference}" not in heard and is_told(row)]


def is_told(row: ReviewOutcome) -> bool:
    """Does the next meeting hear of the opinion?"""
    if row.review.expedited_at is None:
        return True
    rule = msgspec.convert(row.rules, BoardRules).expedited
    return rule is None or rule.report_at_next_meeting
