"""Receipts and what they are about."""

from __future__ import annotations

from django.db.models import QuerySet

from consent.models import ConsentEvent, Receipt
from consent.queries.people import may_see
from core.access.queries import Someone
from core.accounts.models import Person
from core.errors import NotFound


def receipts_of(person: Person | None) -> QuerySet[Receipt]:
    """The receipts of ``person``, newest first."""
    return (
        Receipt.objects.filter(person=person).select_related("version__notice").order_by("-issued_at", "-pk")
    )


def receipt_of(user: Someone, number: str) -> Receipt:
    """The receipt ``number`` of ``user`` or of somebody they act for.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    rows = Receipt.objects.filter(number=number)
    receipt = rows.select_related("person__council", "version__notice__council").first()
    if receipt is None or not may_see(user, receipt.person):
        raise NotFound("not_found")
    return receipt


def events_of_receipt(receipt: Receipt) -> list[ConsentEvent]:
    """The events that a receipt attests, in the order of the notice."""
    ids = [record["dct:identifier"] for record in receipt.document["dpv:hasRecordOfActivity"]]
    rows = ConsentEvent.objects.filter(pk__in=ids).select_related(
        "item__recipient", "item__provider__organisation", "item__version__notice", "proxy__agent"
    )
    return list(rows.order_by("item__order"))
