"""Documents printed from the record, and letters to draft: one address per kind, as PDF or DOCX."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header

from core.http.dates import civil, english, era_date
from core.http.views import CouncilRequest, council_view, get_only, post_only, settling_view
from core.paper import FORMS, LANGUAGES, MEDIA, Issue, Paper, draw
from governance.sharing.actions import papers
from governance.sharing.documents.agreements import agreement
from governance.sharing.documents.decisions import provider_decision
from governance.sharing.documents.opinions import individual_opinion, number_of_opinion
from governance.sharing.documents.transfers import (
    delivery_record,
    disposal_certificate,
    number_of_certificate,
)
from governance.sharing.models import RequestLine
from governance.sharing.permissions import may_take_agreement
from governance.sharing.queries.records import kept_of
from governance.sharing.views.addresses import one_delivery, one_grant, one_line, one_request
from governance.sharing.views.declaring import declared
from governance.sharing.views.sheets import opinions_for


def _printed(
    request: CouncilRequest,
    form: str,
    write: Callable[[], Paper],
    name: str,
    number: str = "",
    on: date | None = None,
) -> HttpResponse:
    """The paper in the language asked for, else the reader's; drawn at once, for it is a page or two."""
    asked = request.GET.get("text", "")
    language = asked if asked in LANGUAGES else "en" if english() else "ja"
    if form not in FORMS:
        raise Http404
    with translation.override(language):
        paper, day = write(), era_date(on) if on else ""
    name = name if language == "ja" else f"{name}_{language}"
    content = draw(paper, form, language=language, issue=Issue(number=number, day=day))
    answer = HttpResponse(content, content_type=MEDIA[form])
    answer["Content-Disposition"] = (
        content_disposition_header(form != "pdf", f"{name}.{form}") or "attachment"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _line(request: CouncilRequest, reference: str, number: int) -> RequestLine:
    line = one_line(request, reference, number)
    declared(request, line.request)
    return line


@council_view
@get_only
def decision(request: CouncilRequest, reference: str, number: int, pk: int, form: str) -> HttpResponse:
    """A decision of the provider: the one that stands, or one that another took the place of."""
    line = _line(request, reference, number)
    found = get_object_or_404(line.provider_decisions.select_related("organ__organisation"), pk=pk)
    return _printed(
        request,
        form,
        lambda: provider_decision(found),
        f"decision-{line.reference}-{pk}",
        found.file_number,
        found.decided_on,
    )


@council_view
@get_only
def the_agreement(request: CouncilRequest, reference: str, number: int, form: str) -> HttpResponse:
    """The agreement of the parties: a draft before it is recorded."""
    line = _line(request, reference, number)
    may_take_agreement(request.user, line).or_raise()
    made = line.agreements.order_by("-pk").first()
    if made is None and line.state != "accepted":
        raise Http404
    number_of = made.reference if made else ""
    return _printed(request, form, lambda: agreement(line, made), f"agreement-{line.reference}", number_of)


@council_view
@get_only
def opinion(request: CouncilRequest, reference: str, pk: int, form: str) -> HttpResponse:
    """A member's own opinion, to whom it is open."""
    row = one_request(request, reference)
    declared(request, row)
    found = next((one for one in opinions_for(request, row) if one.pk == pk), None)
    if found is None:
        raise Http404
    return _printed(
        request,
        form,
        lambda: individual_opinion(found),
        f"opinion-{found.line.reference}-{pk}",
        number_of_opinion(found, found.seat_number),
        civil(found.given_at),
    )


@settling_view
@get_only
def record(request: CouncilRequest, reference: str, form: str) -> HttpResponse:
    """The record of a provision."""
    delivery = one_delivery(request, reference)
    declared(request, delivery.grant.line.request)
    if getattr(delivery, "record", None) is None:
        raise Http404
    kept = kept_of(delivery)
    return _printed(request, form, lambda: delivery_record(kept), f"record-{reference}", reference)


@settling_view
@get_only
def certificate(request: CouncilRequest, reference: str, pk: int, form: str) -> HttpResponse:
    """A certificate of return or disposal."""
    grant = one_grant(request, reference)
    declared(request, grant.line.request)
    found = get_object_or_404(grant.disposals, pk=pk)
    return _printed(
        request,
        form,
        lambda: disposal_certificate(found),
        f"certificate-{number_of_certificate(found)}",
        number_of_certificate(found),
        civil(found.filed_at),
    )


@council_view
@post_only
def letter(request: CouncilRequest, reference: str, kind: str) -> HttpResponse:
    """Draft the letter that the procedure calls for; it goes to those who sign."""
    draft = papers.draft_letter(one_request(request, reference), kind, by=request.user)
    return redirect(reverse("assembly:draft", args=[request.council.slug, draft.pk]))
