"""Planning, convening, holding and closing meetings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.clock import TOKYO
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import Event, public
from core.numbering.actions import take
from core.outbox.actions import react
from governance.assembly import notices
from governance.assembly.enums import Channel, DraftState, MeetingForm, MeetingState, MotionKind, MotionState
from governance.assembly.models import Attendance, Body, Meeting
from governance.assembly.permissions import keeps, permit
from governance.assembly.queries.bodies import appointments_of
from governance.assembly.queries.decisions import convocation_draft
from governance.assembly.queries.matters import unfinished_at
from governance.assembly.queries.meetings import (
    THERE,
    acting_users,
    attendances,
    notice_in_time,
    opens_today,
    quorum_of,
    rules_of,
    who_sits,
)
from governance.assembly.queries.voting import chair_on
from governance.assembly.rules import tally
from governance.assembly.rules.bodies import ASSEMBLY
from governance.assembly.workflows import MEETING
from governance.members.enums import OfficeKind
from governance.members.queries import holder_of
from governance.members.queries import voters as voting_members

PLANNED = public("assembly.meeting_planned", _("Meeting planned"))
CONVENED = public("assembly.meeting_convened", _("Meeting convened"))
OPENED = public("assembly.meeting_opened", _("Meeting opened"))
CLOSED = public("assembly.meeting_closed", _("Meeting closed"))
MINUTES_APPROVED = public("assembly.minutes_approved", _("Minutes approved"))
MOVED = public("assembly.meeting_moved", _("Meeting moved to another day, time or place"))
CANCELLED = public("assembly.meeting_cancelled", _("Meeting called off"))


def locked(meeting: Meeting) -> Meeting:
    """The row as it is now, locked for the acting transaction."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("body__council").get(pk=meeting.pk)


def subject(meeting: Meeting) -> str:
    """How the ledger calls a meeting."""
    return f"meeting:{meeting.body.council.slug}:{meeting.body.code}:{meeting.number}"


def _move(meeting: Meeting, verb: str, event: Event, *, by: User, **facts: Any) -> Meeting:
    meeting.state = MeetingState(MEETING.after(meeting.state, verb))
    meeting.save()
    append(event, council=meeting.body.council, subject=subject(meeting), facts=facts, by=by)
    return meeting


@transaction.atomic
def plan_meeting(
    body: Body, *, by: User, starts_at: datetime, place: str = "", form: MeetingForm = MeetingForm.HELD
) -> Meeting:
    """Plan the next meeting of ``body`` (第n回), or a round of papers in its place (持ち回り)."""
    keeps(by, body.council, "plan_meeting").or_raise()
    meeting = Meeting.objects.create(
        body=body,
        number=take(f"{body.council.slug}:meeting:{body.code}"),
        form=form,
        starts_at=starts_at,
        place=place,
        planned_by=by,
    )
    append(
        PLANNED,
        council=body.council,
        subject=subject(meeting),
        facts={"starts_at": starts_at, "form": str(form)},
        by=by,
    )
    react(
        "assembly.meeting_planned", key=str(meeting.pk), council=body.council, payload={"meeting": meeting.pk}
    )
    return meeting


@transaction.atomic
def convene(meeting: Meeting, *, by: User) -> Meeting:
    """Send the notice to everyone who may vote, in time by the rule (rounds of papers need no notice).

    Raises:
        Refused: the notice is too late; the article is cited.
    """
    meeting = locked(meeting)
    permit(by, meeting, "convene").or_raise()
    notice_in_time(meeting).or_raise()
    meeting.convened_at, meeting.convened_by = clock.now(), by
    _snapshot(meeting)
    meeting = _move(meeting, "convene", CONVENED, by=by, voters=meeting.attendances.count())
    notices.meeting_convened(meeting)
    return meeting


@transaction.atomic
def move_meeting(meeting: Meeting, *, by: User, starts_at: datetime, place: str = "") -> Meeting:
    """Hold a meeting that has not begun on another day, at another time or place. Once it was convened, another day
    asks for the whole period of notice again, and everyone who may vote is told.

    Raises:
        Refused: the notice of the new day would be too late; the article is cited.
        NotNow: the notice as a document, with the old day, is in its line of approval.
    """
    meeting = locked(meeting)
    permit(by, meeting, "move").or_raise()
    before, moved_place = meeting.starts_at, place != meeting.place
    if starts_at == before and not moved_place:
        return meeting
    draft = convocation_draft(meeting)
    if draft is not None and draft.state == DraftState.IN_APPROVAL:
        raise NotNow("notice_shows_old_day")
    meeting.starts_at, meeting.place, meeting.revision = starts_at, place, meeting.revision + 1
    if meeting.state == MeetingState.CONVENED:
        if starts_at.astimezone(TOKYO).date() != before.astimezone(TOKYO).date():
            notice_in_time(meeting).or_raise()
            _ask_again(meeting)
        meeting.convened_at, meeting.convened_by = clock.now(), by
        _snapshot(meeting)
        notices.meeting_moved(meeting, before)
    facts = {"starts_at": starts_at, "before": before, "place": "other" if moved_place else "same"}
    return _move(meeting, "move", MOVED, by=by, **facts)


def _ask_again(meeting: Meeting) -> None:
    """What voters said of the former day counts no more; what the secretariat has on paper stays."""
    said = meeting.attendances.filter(answered_at__isnull=False)
    said.update(channel=Channel.ABSENT, proxy_to=None, answered_at=None, answered_by=None)


def _snapshot(meeting: Meeting) -> None:
    """Write down who may vote on the day; whoever no longer may keeps the row without a vote."""
    gone = {(row.membership_id, row.appointment_id): row for row in meeting.attendances.all()}
    new, changed, acting = [], [], acting_users(meeting.body.council)
    for voter in _voters(meeting, acting):
        row = gone.pop((voter.membership_id, voter.appointment_id), None)
        if row is None:
            new.append(voter)
            continue
        user = voter.user_id if row.appointment_id else who_sits(row, acting)
        if (row.weight, row.user_id) != (voter.weight, user):
            row.weight, row.user_id = voter.weight, user
            changed.append(row)
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, ["weight", "user"])
    left = meeting.attendances.filter(pk__in=[row.pk for row in gone.values()])
    left.update(weight=0, channel=Channel.ABSENT, proxy_to=None)
    release_proxies(meeting)


def release_proxies(meeting: Meeting) -> None:
    """Proxies whose holder is not there, or has no vote any more, are blank: they go to the chair, as far as the rules
    let them."""
    given = meeting.attendances.filter(channel=Channel.PROXY)
    left = given.exclude(proxy_to__channel__in=THERE, proxy_to__weight__gt=0)
    left.update(channel=Channel.BLANK_PROXY, proxy_to=None)


def follow_delegates(meeting: Meeting) -> None:
    """Whoever sat for a member and acts for it no more gives their place to who does."""
    changed, acting = [], acting_users(meeting.body.council)
    for row in meeting.attendances.filter(membership__isnull=False):
        user = who_sits(row, acting)
        if row.user_id != user:
            row.user_id = user
            changed.append(row)
    Attendance.objects.bulk_update(changed, ["user"])


def _voters(meeting: Meeting, acting: Mapping[int, Sequence[int]]) -> Iterator[Attendance]:
    """Who may vote on the day, as rows to be written: members of the assembly, and whoever sits on the body."""
    day, now, council = meeting.starts_at.astimezone(TOKYO).date(), clock.now(), meeting.body.council
    if meeting.body.code == ASSEMBLY:
        for member, weight in voting_members(council, day):
            row = Attendance(meeting=meeting, membership=member, weight=weight, changed_at=now)
            row.user_id = who_sits(row, acting)
            yield row
    for seated in appointments_of(meeting.body, day):
        yield Attendance(meeting=meeting, appointment=seated, weight=1, user=seated.user, changed_at=now)


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: User, presided_by: User | None = None) -> Meeting:
    """Open the meeting with whoever presides, if the quorum is there (a round of papers has it at its close).

    Raises:
        NotNow: it is called for a later day.
        Refused: nobody presides, or no quorum; the article is cited.
    """
    meeting = locked(meeting)
    permit(by, meeting, "open").or_raise()
    opens_today(meeting).or_raise()
    _snapshot(meeting)
    meeting.presided_by = presided_by or chair_on(meeting, clock.today())
    if meeting.presided_by is None:
        raise Refused("nobody_presides")
    meeting.opened_at = clock.now()
    if meeting.form == MeetingForm.HELD:
        there = attendances(meeting).filter(channel__in=THERE)
        if not there.filter(user=meeting.presided_by).exists() and not _presides_by_office(meeting):
            raise Refused("nobody_presides")
        check_quorum(meeting)
    return _move(meeting, "open", OPENED, by=by, presided_by=meeting.presided_by.pk)


def _presides_by_office(meeting: Meeting) -> bool:
    """The council's chair presides over the assembly without being a voter there."""
    chair = holder_of(meeting.body.council, OfficeKind.CHAIR, clock.today())
    return meeting.body.code == ASSEMBLY and chair is not None and chair == meeting.presided_by


def check_quorum(meeting: Meeting, quorum: tally.Quorum | None = None) -> tally.Quorum:
    """Raise the refusal that says how many are missing, or which expertise."""
    found = quorum or quorum_of(meeting)
    article = rules_of(meeting).quorum_article
    if found.lacking and found.present >= found.needed:
        raise Refused("expertise_lacking", article=article, lacking=", ".join(found.lacking))
    if not found.met:
        raise Refused(
            "no_quorum", article=article, present=found.present, base=found.base, needed=found.needed
        )
    return found


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Close the meeting; reports that were not put off are heard, other items that were not reached are deferred.

    Raises:
        NotNow: an item is still in the vote.
    """
    meeting = locked(meeting)
    permit(by, meeting, "close").or_raise()
    if meeting.motions.filter(state=MotionState.VOTING).exists():
        raise NotNow("items_in_the_vote")
    left = meeting.motions.filter(state=MotionState.TABLED)
    left.filter(kind=MotionKind.REPORT).update(state=MotionState.CONCLUDED)
    left.update(state=MotionState.DEFERRED)
    meeting.closed_at = clock.now()
    return _move(meeting, "close", CLOSED, by=by)


@transaction.atomic
def write_minutes(
    meeting: Meeting, *, by: User, minutes: str, minutes_en: str = "", revision: str = ""
) -> Meeting:
    """Write or correct the minutes, until they are approved; whoever approves them is told of the first.

    Raises:
        NotNow: somebody else wrote since the text of ``revision``.
    """
    meeting = locked(meeting)
    permit(by, meeting, "write_minutes").or_raise()
    _as_seen(meeting, revision, "minutes_changed_meanwhile")
    meeting.minutes, meeting.minutes_en = minutes, minutes_en
    meeting.save(update_fields=["minutes", "minutes_en"])
    notices.minutes_wait(meeting, by)
    return meeting


def _as_seen(meeting: Meeting, revision: str, code: str) -> None:
    if revision and revision != meeting.minutes_revision:
        raise NotNow(code)


@transaction.atomic
def approve_minutes(meeting: Meeting, *, by: User, revision: str = "") -> Meeting:
    """Whoever presided approves the minutes, or the chair of today if they have left; they are final.

    Raises:
        Refused: nothing is written.
        NotNow: what was voted on at the meeting has not come to its end: it stands in the minutes; or they were changed
            since the text of ``revision``, which was read.
    """
    meeting = locked(meeting)
    permit(by, meeting, "approve_minutes").or_raise()
    _as_seen(meeting, revision, "minutes_changed_unread")
    if not meeting.minutes.strip():
        raise Refused("minutes_missing")
    open_still = unfinished_at(meeting)
    if open_still:
        raise NotNow("minutes_unfinished", what=", ".join(open_still))
    meeting.minutes_approved_at, meeting.minutes_approved_by = clock.now(), by
    return _move(meeting, "approve_minutes", MINUTES_APPROVED, by=by)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User, reason: str) -> Meeting:
    """Cancel a meeting that has not begun; whoever was told is told."""
    meeting = locked(meeting)
    permit(by, meeting, "cancel").or_raise()
    if not reason.strip():
        raise Refused("reasons_needed")
    meeting.cancel_reason, meeting.revision = reason.strip(), meeting.revision + 1
    meeting = _move(meeting, "cancel", CANCELLED, by=by)
    notices.meeting_cancelled(meeting)
    return meeting
