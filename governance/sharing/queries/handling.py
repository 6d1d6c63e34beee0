"""Who of the secretariat has an interest in a case, and what a second person has checked."""

from __future__ import annotations

from django.db.models import QuerySet

from core.access.queries import Someone
from core.accounts.models import Council
from governance.sharing.enums import RequestState
from governance.sharing.models import RequestLine, SecondCheck, SharingRequest, StaffInterest


def has_interest(user: Someone, request: SharingRequest) -> bool:
    """Is an interest of ``user`` in the case on record?"""
    return StaffInterest.objects.filter(request=request, user_id=user.pk or 0).exists()


def is_checked(user: Someone, request: SharingRequest, verb: str, line: RequestLine | None) -> bool:
    """Has another person checked that ``user`` does ``verb`` on this submission?"""
    rows = SecondCheck.objects.filter(request=request, turn=request.turn, verb=verb, line=line)
    return rows.filter(asked_by_id=user.pk or 0, checked_at__isnull=False).exists()


def interests_of(request: SharingRequest) -> QuerySet[StaffInterest]:
    """The interests of staff on record in the case."""
    return StaffInterest.objects.filter(request=request).select_related("user").order_by("pk")


def checks_of(request: SharingRequest) -> QuerySet[SecondCheck]:
    """What was asked to be checked in the case, the oldest first."""
    rows = SecondCheck.objects.filter(request=request)
    return rows.select_related("line", "asked_by", "checked_by").order_by("pk")


def waiting_checks(council: Council) -> QuerySet[SecondCheck]:
    """Acts that wait for a second person, in cases that are not over."""
    over = (RequestState.WITHDRAWN, RequestState.LAPSED)
    rows = SecondCheck.objects.filter(request__council=council, checked_at__isnull=True)
    return rows.exclude(request__state__in=over).select_related("request", "asked_by").order_by("pk")
