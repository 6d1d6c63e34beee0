"""Works about meetings and their minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import Council, User
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from governance.assembly import queries as assembly
from governance.assembly.enums import MeetingForm, MeetingState
from governance.assembly.permissions import permit
from governance.desk.queries.duties import work


def of_secretariat(council: Council, user: User) -> Iterator[Work]:
    """Meetings to prepare, votes by circulation to close, and minutes to write or to have approved."""
    for meeting in assembly.next_meetings(council, clock.now())[:5]:
        url = f"/c/{council.slug}/meetings/{meeting.pk}/"
        due = meeting.starts_at.astimezone(clock.TOKYO).date()
        if meeting.form == MeetingForm.CIRCULATED and meeting.state == MeetingState.CONVENED:
            name = local(meeting.body, "name")
            yield work(_("Vote by circulation"), name, url, _("Begin the votes"), due=due)
            continue
        yield work(_("Meeting"), _with_quorum(meeting), url, _("Prepare"), due=due)
    for motion in assembly.votes_to_begin(council, user):
        if permit(user, motion, "put_to_vote"):
            url = reverse("assembly:motion", args=[council.slug, motion.meeting_id, motion.number]) + "#vote"
            who, due = (
                local(motion.meeting.body, "name"),
                motion.meeting.starts_at.astimezone(clock.TOKYO).date(),
            )
            title = local(motion, "title")
            yield work(_("Vote by circulation"), title, url, _("Put to the vote"), due=due, who=who)
    for motion in assembly.votes_to_close(council, user):
        url = reverse("assembly:motion", args=[council.slug, motion.meeting_id, motion.number]) + "#vote"
        who = local(motion.meeting.body, "name")
        yield work(
            _("Vote by circulation"), local(motion, "title"), url, _("Close the vote and count"), who=who
        )
    for meeting in assembly.waiting_for_minutes(council):
        url = f"/c/{council.slug}/meetings/{meeting.pk}/#minutes"
        step = _("Have them approved") if meeting.minutes.strip() else _("Write the minutes")
        yield work(_("Minutes"), local(meeting.body, "name"), url, step)


def _with_quorum(meeting: Any) -> str:
    """The body that meets; once it is called, also how many more have to come, by what they answered."""
    name = local(meeting.body, "name")
    quorum = assembly.quorum_of(meeting) if meeting.state == MeetingState.CONVENED else None
    if quorum is None or quorum.met:
        return name
    if quorum.present < quorum.needed:
        return _("%(body)s (%(n)s short of the quorum)") % {
            "body": name,
            "n": quorum.needed - quorum.present,
        }
    return _("%(body)s (a required seat is missing for the quorum)") % {"body": name}


def minutes(council: Council, user: User) -> Iterator[Work]:
    """Minutes that wait for the reader, who presided."""
    for meeting in assembly.minutes_to_approve(user, council):
        url = f"/c/{council.slug}/meetings/{meeting.pk}/#minutes"
        yield work(_("Minutes"), local(meeting.body, "name"), url, _("Read and approve"))
