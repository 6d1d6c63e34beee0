"""Questions to the applicant: asking, answering, withdrawing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.http.acting import act
from core.http.views import CouncilRequest, council_view, post_only
from governance.sharing.actions import questions as verbs
from governance.sharing.forms.steps import AnswerForm, QuestionForm
from governance.sharing.models import Question, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries.questions import questions_of
from governance.sharing.views.addresses import crumbs, one_request, page_url
from governance.sharing.views.step import Step, take


def _review_tab(row: SharingRequest) -> str:
    return f"{page_url(row)}?tab=review"


@council_view
def ask(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask the applicant."""
    row = one_request(request, reference)
    permit(request.user, row, "ask_question").or_raise()
    step = Step(
        title=_("Ask the applicant"),
        action=_("Send the question"),
        back=_review_tab(row),
        said=_("The question is sent. The clock stands still until it is answered."),
        lead=_("The applicant sees whether the board or the secretariat asks, not who."),
        crumbs=crumbs(row),
    )
    form = QuestionForm(request.POST or None, lines=row.lines.order_by("number"))
    return take(request, step, form, lambda data: verbs.ask(row, by=request.user, **data))


def _one(row: SharingRequest, pk: int) -> Question:
    return get_object_or_404(questions_of(row), pk=pk)


@council_view
def answer(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Answer as the applicant."""
    row = one_request(request, reference)
    question = _one(row, pk)
    permit(request.user, row, "answer_question").or_raise()
    step = Step(
        title=_("Answer the question"),
        action=_("Hand in the answer"),
        back=_review_tab(row),
        said=_("Your answer is handed in."),
        lead=question.text,
        crumbs=crumbs(row),
    )

    def save(data: dict[str, Any]) -> None:
        verbs.answer(question, by=request.user, **data)

    return take(request, step, AnswerForm(request.POST or None), save)


@council_view
@post_only
def withdraw(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """The answer is no longer needed."""
    row = one_request(request, reference)
    question = _one(row, pk)
    said = _("The question is withdrawn.")
    return act(request, lambda: verbs.withdraw(question, by=request.user), done=_review_tab(row), said=said)
