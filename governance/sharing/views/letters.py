"""Doing without a letter that the procedure calls for, and writing it after all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.errors import NotNow
from core.http.views import CouncilRequest, council_view
from governance.assembly.enums import DocumentKind
from governance.sharing.actions import papers
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.models import LetterWaiver, SharingRequest
from governance.sharing.permissions import may_draft_letter, permit
from governance.sharing.queries.papers import called_for, owed_but_for, to_ask, waivers_of
from governance.sharing.queries.questions import questions_of
from governance.sharing.views.addresses import crumbs, one_request, page_url
from governance.sharing.views.step import Step, take


@dataclass(frozen=True, slots=True)
class Waived:
    """A letter that is not written, or was not to be; ``may_owe``: may the reader call for it again?"""

    waiver: LetterWaiver
    may_owe: bool


def waived(request: CouncilRequest, row: SharingRequest, waivers: Iterable[LetterWaiver]) -> list[Waived]:
    """``waivers`` of ``row`` with what the reader may do about each."""
    found = list(waivers)
    stands = any(one.taken_back_at is None for one in found)
    again = owed_but_for(row) if stands and may_draft_letter(request.user, row) else ()
    return [Waived(one, one.pk in again) for one in found]


@council_view
def waive(request: CouncilRequest, reference: str, kind: str) -> HttpResponse:
    """Do without the acceptance or the request for correction."""
    row = one_request(request, reference)
    permit(request.user, row, "waive_letter").or_raise()
    if request.method == "GET" and kind not in called_for(row):
        raise NotNow("sharing.letter_not_called_for")

    def save(data: dict[str, Any]) -> None:
        papers.waive_letter(row, kind, by=request.user, **data)

    return _step(request, row, kind, "record#documents", save)


@council_view
def waive_inquiry(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Do without the letter that puts a question."""
    row = one_request(request, reference)
    permit(request.user, row, "waive_inquiry").or_raise()
    question = get_object_or_404(questions_of(row).select_related("review__request"), pk=pk)
    if request.method == "GET" and not to_ask(row.council).filter(pk=pk).exists():
        raise NotNow("sharing.letter_not_called_for")

    def save(data: dict[str, Any]) -> None:
        papers.waive_inquiry(question, by=request.user, **data)

    return _step(request, row, DocumentKind.QUESTION, "review#questions", save)


@council_view
def owe_again(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Take back that a letter is not written."""
    row = one_request(request, reference)
    may_draft_letter(request.user, row).or_raise()
    waiver = get_object_or_404(waivers_of(row).select_related("request"), pk=pk)
    if request.method == "GET" and pk not in owed_but_for(row):
        raise NotNow("sharing.letter_not_owed_again")
    place = "review#questions" if waiver.kind == DocumentKind.QUESTION else "record#documents"
    step = Step(
        title=_("Write the letter after all: %(letter)s") % {"letter": waiver.get_kind_display()},
        action=_("Write it after all"),
        back=f"{page_url(row)}?tab={place}",
        said=_("The letter is owed again."),
        lead=_(
            "It is called for again, and can be drafted. The applicant reads the reason on the page of the request."
        ),
        crumbs=crumbs(row),
    )

    def save(data: dict[str, Any]) -> None:
        papers.owe_again(waiver, by=request.user, **data)

    return take(request, step, ReasonForm(request.POST or None), save)


def _step(
    request: CouncilRequest,
    row: SharingRequest,
    kind: str,
    place: str,
    save: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    name = DocumentKind(kind).label if kind in DocumentKind.values else kind
    step = Step(
        title=_("Do without the letter: %(letter)s") % {"letter": name},
        action=_("Do without it"),
        back=f"{page_url(row)}?tab={place}",
        said=_("The letter is not owed any more. The reason stands in its place."),
        warning=_(
            "Until you take it back it is not called for. The applicant gets no letter about this step, and reads the "
            "reason on the page of the request."
        ),
        crumbs=crumbs(row),
    )
    return take(request, step, ReasonForm(request.POST or None), save)
