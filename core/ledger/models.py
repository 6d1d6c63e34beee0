"""Tables of the evidence log. No foreign keys: the ledger outlives what it speaks of."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

TILE = 1024
"""Leaves per tile; a power of two."""


class LedgerEntry(models.Model):
    """One event, as canonical JSON; append-only, guarded by triggers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.CharField(max_length=40, db_index=True)
    """Slug of the council; empty for events of the installation."""
    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, db_index=True)
    """Opaque public reference of what it is about (``request:R-2026-031``)."""
    at = models.DateTimeField()
    content = models.BinaryField()
    """Canonical bytes of id, council, event, subject, at, actor and facts."""
    leaf_hash = models.BinaryField(max_length=32)
    """RFC 6962 leaf hash: SHA-256(0x00 || content)."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "event", "subject", "at", "content", "leaf_hash"}
    )

    class Meta:
        verbose_name = "ledger entry"
        indexes = (models.Index(fields=["council", "at"], name="ledger_council_at"),)

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"


class LedgerLeaf(models.Model):
    """The place of an entry in the tree, assigned by the sequencer; append-only."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField(max_length=32)

    plain_fields: ClassVar[frozenset[str]] = frozenset({"entry", "leaf_hash"})

    class Meta:
        verbose_name = "ledger leaf"

    def __str__(self) -> str:
        return str(self.index)


class Pending(models.Model):
    """An entry that waits for its place; filled by a trigger on the entries, emptied by the sequencer."""

    entry = models.UUIDField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"entry"})

    class Meta:
        verbose_name = "entry without a place yet"

    def __str__(self) -> str:
        return str(self.entry)


class LedgerTile(models.Model):
    """The root over :data:`TILE` consecutive leaves, so that a proof need not read them all; append-only."""

    index = models.BigIntegerField(primary_key=True)
    """The tile covers the leaves ``index * TILE`` to ``(index + 1) * TILE - 1``."""
    root = models.BinaryField(max_length=32)

    plain_fields: ClassVar[frozenset[str]] = frozenset({"root"})

    class Meta:
        verbose_name = "ledger tile"

    def __str__(self) -> str:
        return str(self.index)


class Checkpoint(models.Model):
    """A signed tree head: the root over the first ``size`` leaves; append-only."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)
    """Ed25519 over the canonical JSON of size, root (hex), at and key_id."""
    frontier = models.BinaryField()
    """Roots of the perfect subtrees, largest first: where the next checkpoint goes on."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"size", "root", "at", "key_id", "signature", "frontier"}
    )

    class Meta:
        verbose_name = "checkpoint"

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class Epoch(models.Model):
    """A counter that moves whenever facts of ``scope`` (a council's slug, or ``*``) may have changed."""

    scope = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)

    plain_fields: ClassVar[frozenset[str]] = frozenset({"value"})

    class Meta:
        verbose_name = "epoch"

    def __str__(self) -> str:
        return f"{self.scope}: {self.value}"
