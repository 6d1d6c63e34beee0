"""Questions to the applicant: asking, answering, withdrawing, and the letter that puts one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.http.acting import act
from core.http.views import CouncilRequest, council_view, post_only
from governance.assembly import queries as assembly
from governance.assembly.enums import DocumentKind, DraftState
from governance.sharing.actions import papers
from governance.sharing.actions import questions as verbs
from governance.sharing.forms.steps import AnswerForm, QuestionForm
from governance.sharing.models import Question, SharingRequest
from governance.sharing.permissions import may_draft_letter, permit, permits
from governance.sharing.queries.asked import asked_lines
from governance.sharing.queries.papers import subject_of_question, to_ask, waivers_of
from governance.sharing.queries.questions import questions_of
from governance.sharing.views.addresses import crumbs, one_request, page_url
from governance.sharing.views.letters import Waived, waived
from governance.sharing.views.sheets import Sheet, issued
from governance.sharing.views.step import Step, take


@dataclass(frozen=True)
class Asked:
    """One question with its letter: issued, on its way, or still to be drafted."""

    question: Question
    sheets: list[Sheet]
    draft: Any
    wants_letter: bool
    waived: list[Waived]
    """Why no letter is written, or was not to be."""


def asked(request: CouncilRequest, row: SharingRequest) -> dict[str, Any]:
    """The questions to the applicant with their letters, and who may answer, ask, withdraw or write a letter now."""
    verbs = ("ask_question", "answer_question", "withdraw_question", "waive_inquiry")
    may_write = bool(may_draft_letter(request.user, row))
    unwritten = set(to_ask(row.council).filter(review__request=row).values_list("pk", flat=True))
    without = waived(request, row, waivers_of(row).filter(kind=DocumentKind.QUESTION))
    found = []
    for question in questions_of(row).select_related("review__request"):
        about = subject_of_question(question)
        drafts = assembly.drafts_about(row.council, about) if may_write else None
        draft = drafts.filter(state=DraftState.IN_APPROVAL).first() if drafts is not None else None
        wants = may_write and question.pk in unwritten
        mine = [one for one in without if one.waiver.about == about]
        found.append(Asked(question, list(issued(request, [about])), draft, wants, mine))
    return {
        "questions": found,
        "asking": permits(request.user, row, verbs),
    }


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
    form = QuestionForm(request.POST or None, lines=asked_lines(row))
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


@council_view
@post_only
def letter(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Draft the letter that puts the question; it goes to those who sign."""
    draft = papers.draft_inquiry(_one(one_request(request, reference), pk), by=request.user)
    return redirect("assembly:draft", request.council.slug, draft.pk)
