"""Whom a list must not name, counted a second time, and not by the statements that the list was made with: what these
get wrong is found here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.models import Consent, PersonHold
from core.accounts.models import Person


def without_consent(persons: QuerySet[Any, Any], items: Collection[int], *, at: datetime) -> int:
    """How many of ``persons`` (their keys) agree to none of the choices ``items`` at ``at``."""
    given = Consent.objects.filter(person=OuterRef("pk"), item_id__in=list(items), state="in_force")
    over = Q(until__isnull=False, until__lte=at)
    void = Q(item__version__defective_at__isnull=False)
    agreed = given.exclude(over).exclude(void)
    return Person.objects.filter(~Exists(agreed), pk__in=persons).count()


def held(persons: QuerySet[Any, Any], *, at: datetime) -> int:
    """How many of ``persons`` (their keys) are under a hold at ``at``."""
    begun = PersonHold.objects.filter(since__lte=at, person__in=persons)
    on = begun.exclude(Q(lifted_at__isnull=False, lifted_at__lte=at))
    return on.order_by().values("person").distinct().count()
