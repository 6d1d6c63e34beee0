"""Receipts and what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from consent.enums import EventKind
from consent.models import ConsentEvent, Receipt
from consent.queries.people import may_see, selves
from core.access.queries import Someone
from core.accounts.models import Person
from core.errors import NotFound


def receipts_of(person: Person | None) -> QuerySet[Receipt]:
    """The receipts of ``person``, newest first."""
    rows = Receipt.objects.filter(person__in=selves(person)).select_related("version__notice")
    return rows.order_by("-issued_at", "-pk")


@dataclass(frozen=True, slots=True)
class ListedReceipt:
    """A receipt in a list, with the kinds of answers that it attests."""

    receipt: Receipt
    kinds: tuple[EventKind, ...]


def listed(receipts: Iterable[Receipt]) -> list[ListedReceipt]:
    """``receipts`` with what each attests, each kind once. One statement for all."""
    told = [(receipt, _event_ids(receipt)) for receipt in receipts]
    rows = ConsentEvent.objects.filter(pk__in=[pk for _receipt, ids in told for pk in ids])
    kinds = {str(pk): EventKind(kind) for pk, kind in rows.values_list("pk", "kind")}
    return [
        ListedReceipt(receipt, tuple(dict.fromkeys(kinds[pk] for pk in ids if pk in kinds)))
        for receipt, ids in told
    ]


def receipt_of(user: Someone, number: str) -> Receipt:
    """The receipt ``number`` of ``user`` or of somebody they act for.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    rows = Receipt.objects.filter(number=number)
    receipt = rows.select_related(
        "person__council", "person__joined_into__council", "version__notice__council"
    ).first()
    if receipt is None or not may_see(user, receipt.person):
        raise NotFound("not_found")
    return receipt


def events_of_receipt(receipt: Receipt) -> list[ConsentEvent]:
    """The events that a receipt attests, in the order of the notice."""
    rows = ConsentEvent.objects.filter(pk__in=_event_ids(receipt)).select_related(
        "item__recipient", "item__provider__organisation", "item__version__notice", "proxy__agent"
    )
    return list(rows.order_by("item__order"))


def _event_ids(receipt: Receipt) -> list[str]:
    return [record["dct:identifier"] for record in receipt.document["dpv:hasRecordOfActivity"]]
