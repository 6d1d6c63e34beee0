"""A meeting for the reader's own calendar."""

from __future__ import annotations

import icalendar
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import Council, User
from core.http.templatetags.sekisho import local
from governance.assembly.enums import MeetingState
from governance.assembly.models import Meeting
from governance.assembly.queries.exclusions import barred
from governance.assembly.queries.meetings import on_agenda


def calendar_of(meeting: Meeting, *, url: str, reader: User) -> bytes:
    """The meeting as an iCalendar file, in the reader's language, without items from which they are excluded. The same
    UID with a higher SEQUENCE tells a calendar that the meeting was moved or cancelled (RFC 5545, 3.8.7.4; RFC 5546,
    3.2.1)."""
    event = icalendar.Event()
    event.add("uid", f"meeting-{meeting.pk}@{meeting.body.council.slug}")
    event.add("sequence", meeting.revision)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at)
    event.add(
        "summary", _("%(body)s, meeting %(n)s") % {"body": local(meeting.body, "name"), "n": meeting.number}
    )
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", url)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    shown = on_agenda(meeting).exclude(subject__in=barred(reader, meeting.body.council))
    agenda = [f"{motion.number}. {local(motion, 'title')}" for motion in shown]
    event.add("description", "\n".join(agenda))
    file = icalendar.Calendar()
    file.add("prodid", "-//Sekisho//JA")
    file.add("version", "2.0")
    if organizer := _organizer(meeting.body.council):
        file.add("method", "PUBLISH")
        event.add("organizer", organizer)
    file.add_component(event)
    content: bytes = file.to_ical()
    return content


def _organizer(council: Council) -> icalendar.vCalAddress | None:
    """The council under the address at which it can be reached; None where it has told none."""
    if not council.contact:
        return None
    found = icalendar.vCalAddress(f"mailto:{council.contact}")
    found.params["CN"] = icalendar.vText(local(council, "name"))
    return found
