"""照会: the board or the secretariat asks the applicant while the review is open; the clock waits for the answer."""

from __future__ import annotations

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from governance.sharing import notices
from governance.sharing.actions import clocks, papers
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.enums import AskedAs, ClockReason, events
from governance.sharing.models import Question, RequestLine, Review, SharingRequest
from governance.sharing.permissions import permit, roles_of
from governance.sharing.queries.panels import current_review, has_opened_file
from governance.sharing.queries.papers import subject_of_question
from governance.sharing.queries.questions import open_questions


def _open(request: SharingRequest) -> Review:
    review = current_review(request)
    if review is None or review.closed_at is not None:
        raise NotNow("sharing.no_open_review")
    return review


@transaction.atomic
def ask(request: SharingRequest, *, by: User, text: str, line: RequestLine | None = None) -> Question:
    """Ask the applicant about ``line``, or about the whole request. A member of the panel has declared before.

    Raises:
        Refused: the member has not declared yet.
    """
    row = locked(request)
    begin(row, "ask_question", by)
    review = _open(row)
    words = roles_of(by, row)
    if "panel" in words and not has_opened_file(by, row):
        raise Refused("sharing.declare_first")
    if not text.strip() or (line is not None and line.request_id != row.pk):
        raise Invalid("sharing.question_incomplete")
    question = Question.objects.create(
        review=review,
        line=line,
        asked_as=AskedAs.BOARD if "panel" in words else AskedAs.SECRETARIAT,
        text=text.strip(),
        asked_at=clock.now(),
        asked_by=by,
    )
    clocks.stop(row, ClockReason.QUESTION)
    facts = {"question": question.pk, "digest": canonical.digest({"text": question.text})}
    record(row, events.QUESTION_ASKED, by, **facts)
    notices.question_asked(question)
    return question


def _still_open(question: Question) -> Question:
    row = Question.objects.select_related("review__request").get(pk=question.pk)
    if not row.is_open or row.review.closed_at is not None:
        raise NotNow("sharing.question_closed")
    return row


@transaction.atomic
def answer(question: Question, *, by: User, text: str) -> Question:
    """The applicant answers; with the last answer the clock runs again."""
    request = locked(question.review.request)
    permit(by, request, "answer_question").or_raise()
    row = _still_open(question)
    if not text.strip():
        raise Invalid("sharing.answer_incomplete")
    row.answer, row.answered_at, row.answered_by = text.strip(), clock.now(), by
    row.save()
    facts = {"question": row.pk, "digest": canonical.digest({"text": row.answer})}
    record(request, events.QUESTION_ANSWERED, by, **facts)
    papers.call_back_letters(request, by=by, about=subject_of_question(row))
    _go_on(request, by)
    notices.question_answered(row)
    return row


@transaction.atomic
def withdraw(question: Question, *, by: User) -> Question:
    """Whoever asked needs the answer no longer; the secretariat may withdraw any question."""
    request = locked(question.review.request)
    begin(request, "withdraw_question", by)
    row = _still_open(question)
    if row.asked_by_id != by.pk and "secretary" not in roles_of(by, request):
        raise NotPermitted("sharing.not_your_question")
    row.withdrawn_at, row.withdrawn_by = clock.now(), by
    row.save()
    record(request, events.QUESTION_WITHDRAWN, by, question=row.pk)
    papers.call_back_letters(request, by=by, about=subject_of_question(row))
    _go_on(request, by)
    return row


def _go_on(request: SharingRequest, by: User) -> None:
    """Let the clock run again once nothing is open."""
    if open_questions(request).exists():
        return
    due = clocks.resume(request)
    if due is not None:
        request.due_on = due
        save(request, by)
        request.reviews.filter(closed_at__isnull=True).update(due_on=due)


def none_open(request: SharingRequest, line: RequestLine | None = None) -> None:
    """Raise where the applicant has not answered yet."""
    count = open_questions(request, line).count()
    if count:
        raise Refused("sharing.questions_open", count=count)
