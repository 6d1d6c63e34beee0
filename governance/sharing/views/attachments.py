"""Papers of a request: handing them in, reading them, taking them out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.files.views import download
from core.http.acting import act
from core.http.numbers import number_of
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import attachments as verbs
from governance.sharing.documents.naming import listed
from governance.sharing.forms.attachments import AttachmentForm, AttachmentWords
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.models import Attachment, SharingRequest
from governance.sharing.permissions import permit, reads_file
from governance.sharing.queries.proofs import holders_of
from governance.sharing.views.addresses import crumbs, one_request, page_url
from governance.sharing.views.step import Step, take
from governance.sharing.views.wizard import step_url


def _one(request: CouncilRequest, reference: str, pk: int) -> Attachment:
    row = one_request(request, reference)
    return get_object_or_404(row.attachments.select_related("stored", "request__council"), pk=pk)


def _back(request: CouncilRequest, row: SharingRequest) -> str:
    """The step on safety of the line that asks for evidence, else the page of the request."""
    number = number_of(request.GET.get("line", ""))
    line = None if number is None else row.lines.filter(number=number).first()
    return step_url(line, "safeguards") if line else page_url(row)


@council_view
def add(request: CouncilRequest, reference: str) -> HttpResponse:
    """Hand a file in with the draft."""
    row = one_request(request, reference)
    permit(request.user, row, "edit").or_raise()
    step = Step(
        title=_("Add a file"),
        action=_("Add"),
        back=_back(request, row),
        said=_("The file is added."),
        crumbs=crumbs(row),
    )

    def attach(data: dict[str, Any]) -> None:
        name, content = data["file"]
        words = {"title": data["title"], "measures": data["measures"]}
        verbs.attach(row, by=request.user, name=name, content=content, **words)

    shown = {"measures": request.GET.getlist("measure")}
    form = AttachmentForm(request.POST or None, request.FILES or None, kinds=verbs.KINDS, initial=shown)
    return take(request, step, form, attach)


@council_view
@get_only
def read(request: CouncilRequest, reference: str, pk: int) -> StreamingHttpResponse:
    """The file, for those who may read the request's file; never for a recused member."""
    row = _one(request, reference, pk)
    return download(request, row.stored, permit=reads_file(request.user, row.request))


@council_view
def describe(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Say otherwise what a file of the draft is."""
    row = _one(request, reference, pk)
    permit(request.user, row.request, "edit").or_raise()
    step = Step(
        title=_("What the file is"),
        action=_("Keep"),
        back=page_url(row.request),
        said=_("Kept."),
        crumbs=crumbs(row.request),
    )
    form = AttachmentWords(request.POST or None, initial={"title": row.title, "measures": row.measures})
    return take(request, step, form, lambda data: verbs.describe(row, by=request.user, **data))


@council_view
@post_only
def remove(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Take a file out of the draft."""
    row = _one(request, reference, pk)
    said = _("The file is taken out.")
    return act(request, lambda: verbs.remove(row, by=request.user), done=page_url(row.request), said=said)


@council_view
def purge(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Erase what should never have been handed in."""
    row = _one(request, reference, pk)
    permit(request.user, row.request, "purge_attachment").or_raise()
    warning = _("This cannot be undone.")
    if row.measures:
        warning = _(
            "This cannot be undone. The file is evidence of safety measures: where no other file proves them, nothing "
            "may flow under this request until the applicant hands new evidence in with a change of the request."
        )
    step = Step(
        title=_("Erase a file for good"),
        action=_("Erase"),
        back=page_url(row.request),
        warning=warning,
        lead=_("For files with personal data or other things that nobody may keep here."),
        crumbs=crumbs(row.request),
    )

    def erase(data: dict[str, Any]) -> None:
        verbs.purge(row, by=request.user, **data)
        messages.success(request, _erased(row))

    return take(request, step, ReasonForm(request.POST or None), erase)


def _erased(row: Attachment) -> str:
    said = _("The file is erased. Its digest and your reason stay on record.")
    if holders := holders_of(row):
        more = _(
            "The same file is still kept under %(requests)s: erase it there, too, if nobody may keep it."
        )
        said = f"{said} {more % {'requests': listed(holders)}}"
    return said
