"""The papers of a meeting as one book: ask for a copy, see it grow, take it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import ALLOWED
from core.files.models import StoredFile
from core.files.views import download
from core.http.acting import act
from core.http.dates import english
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.outbox.models import JobState
from core.paper import FORMS
from governance.assembly import queries as assembly
from governance.assembly.documents import meeting_name
from governance.sharing.actions import books as verbs
from governance.sharing.permissions import may_take_copy
from governance.sharing.queries.books import file_of, job_of, shown_in

WORKING = (JobState.WAITING, JobState.RUNNING)


def _meeting(request: CouncilRequest, pk: int) -> Any:
    return get_object_or_404(assembly.meetings_for(request.user, request.council), pk=pk)


def _language() -> str:
    return "en" if english() else "ja"


def _copies(request: CouncilRequest, meeting: Any) -> dict[str, StoredFile]:
    """My copy in its forms, while I may read all that it shows."""
    reader, language = request.user, _language()
    if not may_take_copy(reader, meeting, shown_in(meeting.pk, reader, language)):
        return {}
    found = {form: file_of(meeting.pk, reader, language, form) for form in FORMS}
    return {form: file for form, file in found.items() if file is not None}


def _url(request: CouncilRequest, pk: int) -> str:
    return reverse("sharing:book", args=[request.council.slug, pk])


@council_view
@get_only
def show(request: CouncilRequest, pk: int) -> HttpResponse:
    """My copy of the papers: being made, or there. A fragment for the page that waits."""
    meeting, language = _meeting(request, pk), _language()
    job = job_of(pk, request.user, language)
    slug = request.council.slug
    context = {
        "meeting": meeting,
        "name": meeting_name(meeting),
        "job": job,
        "working": job is not None and job.state in WORKING,
        "stuck": job is not None and job.state == JobState.STUCK,
        "files": list(_copies(request, meeting).items()),
        "crumbs": [
            Crumb(_("Meetings"), reverse("assembly:meetings", args=[slug])),
            Crumb(meeting_name(meeting), reverse("assembly:meeting", args=[slug, pk])),
            Crumb(_("Papers")),
        ],
    }
    part = "#copy" if request.headers.get("HX-Request") else ""
    return render(request, f"governance/sharing/books/show.html{part}", context)


@council_view
@post_only
def make(request: CouncilRequest, pk: int) -> HttpResponse:
    """Ask for my copy."""
    said, language = _("Your copy is being made. It takes a few seconds."), _language()
    return act(
        request,
        lambda: verbs.request_book(request.council, pk, by=request.user, language=language),
        done=_url(request, pk),
        said=said,
    )


@council_view
@post_only
def cancel(request: CouncilRequest, pk: int) -> HttpResponse:
    """Give my copy up."""
    said, language = _("Your copy is no longer being made."), _language()
    return act(
        request,
        lambda: verbs.cancel_book(request.council, pk, by=request.user, language=language),
        done=_url(request, pk),
        said=said,
    )


@council_view
@get_only
def take(request: CouncilRequest, pk: int, form: str) -> StreamingHttpResponse:
    """My copy itself."""
    file = _copies(request, _meeting(request, pk)).get(form)
    if file is None:
        raise Http404
    return download(request, file, permit=ALLOWED, inline=True)
