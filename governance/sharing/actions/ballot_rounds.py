"""When a vote of the board gave no opinion: a further round of voting, or more time for a circulation of papers.

Ballots of every round are kept. The count, the gate, the opinion and the figures read the round that carried it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from governance.assembly import actions as assembly
from governance.assembly.enums import MeetingState
from governance.sharing import notices
from governance.sharing.actions import sittings
from governance.sharing.actions.counting import vote_so_far
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.actions.seating import opened
from governance.sharing.enums import SittingForm, VoteEnd, events
from governance.sharing.models import (
    BallotRound,
    CirculationExtension,
    EndedVote,
    RequestLine,
    Review,
    SharingRequest,
    Sitting,
)
from governance.sharing.queries.panels import waiting_for_board
from governance.sharing.queries.sittings import no_objection, present_at, sitting_of, voted_in, yet_to_vote
from governance.sharing.rules import ballot_rounds as rules
from governance.sharing.rules.outcome import Outcome

Votes = Mapping[RequestLine, Outcome]


def votes_ended(request: SharingRequest, review: Review) -> dict[RequestLine, Outcome]:
    """What the round under way came to on the lines that wait for the board, once it is over without an opinion.

    Raises:
        NotNow: nobody has voted, the vote is not over, or no line waits for the board any more.
        Refused: an opinion is carried, which is fixed first.
    """
    if review.consolidated_at is None:
        raise NotNow("sharing.not_consolidated")
    if not voted_in(review):
        raise NotNow("sharing.nobody_voted")
    lines = list(waiting_for_board(request).select_related("request__council").order_by("number"))
    if not lines:
        raise NotNow("sharing.line_not_under_review")
    for line in lines:
        sittings.vote_is_over(review, line)
        _meeting_has_voted(review, line)
    votes = {line: vote_so_far(line, review) for line in lines}
    if done := rules.carried({line.reference: vote for line, vote in votes.items()}):
        raise Refused("sharing.opinion_carried", lines=", ".join(done))
    return votes


def _meeting_has_voted(review: Review, line: RequestLine) -> None:
    """Raise while members who are at the open meeting have not voted."""
    sitting = sitting_of(review)
    if sitting is None or sitting.motion is None or sitting.motion.meeting.state != MeetingState.OPEN:
        return
    there = present_at(sitting)
    missing = sum(row.user_id in there for row in yet_to_vote(review, line))
    if missing and no_objection(review, line) is None:
        raise NotNow("sharing.meeting_votes", count=missing, line=line.reference)


@transaction.atomic
def vote_anew(request: SharingRequest, *, by: User, reason: str, due_on: date | None = None) -> BallotRound:
    """Open a further round of voting where nothing was carried, or where the board carried that it continues to
    deliberate; by ``due_on``, the day of its next meeting, if given. In an open meeting the round begins there;
    otherwise its sitting is arranged next.

    Raises:
        Invalid: no reason, or a day that has passed.
        NotNow: nobody has voted, or the vote is not over.
        Refused: an opinion is carried.
    """
    row = locked(request)
    begin(row, "vote_anew", by)
    review = opened(row)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    if due_on is not None and due_on <= clock.today():
        raise Invalid("sharing.round_in_the_past")
    votes, ended = votes_ended(row, review), sitting_of(review)
    made = BallotRound.objects.create(
        review=review,
        number=review.ballot_round + 1,
        reason=reason.strip(),
        due_on=due_on,
        opened_at=clock.now(),
        opened_by=by,
    )
    _keep(made, votes)
    _move_on(row, review, made, by)
    if ended is not None and ended.motion is not None:
        _at_meeting(ended, made, votes, by)
    came_to = {line.reference: str(rules.came_to(vote)) for line, vote in votes.items()}
    digest = canonical.digest({"reason": made.reason})
    record(row, events.BALLOT_ROUND_OPENED, by, round=made.number, lines=came_to, due=due_on, digest=digest)
    notices.ballot_round_opened(made, continued=VoteEnd.CONTINUED in came_to.values())
    return made


def _keep(made: BallotRound, votes: Votes) -> None:
    EndedVote.objects.bulk_create(
        EndedVote(followed_by=made, line=line, came_to=rules.came_to(vote), votes=canonical.plain(vote))
        for line, vote in votes.items()
    )


def _move_on(request: SharingRequest, review: Review, made: BallotRound, by: User) -> None:
    """The review is in its new round, and due when the next meeting is."""
    review.ballot_round = made.number
    if made.due_on is not None:
        review.due_on = request.due_on = made.due_on
        save(request, by)
    review.save()


def _at_meeting(ended: Sitting, made: BallotRound, votes: Votes, by: User) -> None:
    """The minutes say what the vote came to, where ``by`` keeps or runs the item; an open meeting votes on."""
    motion = ended.motion
    assert motion is not None
    for line, vote in votes.items():
        words = f"{line.reference}　{VoteEnd(rules.came_to(vote)).label}（第{made.number - 1}回採決）"
        with suppress(NotPermitted, NotNow):
            assembly.note_outcome(motion, by=by, outcome=words)
    if motion.meeting.state == MeetingState.OPEN:
        Sitting.objects.create(
            review=made.review,
            ballot_round=made.number,
            form=SittingForm.HELD,
            motion=motion,
            arranged_at=clock.now(),
            arranged_by=by,
        )


@transaction.atomic
def extend_circulation(
    request: SharingRequest, *, by: User, until: date, reason: str
) -> CirculationExtension:
    """Let the papers circulate longer: for those who have not voted, also after the last day, while no opinion is
    carried. Votes that were cast stand.

    Raises:
        Invalid: no reason, or no later day.
        NotNow: nothing circulates, or everybody has voted.
        Refused: the votes carried something.
    """
    row = locked(request)
    begin(row, "extend_circulation", by)
    review = opened(row)
    sitting, last = still_circulating(row, review)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    if until <= max(last, clock.today()):
        raise Invalid("sharing.extension_not_later")
    made = CirculationExtension.objects.create(
        sitting=sitting,
        from_on=last,
        to_on=until,
        reason=reason.strip(),
        extended_at=clock.now(),
        extended_by=by,
    )
    sitting.until = until
    sitting.save()
    digest = canonical.digest({"reason": made.reason})
    record(row, events.CIRCULATION_EXTENDED, by, due=made.from_on, to=until, digest=digest)
    notices.circulation_extended(made)
    return made


def still_circulating(request: SharingRequest, review: Review) -> tuple[Sitting, date]:
    """The circulation of papers that can be extended, and its last day until now.

    Raises:
        NotNow: nothing circulates, or everybody has voted.
        Refused: the votes carried something.
    """
    sitting = sitting_of(review)
    if sitting is None or sitting.until is None or sitting.meeting_asked_at is not None:
        raise NotNow("sharing.nothing_circulates")
    _still_open(request, review, sitting.until)
    return sitting, sitting.until


def _still_open(request: SharingRequest, review: Review, until: date) -> None:
    """Somebody can still vote, and what was cast by the last day has not decided already."""
    lines = list(waiting_for_board(request).select_related("request__council").order_by("number"))
    if not any(yet_to_vote(review, line) for line in lines):
        raise NotNow("sharing.everybody_voted")
    if clock.today() <= until:
        return
    carried = [line.reference for line in lines if vote_so_far(line, review).status == "carried"]
    if carried:
        raise Refused("sharing.opinion_carried", lines=", ".join(carried))
