"""Several cases come on one agenda: the board's, to be considered, or that of the body that decides next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from core import clock
from core.accounts.models import User
from core.errors import DomainError, Invalid
from core.http.dates import civil
from governance.assembly import actions as assembly
from governance.assembly.enums import MeetingForm
from governance.sharing.actions.locking import locked_all
from governance.sharing.actions.sittings import put_before_meeting
from governance.sharing.enums import LineState
from governance.sharing.models import RequestLine, Review, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries.deciding import items_about
from governance.sharing.queries.emergencies import ratify_by
from governance.sharing.queries.facts import gate_facts
from governance.sharing.queries.matters import act_of, deciding_bodies, item_titles, subject_of
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.sittings import is_under_way, sitting_of
from governance.sharing.queries.waiting import undecided


@transaction.atomic
def put_all_before(requests: Iterable[SharingRequest], *, by: User, meeting: Any) -> dict[str, DomainError]:
    """Put several cases on the agenda of ``meeting``; all of them or none. What refuses which, by its number: where
    there is anything, nothing was put. The requests are locked first: who puts one before the meeting locks in that
    order, too."""
    refused: dict[str, DomainError] = {}
    for request in locked_all(requests):
        try:
            with transaction.atomic():
                _put_before(request, by, meeting)
        except DomainError as error:
            refused[request.reference] = error
    if refused:
        transaction.set_rollback(True)
    return refused


def _put_before(request: SharingRequest, by: User, meeting: Any) -> None:
    review = current_review(request)
    if review is not None and review.closed_at is None:
        if meeting.form != MeetingForm.HELD:
            raise Invalid("sharing.not_the_boards_meeting")
        _nothing_arranged(review)
        put_before_meeting(request, by=by, meeting=meeting)
        return
    waiting = undecided(request.council).filter(judged=True, request=request)
    lines = [line for line in waiting if _waits(line, meeting)]
    if not lines:
        raise Invalid("sharing.nothing_waits_for_this_body")
    for line in lines:
        permit(by, line, "approve" if line.state == LineState.OPINED else "ratify").or_raise()
        _in_time(line, meeting)
        title_ja, title_en = item_titles(line, act_of(line))
        assembly.table_motion(
            meeting,
            by=by,
            title_ja=Truncator(title_ja).chars(300),
            title_en=Truncator(title_en).chars(300),
            about=subject_of(line),
            concerned=[request.applicant],
        )


def _nothing_arranged(review: Review) -> None:
    """Among many, no case comes off another agenda, and no circulation ends: its own page says what is given up."""
    sitting = sitting_of(review)
    if sitting is not None and is_under_way(sitting):
        raise Invalid("sharing.arranged_already")


def _in_time(line: RequestLine, meeting: Any) -> None:
    """Nothing is ratified after its last day."""
    last = ratify_by(line)
    if last is not None and civil(meeting.starts_at) > last:
        raise Invalid("sharing.meeting_after_ratification", due=last.isoformat())


def _waits(line: RequestLine, meeting: Any) -> bool:
    """Does the line wait for the body that meets, on no agenda yet?"""
    if items_about(line).exists():
        return False
    return meeting.body.code in deciding_bodies(
        line.request.council, gate_facts(line, at=clock.now(), count=False)
    )
