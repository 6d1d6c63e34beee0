"""The board's consideration of a case: an item of one of its meetings, or a circulation of papers (持ち回り).

Whoever does not agree to the circulation asks for a meeting, and no vote is cast before it. What was found outside
a meeting is reported to the next one: the report comes on its agenda by itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from governance.assembly import actions as assembly
from governance.assembly import queries as bodies
from governance.assembly.enums import MeetingState, MotionKind
from governance.sharing import notices
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.enums import Judgement, SittingForm, events
from governance.sharing.models import (
    NoObjection,
    PanelMember,
    RequestLine,
    Review,
    ReviewOutcome,
    SharingRequest,
    Sitting,
)
from governance.sharing.permissions import permit
from governance.sharing.queries.facts_decisions import seated
from governance.sharing.queries.panels import current_review, owes_opinion, waiting_for_board
from governance.sharing.queries.sittings import (
    ballots_on,
    no_objection,
    present_at,
    sitting_of,
    still_to_vote,
    unreported,
    voted_in,
)

USUAL_DAYS = 10
"""Business days of a circulation whose review is overdue."""


def _open(request: SharingRequest) -> Review:
    review = current_review(request)
    if review is None or review.closed_at is not None:
        raise NotNow("sharing.no_open_review")
    return review


def _no_vote_yet(review: Review) -> None:
    if voted_in(review):
        raise NotNow("sharing.voting_has_begun")


@transaction.atomic
def put_before_meeting(request: SharingRequest, *, by: User, meeting: Any) -> Sitting:
    """Put the case on the agenda of a meeting of the board, in the place of the one whose agenda it stands on; who is
    recused takes no part in the item."""
    row = locked(request)
    begin(row, "arrange_sitting", by)
    review = _open(row)
    _no_vote_yet(review)
    if meeting.body_id != review.body_id:
        raise Invalid("sharing.not_the_boards_meeting")
    _off_the_agenda(review, by)
    motion = assembly.table_motion(
        meeting,
        by=by,
        title_ja=Truncator(f"データ利用申請{row.reference}「{row.title_ja}」の審査について").chars(300),
        title_en=Truncator(f"Review of request {row.reference} {row.title_en or row.title_ja}").chars(300),
        kind=MotionKind.CONSULTATION,
        about=f"request:{row.reference}",
        concerned=[row.applicant],
    )
    return _arrange(row, review, by, form=SittingForm.HELD, motion=motion, until=None)


@transaction.atomic
def circulate(request: SharingRequest, *, by: User, until: date) -> Sitting:
    """Let the papers circulate: the votes are cast in writing by ``until``. The case comes off an agenda."""
    row = locked(request)
    begin(row, "arrange_sitting", by)
    review = _open(row)
    _no_vote_yet(review)
    standing = sitting_of(review)
    if standing is not None and standing.meeting_asked_at is not None:
        raise NotNow("sharing.meeting_asked_for")
    if until <= clock.today():
        raise Invalid("sharing.circulation_in_the_past")
    _off_the_agenda(review, by)
    made = _arrange(row, review, by, form=SittingForm.CIRCULATED, motion=None, until=until)
    tell_voters(review)
    return made


def tell_voters(review: Review) -> None:
    """Where the opinions are open and papers circulate, everybody with a vote hears that it can be cast."""
    sitting = sitting_of(review)
    if review.consolidated_at is None or sitting is None or sitting.until is None:
        return
    members = [row.user for row in seated(review) if row.judges()]
    notices.ballots_open(review, members, until=sitting.until)


def _off_the_agenda(review: Review, by: User) -> None:
    """The case is considered in another way: the item that was to be talked about comes off its agenda."""
    standing = sitting_of(review)
    if standing is not None and standing.motion is not None:
        assembly.take_off([standing.motion], by=by)


def _arrange(request: SharingRequest, review: Review, by: User, **how: Any) -> Sitting:
    sitting, _new = Sitting.objects.update_or_create(
        review=review,
        ballot_round=review.ballot_round,
        defaults={**how, "arranged_at": clock.now(), "arranged_by": by},
    )
    facts = {"form": str(how["form"]), "until": how["until"], "round": review.ballot_round}
    record(request, events.SITTING_ARRANGED, by, **facts)
    return sitting


def arranged(request: SharingRequest, review: Review, *, by: User) -> None:
    """The papers circulate until the review is due, where nothing else was arranged when the votes begin."""
    if sitting_of(review) is None:
        usual = clock.add_business_days(clock.today(), USUAL_DAYS)
        until = review.due_on if review.due_on > clock.today() else usual
        _arrange(request, review, by, form=SittingForm.CIRCULATED, motion=None, until=until)


@transaction.atomic
def ask_for_meeting(request: SharingRequest, *, by: User) -> Sitting:
    """A member does not agree to decide by circulation: a meeting considers the case."""
    row = locked(request)
    permit(by, row, "ask_for_meeting").or_raise()
    sitting = sitting_of(_open(row))
    if sitting is None or sitting.form != SittingForm.CIRCULATED or sitting.meeting_asked_at is not None:
        raise NotNow("sharing.nothing_circulates")
    _no_vote_yet(sitting.review)
    sitting.meeting_asked_at, sitting.meeting_asked_by = clock.now(), by
    sitting.save()
    record(row, events.MEETING_ASKED, by)
    return sitting


def may_vote_now(review: Review, member: PanelMember) -> None:
    """Raise where no vote may be cast at this moment: the meeting is not open or the member is not there, the
    circulation is over, or somebody has asked for a meeting."""
    sitting = sitting_of(review)
    if sitting is None:
        raise NotNow("sharing.round_not_arranged")
    if sitting.motion is not None:
        meeting = sitting.motion.meeting
        if meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED):
            raise NotNow(
                "sharing.meeting_not_open_yet",
                day=meeting.starts_at.astimezone(clock.TOKYO).date().isoformat(),
            )
        if meeting.state != MeetingState.OPEN:
            raise NotNow("sharing.meeting_not_open")
        if member.user_id not in present_at(sitting):
            raise Refused("sharing.not_at_the_meeting")
        return
    if sitting.meeting_asked_at is not None:
        raise NotNow("sharing.meeting_asked_for")
    if sitting.until is not None and clock.today() > sitting.until:
        raise NotNow("sharing.circulation_over", until=sitting.until.isoformat())


def vote_is_over(review: Review, line: RequestLine) -> None:
    """Raise where papers still circulate: not everybody has voted, and there is time."""
    sitting = sitting_of(review)
    if sitting is None or sitting.until is None:
        return
    missing = still_to_vote(review, line)
    if missing and clock.today() <= sitting.until:
        raise NotNow("sharing.circulation_runs", count=missing, until=sitting.until.isoformat())


@transaction.atomic
def adopt_without_objection(line: RequestLine, *, by: User, finding: str) -> NoObjection:
    """異議なし: nobody at the open meeting objects to ``finding``; no ballots are cast then.

    Raises:
        NotNow: no meeting considers the case now, or somebody has voted.
    """
    request = locked(line.request)
    begin(request, "adopt_without_objection", by)
    review = _open(request)
    sitting = sitting_of(review)
    if review.consolidated_at is None:
        raise NotNow("sharing.not_consolidated")
    if sitting is None or sitting.motion is None or sitting.motion.meeting.state != MeetingState.OPEN:
        raise NotNow("sharing.meeting_not_open")
    if finding not in Judgement.values or not waiting_for_board(request).filter(pk=line.pk).exists():
        raise Invalid("sharing.ballot_invalid")
    if ballots_on(line, review).exists() or no_objection(review, line) is not None:
        raise NotNow("sharing.voting_has_begun")
    members = [row.pk for row in _agreeing(review, sitting, line)]
    made = NoObjection.objects.create(
        review=review,
        line=line,
        ballot_round=review.ballot_round,
        finding=finding,
        members=members,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    facts = {"line": line.reference, "finding": finding, "present": len(members)}
    record(request, events.NO_OBJECTION, by, **facts)
    return made


def _agreeing(review: Review, sitting: Sitting, line: RequestLine) -> list[PanelMember]:
    """Who is there and may judge: has declared before, and given the opinion that the rule asks of each."""
    there = present_at(sitting)
    rows = [row for row in seated(review) if row.judges() and row.user_id in there]
    return [row for row in rows if row.declared_at is not None and not owes_opinion(row, line)]


def tell_meeting(outcome: ReviewOutcome, *, by: User) -> None:
    """The opinion goes into the minutes of the meeting that considered the case; found outside one, it is put on
    the agenda of the next."""
    sitting = sitting_of(outcome.review)
    judgement = str(Judgement(outcome.judgement).label)
    if sitting is not None and sitting.motion is not None:
        words = f"{outcome.line.reference}　{judgement}（{outcome.number}）"
        if sitting.motion.meeting.state != MeetingState.MINUTES_APPROVED:
            assembly.note_outcome(sitting.motion, by=by, outcome=words)
        return
    council = outcome.line.request.council
    ahead = bodies.next_meetings(council, clock.now()).filter(body=outcome.review.body).first()
    if ahead is not None:
        _report(outcome, ahead, by)


def _report(outcome: ReviewOutcome, meeting: Any, by: User) -> None:
    fast = outcome.review.expedited_at is not None
    way = ("迅速審査", "in expedited review") if fast else ("持ち回り審査", "by circulation")
    line, number = outcome.line, outcome.number
    request, data = line.request, line.dataset
    ja = f"{line.reference}「{request.title_ja}」（{data.title_ja}）"
    en = f"{line.reference} {request.title_en or request.title_ja} ({data.title_en or data.title_ja})"
    assembly.table_motion(
        meeting,
        by=by,
        title_ja=Truncator(f"{way[0]}の報告（{number}）{ja}").chars(300),
        title_en=Truncator(f"Report: opinion {number} given {way[1]}, {en}").chars(300),
        text_ja=outcome.reasons,
        kind=MotionKind.REPORT,
        about=f"line:{line.reference}",
    )


def report_to(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``assembly.meeting_planned`` in the same transaction: a new meeting of the board hears of every
    opinion given outside a meeting since."""
    meeting = bodies.meeting(payload["meeting"])
    for outcome in unreported(meeting.body.council):
        if outcome.review.body_id == meeting.body_id:
            _report(outcome, meeting, meeting.planned_by)
