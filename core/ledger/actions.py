"""Writing evidence. Called as the last but one statement of every action, inside its transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One entry to be written.

    ``facts`` holds references, opaque ids, digests and commitments, never personal data; floats and
    non-ASCII keys are refused. ``by`` is kept as an opaque user number; a machine as the start of its key
    (``client:sk_0a1b2c3d``), which tells keys apart without saying them; else ``system``.
    """

    event: Event = field(kw_only=False)
    council: Council | None
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    by: User | None
    client: ApiClient | None = None


def append(
    event: Event,
    *,
    council: Council | None,
    subject: str,
    facts: Mapping[str, Any] | None = None,
    by: User | None,
    client: ApiClient | None = None,
) -> LedgerEntry:
    """Write one entry in the acting transaction and move the council's epoch; see :class:`Said`.

    Raises:
        RuntimeError: called outside a transaction.
        TypeError: facts that have no canonical form.
    """
    said = Said(event, council=council, subject=subject, facts=facts or {}, by=by, client=client)
    return append_all([said])[0]


def append_all(said: Sequence[Said]) -> list[LedgerEntry]:
    """Write several entries in the acting transaction by one statement, in this order, and move the epochs.

    Raises:
        RuntimeError: called outside a transaction.
        TypeError: facts that have no canonical form.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("evidence is written inside the acting transaction")
    entries = LedgerEntry.objects.bulk_create([_entry(one) for one in said])
    for scope in sorted({_scope(one) or GLOBAL for one in said if one.event.moves_epoch}):
        bump(scope)
    return entries


def _entry(said: Said) -> LedgerEntry:
    number, moment, scope = uuid.uuid4(), clock.now(), _scope(said)
    content = canonical.encode(
        {"id": number, "council": scope, "event": said.event.name, "subject": said.subject, "at": moment}
        | {"actor": _actor(said.by, said.client), "facts": dict(said.facts)}
    )
    return LedgerEntry(
        id=number,
        council=scope,
        event=said.event.name,
        subject=said.subject,
        at=moment,
        content=content,
        leaf_hash=merkle.leaf_hash(content),
    )


def _scope(said: Said) -> str:
    return said.council.slug if said.council else ""


def _actor(by: User | None, client: ApiClient | None) -> str:
    if by is not None:
        return f"user:{by.pk}"
    return f"client:{client.prefix}" if client is not None else "system"


def bump(scope: str) -> None:
    """Move the counter of ``scope``: a council's slug, or :data:`GLOBAL` after a change of law or organisations."""
    if not Epoch.objects.filter(scope=scope).update(value=F("value") + 1):
        Epoch.objects.get_or_create(scope=scope)
        Epoch.objects.filter(scope=scope).update(value=F("value") + 1)
