"""Whom a code or a number leads to."""

from __future__ import annotations

import uuid

from consent.models import CounterCode, Handover, Receipt
from consent.rules.codes import digest, mark, receipt_number, typed
from core import clock
from core.accounts.models import Council, Person
from core.errors import NotNow

REST = 24
"""Digits of a key after the mark."""


def handover_by_code(code: str) -> Handover:
    """The hand-over that waits under ``code``.

    Raises:
        NotNow: it was used, or is over.
    """
    rows = Handover.objects.filter(code_hash=digest(code), expires_at__gt=clock.now())
    found = rows.select_related("council", "holder__organisation", "notice").first()
    if found is None:
        raise NotNow("handover_over")
    return found


def counter_code(council: Council, text: str) -> CounterCode | None:
    """The code of somebody of ``council`` that was read out, if it still counts."""
    rows = CounterCode.objects.filter(
        person__council=council, code_hash=digest(typed(text)), expires_at__gt=clock.now()
    )
    return rows.select_related("person__council").first()


def person_by_number(council: Council, text: str) -> Person | None:
    """The person of ``council`` by the number of a receipt or by the mark; None where nobody, or more than one, has
    it."""
    persons = Person.objects.filter(council=council).select_related("council", "joined_into__council")
    if number := receipt_number(text):
        found = list(persons.filter(pk__in=Receipt.objects.filter(number=number).values("person")))
    elif start := mark(text):
        first, last = uuid.UUID(start + "0" * REST), uuid.UUID(start + "f" * REST)
        found = list(persons.filter(key__gte=first, key__lte=last)[:2])
    else:
        found = []
    return (found[0].joined_into or found[0]) if len(found) == 1 else None
