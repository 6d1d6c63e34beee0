"""Which letters the procedure calls for, and how papers about a request are called."""

from __future__ import annotations

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.accounts.models import Council
from governance.assembly import queries as assembly
from governance.assembly.enums import DocumentKind
from governance.sharing.enums import AskedAs
from governance.sharing.models import Question, RequestLine, Review, SharingRequest, Submission
from governance.sharing.queries.questions import questions_of


def subject_of(request: SharingRequest, turn: int) -> str:
    """How papers about one submission of a request are called."""
    return f"request:{request.reference}/{turn}"


def subjects(request: SharingRequest, lines: list[RequestLine]) -> list[str]:
    """How every paper about a request is called: the request, its submissions, its lines."""
    turns = [subject_of(request, turn) for turn in range(1, request.turn + 1)]
    asked = [_of_question(request.reference, pk) for pk in questions_of(request).values_list("pk", flat=True)]
    return [
        f"request:{request.reference}",
        *turns,
        *asked,
        *(f"line:{line.reference}" for line in lines),
    ]


def _of_question(reference: str, pk: int) -> str:
    return f"request:{reference}/question/{pk}"


def subject_of_question(question: Question) -> str:
    """How the letter of a question is called."""
    return _of_question(question.review.request.reference, question.pk)


def _about(part: str, reference: str, between: str = "/") -> Concat:
    return Concat(Value("request:"), F(reference), Value(between), Cast(part, CharField()))


def to_accept(council: Council) -> QuerySet[Review]:
    """Reviews that are open and whose acceptance nobody has drafted yet."""
    drafted = assembly.subjects_drafted(council, DocumentKind.ACCEPTANCE)
    rows = Review.objects.filter(request__council=council, closed_at__isnull=True)
    rows = rows.annotate(about=_about("turn", "request__reference")).exclude(about__in=drafted)
    return rows.select_related("request__council", "request__applicant", "body").order_by("opened_at")


def to_correct(council: Council) -> QuerySet[Submission]:
    """Submissions that were sent back and wait for the applicant, without a letter that asks for it."""
    drafted = assembly.subjects_drafted(council, DocumentKind.CORRECTION)
    rows = Submission.objects.filter(
        request__council=council, returned_at__isnull=False, request__turn=F("turn") + 1
    ).filter(request__state="drafted")
    rows = rows.annotate(about=_about("turn", "request__reference")).exclude(about__in=drafted)
    return rows.select_related("request__council", "request__applicant").order_by("returned_at")


def to_ask(council: Council) -> QuerySet[Question]:
    """Open questions whose letter nobody has drafted yet."""
    drafted = assembly.subjects_drafted(council, DocumentKind.QUESTION)
    rows = Question.objects.filter(
        review__request__council=council,
        review__closed_at__isnull=True,
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    rows = rows.annotate(about=_about("pk", "review__request__reference", "/question/"))
    rows = rows.exclude(about__in=drafted)
    return rows.select_related(
        "review__request__council", "review__request__applicant", "review__body", "line"
    ).order_by("asked_at", "pk")


def board_asks(council: Council) -> QuerySet[Question]:
    """The same of the board, which asks by letter; the secretariat may write one."""
    return to_ask(council).filter(asked_as=AskedAs.BOARD)


def called_for(request: SharingRequest) -> list[DocumentKind]:
    """The letters about ``request`` that are the next step."""
    found = []
    if to_accept(request.council).filter(request=request).exists():
        found.append(DocumentKind.ACCEPTANCE)
    if to_correct(request.council).filter(request=request).exists():
        found.append(DocumentKind.CORRECTION)
    return found
