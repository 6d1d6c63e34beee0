"""Questions to the applicant that are open, and whether the clock of a request stands still."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from core.accounts.models import Council, Organisation
from governance.sharing.models import ClockStop, Question, RequestLine, SharingRequest


def questions_of(request: SharingRequest) -> QuerySet[Question]:
    """Every question asked about ``request``, the oldest first."""
    rows = Question.objects.filter(review__request=request)
    return rows.select_related("review", "line").order_by("asked_at", "pk")


def open_questions(request: SharingRequest, line: RequestLine | None = None) -> QuerySet[Question]:
    """Questions of the open review that wait for an answer; with ``line`` those that concern it."""
    rows = questions_of(request).filter(
        review__closed_at__isnull=True, answered_at__isnull=True, withdrawn_at__isnull=True
    )
    return rows if line is None else rows.filter(line=line) | rows.filter(line__isnull=True)


def waiting_for(council: Council, organisations: Iterable[Organisation]) -> QuerySet[Question]:
    """Questions that ``organisations`` have to answer, the oldest first."""
    rows = Question.objects.filter(
        review__request__council=council,
        review__request__applicant__in=organisations,
        review__closed_at__isnull=True,
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    return rows.select_related("review__request__council").order_by("asked_at", "pk")


def stop_of(request: SharingRequest) -> ClockStop | None:
    """The stop of the clock of ``request`` that lasts; None while the clock runs."""
    return request.clock_stops.filter(resumed_on__isnull=True).first()


def waited(request: SharingRequest) -> int:
    """For how many business days the clock of ``request`` has stood still so far."""
    found = request.clock_stops.aggregate(days=Sum("waited"))["days"]
    return found or 0


def standing_still(council: Council) -> frozenset[int]:
    """Keys of the requests of ``council`` whose clock stands still."""
    rows = ClockStop.objects.filter(request__council=council, resumed_on__isnull=True)
    return frozenset(rows.values_list("request_id", flat=True))
