"""What is left to account for before a grant can be closed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, QuerySet

from core import clock
from governance.sharing.enums import GrantState, PursuitOutcome
from governance.sharing.models import Grant, OnwardCopy, Pursuit


def copies_of(grant: Grant) -> QuerySet[OnwardCopy]:
    """Everybody to whom the recipient passed the data on."""
    return grant.copies.order_by("pk")


def copies_open(grant: Grant) -> QuerySet[OnwardCopy]:
    """Copies not accounted for."""
    return copies_of(grant).filter(accounted_at__isnull=True)


def withdrawals_open(grant: Grant) -> QuerySet[Pursuit]:
    """Withdrawals that the recipient has not answered."""
    return Pursuit.objects.filter(delivery__grant=grant, outcome=PursuitOutcome.DUE)


def withdrawals_by_outcome(grant: Grant) -> list[tuple[str, int]]:
    """How many withdrawals ended how: the disposal of single persons' data before the end."""
    rows = Pursuit.objects.filter(delivery__grant=grant).order_by().values_list("outcome")
    counted = dict(rows.annotate(number=Count("pk")))
    return [(value, counted[value]) for value in PursuitOutcome.values if value in counted]


def disposals_within(days: int) -> QuerySet[Grant]:
    """Grants whose data are to be disposed of within ``days``, or were to be."""
    last = clock.today() + timedelta(days=days)
    rows = Grant.objects.filter(state=GrantState.DISPOSAL_DUE, disposal_due_on__lte=last)
    return rows.order_by("pk")
