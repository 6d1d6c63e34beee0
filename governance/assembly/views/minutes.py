"""The notice and the minutes of a meeting as papers, and the meeting for a calendar."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.dates import english
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.paper import html
from governance.assembly import actions, queries
from governance.assembly.documents import calendar_of, meeting_name, minutes_paper
from governance.assembly.models import Meeting
from governance.assembly.permissions import permit
from governance.assembly.queries.decisions import minutes_subject
from governance.assembly.views.finding import meeting_crumbs, meeting_of, meeting_url


@get_only
@council_view
def record(request: CouncilRequest, pk: int) -> HttpResponse:
    """The minutes as they will be printed, and where their line of approval stands."""
    meeting = meeting_of(request, pk)
    if meeting.closed_at is None:
        raise Http404
    may = permit(request.user, meeting, "draft_minutes")
    draft = queries.minutes_draft(meeting)
    issued = queries.documents_for(request.user, request.council, minutes_subject(meeting))
    context = {
        "meeting": meeting,
        "name": meeting_name(meeting),
        "preview": _preview(meeting, request.user),
        "draft": draft,
        "sees_draft": draft is not None
        and queries.drafts_for(request.user, request.council).filter(pk=draft.pk).exists(),
        "document": issued[0] if issued else None,
        "may": may,
        "is_open": draft is None or draft.state == "returned",
        "crumbs": meeting_crumbs(meeting, Crumb(_("Minutes"))),
    }
    return render(request, "governance/assembly/meeting/record.html", context)


def _preview(meeting: Meeting, reader: User) -> SafeString:
    """As printed in the reader's language; results of items from which ``reader`` is recused are left out, and
    everything of those that are hidden from them."""
    barred = meeting.motions.filter(recusals__attendance__user=reader).values_list("number", flat=True)
    excluded = queries.items_kept_from(reader, meeting).values_list("number", flat=True)
    paper = minutes_paper(meeting, set(barred), set(excluded))
    return html(paper, language="en" if english() else "ja")


@post_only
@council_view
def send(request: CouncilRequest, pk: int) -> HttpResponse:
    """Send the minutes along their line of approval."""
    draft = actions.draft_minutes(meeting_of(request, pk), by=request.user)
    return redirect(reverse("assembly:draft", args=[request.council.slug, draft.pk]))


@post_only
@council_view
def notify(request: CouncilRequest, pk: int) -> HttpResponse:
    """Draft the notice of the meeting; it goes to those who sign."""
    draft = actions.draft_convocation(meeting_of(request, pk), by=request.user)
    return redirect(reverse("assembly:draft", args=[request.council.slug, draft.pk]))


@get_only
@council_view
def calendar(request: CouncilRequest, pk: int) -> HttpResponse:
    """The meeting for the reader's own calendar."""
    meeting = meeting_of(request, pk)
    content = calendar_of(meeting, url=request.build_absolute_uri(meeting_url(meeting)), reader=request.user)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return answer
