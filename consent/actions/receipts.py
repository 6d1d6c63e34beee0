"""Issuing receipts, at once and with the ledger's promise."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from consent import notices
from consent.actions import evidence
from consent.actions.record import Record
from consent.documents import receipt_document
from consent.models import ConsentEvent, Receipt
from core import canonical, clock
from core.accounts.models import User
from core.clients.models import ApiClient
from core.ledger.actions import Said
from core.ledger.queries import promise

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for each other."""


def new_number() -> str:
    """A number that can be read out and not be guessed: K7M4-2QXP-93TD (60 bits)."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8))


def issue(
    record: Record, events: Sequence[ConsentEvent], *, by: User | None, client: ApiClient | None = None
) -> Receipt:
    """Save ``record`` and give the receipt over ``events`` of it, whose digest is committed to the ledger."""
    number, now, person, version = new_number(), clock.now(), record.person, events[0].item.version
    document = receipt_document(number=number, issued_at=now, person=person, version=version, events=events)
    digest = canonical.digest(document)
    *_, entry = record.save(
        Said(
            evidence.RECEIPT_ISSUED,
            council=person.council,
            subject=f"receipt:{number}",
            facts={"document": digest, "events": [str(event.pk) for event in events]},
            by=by,
            client=client,
        )
    )
    receipt = Receipt.objects.create(
        number=number,
        person=person,
        version=version,
        issued_at=now,
        document=document,
        digest=digest,
        promise=promise(entry),
    )
    notices.receipt_issued(receipt, person)
    return receipt
