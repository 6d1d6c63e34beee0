"""Who comes to a meeting and how they take part: what voters say themselves, and what the secretariat records."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.actions import append
from core.ledger.events import public
from governance.assembly.actions import meetings
from governance.assembly.enums import Channel, MeetingForm
from governance.assembly.models import Attendance, Meeting
from governance.assembly.permissions import answers_for, permit
from governance.assembly.queries.meetings import THERE, rules_of
from governance.assembly.rules import tally
from governance.members.queries import delegates

ATTENDANCE = public("assembly.attendance_recorded", _("Attendance at a meeting recorded"))
ANSWERED = public("assembly.attendance_answered", _("Voter said whether they come to a meeting"))


@transaction.atomic
def answer_attendance(
    attendance: Attendance,
    *,
    by: User,
    channel: Channel,
    proxy_to: Attendance | None = None,
    user: User | None = None,
) -> Attendance:
    """A voter, or whoever acts for the member, says whether they come, or gives a proxy (出欠の回答). It can be changed
    until the meeting opens; from then on the secretariat records who is there.

    Raises:
        NotPermitted: the row is another voter's, or ``user`` does not act for the member.
        NotNow: a round of papers, to which nobody comes.
        Refused: the rules do not open the channel, or the proxy is not given to somebody who comes.
    """
    meeting = meetings.locked(attendance.meeting)
    permit(by, meeting, "answer").or_raise()
    attendance = Attendance.objects.select_related("membership").get(pk=attendance.pk)
    answers_for(by, attendance).or_raise()
    if meeting.form == MeetingForm.CIRCULATED:
        raise NotNow("nobody_comes")
    if user is not None and attendance.membership is not None:
        if not delegates(attendance.membership).filter(user=user).exists():
            raise NotPermitted("not_your_attendance")
        attendance.user = user
    attendance.answered_at, attendance.answered_by = clock.now(), by
    _take_part(meeting, attendance, channel, proxy_to)
    facts = {"voter": attendance.pk, "channel": str(channel)}
    append(ANSWERED, council=meeting.body.council, subject=meetings.subject(meeting), facts=facts, by=by)
    return attendance


@transaction.atomic
def record_attendance(
    attendance: Attendance,
    *,
    by: User,
    channel: Channel,
    proxy_to: Attendance | None = None,
    user: User | None = None,
) -> Attendance:
    """Record how a voter takes part, or that they left. The latest record counts; ``user`` is who sits for a member.

    Raises:
        Refused: the rules do not open the channel, or the proxy is not given to somebody who is there.
    """
    meeting = meetings.locked(attendance.meeting)
    permit(by, meeting, "record_attendance").or_raise()
    attendance = Attendance.objects.get(pk=attendance.pk)
    if user is not None and attendance.membership_id is not None:
        attendance.user = user
    attendance.answered_at = attendance.answered_by = None
    _take_part(meeting, attendance, channel, proxy_to)
    facts = {"voter": attendance.pk, "channel": str(channel)}
    append(ATTENDANCE, council=meeting.body.council, subject=meetings.subject(meeting), facts=facts, by=by)
    return attendance


def _take_part(
    meeting: Meeting, attendance: Attendance, channel: Channel, proxy_to: Attendance | None
) -> None:
    """Write the channel down; who held proxies and is not there leaves them to the chair."""
    if not tally.channel_open(str(channel), rules_of(meeting).methods):
        raise Refused("channel_closed", channel=str(channel))
    _check_proxy(attendance, channel, proxy_to)
    attendance.channel = channel
    attendance.proxy_to = proxy_to if channel == Channel.PROXY else None
    attendance.changed_at = clock.now()
    attendance.save()
    meetings.release_proxies(meeting)


def _check_proxy(attendance: Attendance, channel: Channel, holder: Attendance | None) -> None:
    if channel != Channel.PROXY:
        return
    if holder is None or holder.meeting_id != attendance.meeting_id or holder.pk == attendance.pk:
        raise Refused("proxy_needs_holder")
    if not Attendance.objects.filter(pk=holder.pk, channel__in=THERE, weight__gt=0).exists():
        raise Refused("proxy_needs_holder")
    if attendance.proxies.exists():
        raise Refused("proxy_of_proxy")
