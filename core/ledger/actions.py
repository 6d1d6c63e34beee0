"""Writing evidence. Called as the last but one statement of every action, inside its transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from core import canonical, clock
from core.accounts.models import Council, User
from core.clients.models import ApiClient
from core.ledger import merkle
from core.ledger.events import Event
from core.ledger.models import Epoch, LedgerEntry

GLOBAL = "*"


def append(
    event: Event,
    *,
    council: Council | None,
    subject: str,
    facts: Mapping[str, Any] | None = None,
    by: User | None,
    client: ApiClient | None = None,
) -> LedgerEntry:
    """Write one entry in the acting transaction and move the council's epoch.

    ``facts`` holds references, opaque ids, digests and commitments, never personal data; floats and
    non-ASCII keys are refused. ``by`` is kept as an opaque user number; a machine as the start of its key
    (``client:sk_0a1b2c3d``), which tells keys apart without saying them; else ``system``.

    Raises:
        RuntimeError: called outside a transaction.
        TypeError: facts that have no canonical form.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("evidence is written inside the acting transaction")
    number, moment, scope = uuid.uuid4(), clock.now(), council.slug if council else ""
    content = canonical.encode(
        {"id": number, "council": scope, "event": event.name, "subject": subject, "at": moment}
        | {"actor": _actor(by, client), "facts": dict(facts or {})}
    )
    entry = LedgerEntry.objects.create(
        id=number,
        council=scope,
        event=event.name,
        subject=subject,
        at=moment,
        content=content,
        leaf_hash=merkle.leaf_hash(content),
    )
    if event.moves_epoch:
        bump(scope or GLOBAL)
    return entry


def _actor(by: User | None, client: ApiClient | None) -> str:
    if by is not None:
        return f"user:{by.pk}"
    return f"client:{client.prefix}" if client is not None else "system"


def bump(scope: str) -> None:
    """Move the counter of ``scope``: a council's slug, or :data:`GLOBAL` after a change of law or organisations."""
    if not Epoch.objects.filter(scope=scope).update(value=F("value") + 1):
        Epoch.objects.get_or_create(scope=scope)
        Epoch.objects.filter(scope=scope).update(value=F("value") + 1)
