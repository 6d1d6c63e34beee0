"""What is left to account for before a grant can be closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet

from core import clock
from governance.sharing.enums import DeliveryState, GrantState, PursuitOutcome
from governance.sharing.models import Delivery, Grant, OnwardCopy, Pursuit


def held_under(grant: Grant) -> list[int]:
    """Keys of the grants whose data the recipient holds under ``grant``: of itself, then of those that ended in its
    favour, the newest first."""
    keys, before = [grant.pk], grant.succeeds_id
    while before is not None:
        keys.append(before)
        before = Grant.objects.values_list("succeeds_id", flat=True).get(pk=before)
    return keys


def last_delivered(grant: Grant) -> date | None:
    """The last day on which something went that the recipient holds under ``grant``; None where nothing did."""
    rows = Delivery.objects.filter(grant__in=held_under(grant), state=DeliveryState.RELEASED)
    at = rows.aggregate(last=Max("released_at"))["last"]
    return at.astimezone(clock.TOKYO).date() if at else None


def copies_of(grant: Grant) -> QuerySet[OnwardCopy]:
    """Everybody to whom the recipient passed the data on that it holds under ``grant``."""
    return OnwardCopy.objects.filter(grant__in=held_under(grant)).order_by("pk")


def copies_open(grant: Grant) -> QuerySet[OnwardCopy]:
    """Copies not accounted for."""
    return copies_of(grant).filter(accounted_at__isnull=True)


def receipts_open(grant: Grant) -> QuerySet[Delivery]:
    """What went that the recipient holds under ``grant`` and has not confirmed to have received."""
    rows = Delivery.objects.filter(grant__in=held_under(grant), state=DeliveryState.RELEASED)
    return rows.filter(confirmed_at__isnull=True).order_by("pk")


def withdrawals_open(grant: Grant) -> QuerySet[Pursuit]:
    """Withdrawals after what is held under ``grant`` that the recipient has not answered."""
    return Pursuit.objects.filter(delivery__grant__in=held_under(grant), outcome=PursuitOutcome.DUE)


def withdrawals_by_outcome(grant: Grant) -> list[tuple[str, int]]:
    """How many withdrawals ended how: the disposal of single persons' data before the end."""
    rows = Pursuit.objects.filter(delivery__grant__in=held_under(grant)).order_by().values_list("outcome")
    counted = dict(rows.annotate(number=Count("pk")))
    return [(value, counted[value]) for value in PursuitOutcome.values if value in counted]


def disposals_within(days: int) -> QuerySet[Grant]:
    """Grants whose data are to be disposed of within ``days``, or were to be."""
    last = clock.today() + timedelta(days=days)
    rows = Grant.objects.filter(state=GrantState.DISPOSAL_DUE, disposal_due_on__lte=last)
    return rows.order_by("pk")
