"""Meetings that somebody is invited to: with their notice, their agenda, and what is said about coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone
from core.accounts.models import Council
from core.clock import TOKYO
from core.errors import ArticleRef
from governance.assembly.enums import MeetingForm, MeetingState
from governance.assembly.models import Appointment, Attendance, Document, Exclusion, Meeting, Motion
from governance.assembly.queries.decisions import convocation_subject, documents_for
from governance.assembly.queries.exclusions import barred
from governance.assembly.queries.meetings import meetings_for, on_agenda, own_rows, rules_of
from governance.assembly.rules.bodies import ASSEMBLY
from governance.assembly.rules.convening import last_day_of_notice
from governance.members.enums import OPEN_STATES
from governance.members.queries import acting_for

AHEAD = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN)
SHOWN = 5
"""Meetings on somebody's first page; all are on the page of meetings."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting to come: its agenda as the reader may see it, its notice, and the voters the reader answers for."""

    meeting: Meeting
    items: tuple[Motion, ...]
    rows: tuple[Attendance, ...]
    notice_by: date | None
    article: ArticleRef | None
    document: Document | None

    @property
    def may_answer(self) -> bool:
        """Is it still for the voter to say whether they come?"""
        return bool(self.rows) and takes_answers(self.meeting)

    @property
    def waits(self) -> bool:
        """Has a voter that the reader answers for said nothing yet?"""
        return self.may_answer and any(
            row.channel == "absent" and row.answered_at is None for row in self.rows
        )


def takes_answers(meeting: Meeting) -> bool:
    """Do voters say whether they come: after the notice, until the meeting opens; nobody comes to a round of papers."""
    return meeting.state == MeetingState.CONVENED and meeting.form == MeetingForm.HELD


def invitations(user: Someone, council: Council) -> list[Invitation]:
    """The next meetings of the bodies on which ``user`` sits, and of the assembly for who acts for a member, the
    nearest first."""
    day = clock.today()
    seats = Appointment.objects.filter(
        user_id=user.pk or 0, ended_at__isnull=True, from_on__lte=day, until_on__gte=day
    )
    own = Q(body__in=seats.values("seat__body")) | Q(attendances__user_id=user.pk or 0)
    if acting_for(user, council).filter(state__in=OPEN_STATES).exists():
        own |= Q(body__code=ASSEMBLY)
    rows = meetings_for(user, council).filter(own, state__in=AHEAD).select_related("body__council").distinct()
    rows = rows.exclude(
        state__in=(MeetingState.PLANNED, MeetingState.CONVENED), starts_at__lt=clock.on(day, 0)
    )
    hidden = barred(user, council)
    return [_invitation(user, meeting, hidden) for meeting in rows.order_by("starts_at", "pk")[:SHOWN]]


def _invitation(user: Someone, meeting: Meeting, hidden: QuerySet[Exclusion, str]) -> Invitation:
    rules = rules_of(meeting)
    day = meeting.starts_at.astimezone(TOKYO).date()
    held = meeting.form == MeetingForm.HELD and rules.notice is not None
    issued = documents_for(user, meeting.body.council, convocation_subject(meeting))
    return Invitation(
        meeting=meeting,
        items=tuple(on_agenda(meeting).exclude(subject__in=hidden)),
        rows=tuple(own_rows(user, meeting)),
        notice_by=last_day_of_notice(day, rules.notice) if held and rules.notice else None,
        article=rules.notice_article,
        document=issued[0] if issued else None,
    )
