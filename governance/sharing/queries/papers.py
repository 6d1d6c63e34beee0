"""Which letters the procedure calls for, and how papers about a request are called."""

from __future__ import annotations

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.accounts.models import Council
from governance.assembly import queries as assembly
from governance.assembly.enums import DocumentKind
from governance.sharing.models import RequestLine, Review, SharingRequest, Submission


def subject_of(request: SharingRequest, turn: int) -> str:
    """How papers about one submission of a request are called."""
    return f"request:{request.reference}/{turn}"


def subjects(request: SharingRequest, lines: list[RequestLine]) -> list[str]:
    """How every paper about a request is called: the request, its submissions, its lines."""
    turns = [subject_of(request, turn) for turn in range(1, request.turn + 1)]
    return [f"request:{request.reference}", *turns, *(f"line:{line.reference}" for line in lines)]


def _about(turn: str, reference: str) -> Concat:
    return Concat(Value("request:"), F(reference), Value("/"), Cast(turn, CharField()))


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


def called_for(request: SharingRequest) -> list[DocumentKind]:
    """The letters about ``request`` that are the next step."""
    found = []
    if to_accept(request.council).filter(request=request).exists():
        found.append(DocumentKind.ACCEPTANCE)
    if to_correct(request.council).filter(request=request).exists():
        found.append(DocumentKind.CORRECTION)
    return found
