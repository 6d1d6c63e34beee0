"""Issuing receipts, at once and with the ledger's promise."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from consent import notices
from consent.actions import evidence
from consent.documents import receipt_document
from consent.models import ConsentEvent, NoticeVersion, Receipt
from core import canonical, clock
from core.accounts.models import Person, User
from core.ledger.queries import promise

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for each other."""


def new_number() -> str:
    """A number that can be read out and not be guessed: K7M4-2QXP-93TD (60 bits)."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8))


def issue(
    person: Person, version: NoticeVersion, events: Sequence[ConsentEvent], *, by: User | None
) -> Receipt:
    """The receipt over ``events``, whose digest is committed to the ledger."""
    number, now = new_number(), clock.now()
    document = receipt_document(number=number, issued_at=now, person=person, version=version, events=events)
    digest = canonical.digest(document)
    entry = evidence.write(
        evidence.RECEIPT_ISSUED,
        council=person.council,
        subject=f"receipt:{number}",
        by=by,
        document=digest,
        events=[str(event.pk) for event in events],
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
