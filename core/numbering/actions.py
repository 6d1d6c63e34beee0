"""Taking the next number."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from core import clock
from core.numbering.models import Counter


def take(scope: str) -> int:
    """The next number of ``scope``, from 1. Gapless: it is given back when the acting transaction fails."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the acting transaction")
    if not Counter.objects.filter(scope=scope).update(last=F("last") + 1):
        try:
            with transaction.atomic():
                Counter.objects.create(scope=scope, last=1)
        except IntegrityError:
            Counter.objects.filter(scope=scope).update(last=F("last") + 1)
    return Counter.objects.values_list("last", flat=True).get(scope=scope)


def continue_after(scope: str, last: int) -> bool:
    """Let ``scope`` go on after ``last``, up to which numbers were given elsewhere. False where it is further
    already: numbers never come twice."""
    Counter.objects.get_or_create(scope=scope)
    return bool(Counter.objects.filter(scope=scope, last__lt=last).update(last=last))


def reference(prefix: str, council: str, *, on: date, per: str = "year") -> str:
    """A reference like ``R-2026-031`` (``per="year"``: fiscal year of ``on``) or ``D-01`` (``per="council"``)."""
    if per == "council":
        return f"{prefix}-{take(f'{council}:{prefix}'):02d}"
    return f"{prefix}-{clock.fiscal_year(on)}-{take(scope_of(prefix, council, on=on)):03d}"


def scope_of(prefix: str, council: str, *, on: date) -> str:
    """The scope of the references with ``prefix`` in the fiscal year of ``on``."""
    return f"{council}:{prefix}:{clock.fiscal_year(on)}"
