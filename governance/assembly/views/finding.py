"""Meetings, items and drafts as a page finds them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http.parts import Crumb
from core.http.views import CouncilRequest
from governance.assembly import queries
from governance.assembly.documents import meeting_name
from governance.assembly.models import Draft, Meeting, Motion


def meeting_of(request: CouncilRequest, pk: int) -> Meeting:
    """The meeting, if the reader may see it."""
    return get_object_or_404(queries.meetings_for(request.user, request.council), pk=pk)


def motion_of(request: CouncilRequest, pk: int, number: int) -> Motion:
    """The item of a meeting that the reader may see; nobody finds an item from which they are excluded."""
    meeting = meeting_of(request, pk)
    hidden = queries.barred(request.user, request.council)
    shown = meeting.motions.exclude(subject__in=hidden).select_related("tally", "overruling")
    found = get_object_or_404(shown, number=number)
    found.meeting = meeting
    return found


def draft_of(request: CouncilRequest, pk: int) -> Draft:
    """The draft, if the reader may see it."""
    return get_object_or_404(queries.drafts_for(request.user, request.council), pk=pk)


def motion_name(motion: Motion) -> str:
    """第1号議案."""
    return _("Item %(n)s") % {"n": motion.number}


def meeting_url(meeting: Meeting, name: str = "meeting") -> str:
    """The address of a meeting's page."""
    return reverse(f"assembly:{name}", args=[meeting.body.council.slug, meeting.pk])


def motion_url(motion: Motion, name: str = "motion") -> str:
    """The address of an item's page."""
    return reverse(
        f"assembly:{name}", args=[motion.meeting.body.council.slug, motion.meeting_id, motion.number]
    )


def meeting_crumbs(meeting: Meeting, *more: Crumb) -> list[Crumb]:
    """Meetings, this meeting, then ``more``."""
    first = Crumb(_("Meetings"), reverse("assembly:meetings", args=[meeting.body.council.slug]))
    return [first, Crumb(meeting_name(meeting), meeting_url(meeting) if more else ""), *more]
