"""Which letters the procedure calls for, and how papers about a request are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.accounts.models import Council
from governance.assembly import queries as assembly
from governance.assembly.enums import DocumentKind
from governance.sharing.enums import AskedAs, LineState, RequestState
from governance.sharing.models import (
    LetterWaiver,
    Question,
    RequestLine,
    Review,
    SharingRequest,
    Submission,
)
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


def _done(council: Council, kind: DocumentKind) -> Q:
    """Selects what a letter of ``kind`` was drafted about, or that the secretariat does without one for."""
    stand = LetterWaiver.objects.filter(request__council=council, kind=kind, taken_back_at__isnull=True)
    waived = stand.order_by().values("about")
    return Q(about__in=assembly.subjects_drafted(council, kind)) | Q(about__in=waived)


def waivers_of(request: SharingRequest) -> QuerySet[LetterWaiver]:
    """The letters about ``request`` that the secretariat did without, those that are owed again as well, the oldest
    first."""
    return LetterWaiver.objects.filter(request=request).select_related("waived_by").order_by("pk")


def owed_but_for(request: SharingRequest) -> set[int]:
    """Keys of the waivers but for which a letter about ``request`` would be the next step."""
    found: set[int] = set()
    for kind, (steps, path) in _STEPS.items():
        rows = steps(request.council).filter(**{path: request})
        abouts = rows.exclude(about__in=assembly.subjects_drafted(request.council, kind)).order_by()
        stands = waivers_of(request).filter(kind=kind, taken_back_at__isnull=True)
        found |= set(stands.filter(about__in=abouts.values("about")).values_list("pk", flat=True))
    return found


def _accepted(council: Council) -> QuerySet[Review]:
    """Reviews that an acceptance tells of: those that are open, and those whose request waits for the council's
    decision, of which the next letter tells."""
    undecided = RequestLine.objects.filter(request=OuterRef("request"), state=LineState.OPINED)
    concluded = Q(request__state=RequestState.CONCLUDED, turn=F("request__turn")) & Exists(undecided)
    rows = Review.objects.filter(Q(closed_at__isnull=True) | concluded, request__council=council)
    return rows.annotate(about=_about("turn", "request__reference"))


def _sent_back(council: Council) -> QuerySet[Submission]:
    """Submissions that were sent back and wait for the applicant."""
    rows = Submission.objects.filter(
        request__council=council, returned_at__isnull=False, request__turn=F("turn") + 1
    ).filter(request__state="drafted")
    return rows.annotate(about=_about("turn", "request__reference"))


def _asked(council: Council) -> QuerySet[Question]:
    """Open questions."""
    rows = Question.objects.filter(
        review__request__council=council,
        review__closed_at__isnull=True,
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    return rows.annotate(about=_about("pk", "review__request__reference", "/question/"))


_STEPS: Mapping[DocumentKind, tuple[Callable[[Council], QuerySet[Any]], str]] = {
    DocumentKind.ACCEPTANCE: (_accepted, "request"),
    DocumentKind.CORRECTION: (_sent_back, "request"),
    DocumentKind.QUESTION: (_asked, "review__request"),
}
"""The steps of which a letter tells, and the way from a step to its request."""


def to_accept(council: Council) -> QuerySet[Review]:
    """Reviews whose acceptance nobody has drafted or waived yet."""
    rows = _accepted(council).exclude(_done(council, DocumentKind.ACCEPTANCE))
    return rows.select_related("request__council", "request__applicant", "body").order_by("opened_at")


def to_correct(council: Council) -> QuerySet[Submission]:
    """Submissions that were sent back, without a letter that asks for the correction."""
    rows = _sent_back(council).exclude(_done(council, DocumentKind.CORRECTION))
    return rows.select_related("request__council", "request__applicant").order_by("returned_at")


def to_ask(council: Council) -> QuerySet[Question]:
    """Open questions whose letter nobody has drafted or waived yet."""
    rows = _asked(council).exclude(_done(council, DocumentKind.QUESTION))
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
