"""Is the evidence what it was? Everything is read once, in order, and compared three ways.

The content of an entry against its own hash and columns; the hash against the leaf; the leaves against
tiles and signed checkpoints. A finding names the entry, or the range of leaves it must lie in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from core.ledger import merkle, sequencer, signing
from core.ledger.models import TILE, Checkpoint, LedgerTile


class Content(msgspec.Struct):
    """The columns that repeat what the canonical bytes say."""

    id: UUID
    council: str
    event: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. ``entry`` is empty where only a range of leaves is known."""

    what: str
    entry: str
    index: int | None
    detail: str

    def __str__(self) -> str:
        place = "" if self.index is None else f" at leaf {self.index}"
        return f"{self.what}: entry {self.entry or '?'}{place} ({self.detail})"


PLACED = """
SELECT l."index", l.entry, l.leaf_hash, e.id, e.council, e.event, e.subject, e.at, e.content, e.leaf_hash
FROM ledger_ledgerleaf l LEFT JOIN ledger_ledgerentry e ON e.id = l.entry ORDER BY l."index"
"""
UNPLACED = """
SELECT e.id FROM ledger_ledgerentry e LEFT JOIN ledger_ledgerleaf l ON l.entry = e.id
LEFT JOIN ledger_pending p ON p.entry = e.id WHERE l.entry IS NULL AND p.entry IS NULL
"""


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    """All rows, without holding them: a named cursor on PostgreSQL."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while batch := cursor.fetchmany(5_000):
            yield from batch


def _moment(value: datetime) -> datetime:
    """A timestamp column of either database (SQLite gives UTC without saying so)."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _printed(value: Any) -> str:
    try:
        return str(value if isinstance(value, UUID) else UUID(str(value)))
    except ValueError:
        return str(value)


_decode = msgspec.json.Decoder(Content).decode


def _altered(row: tuple[Any, ...]) -> str:
    """What of a leaf and its entry is not as written; empty when all is."""
    _index, placed, leaf, key, council, event, subject, at, content, hashed = row
    if key is None:
        return "missing"
    if hashlib.sha256(b"\x00" + content).digest() != hashed:
        return "content differs from its hash"
    if hashed != leaf:
        return "hash differs from the leaf"
    said = _decode(content)
    if not placed == key == (said.id if isinstance(key, UUID) else said.id.hex):
        return "another entry's content"
    if said.council != council or said.event != event or said.subject != subject or said.at != _moment(at):
        return "columns differ from the content"
    return ""


class _Tree:
    """The tree as far as it has been read, held against tiles and checkpoints on the way."""

    def __init__(self) -> None:
        self.frontier = merkle.Frontier()
        self.tile_roots: tuple[bytes, ...] = ()
        self.tiles = {row.index: bytes(row.root) for row in LedgerTile.objects.all()}
        self.checkpoints = list(Checkpoint.objects.order_by("-size"))
        self.sealed = 0
        self.stop = 0
        self._aim()

    def _aim(self) -> None:
        """The next size at which there is something to compare."""
        tile = (self.frontier.size // TILE + 1) * TILE
        self.stop = min(tile, self.checkpoints[-1].size) if self.checkpoints else tile

    def add(self, leaves: list[bytes]) -> Iterator[Finding]:
        """Read on, at most up to :attr:`stop`."""
        self.frontier = self.frontier.extended(leaves)
        size = self.frontier.size
        if leaves and size % TILE == 0:
            yield from self._tile(size // TILE - 1)
        while self.checkpoints and self.checkpoints[-1].size <= size:
            yield from self._checkpoint(self.checkpoints.pop())
        self._aim()

    def _tile(self, index: int) -> Iterator[Finding]:
        expected = self.tiles.pop(index, b"")
        grown = merkle.Frontier(index, self.tile_roots).extended([expected])
        if grown.roots != self.frontier.roots:
            yield Finding("tile altered", "", None, f"leaves {index * TILE} to {(index + 1) * TILE - 1}")
        self.tile_roots = self.frontier.roots

    def _checkpoint(self, row: Checkpoint) -> Iterator[Finding]:
        where = f"leaves {self.sealed} to {row.size - 1}"
        same = row.size == self.frontier.size and bytes(row.root) == self.frontier.root()
        if not same or bytes(row.frontier) != self.frontier.encode():
            yield Finding("tree altered", "", None, f"{where} do not give the sealed root")
        said = sequencer.statement(row.size, bytes(row.root), row.at.isoformat(), row.key_id)
        if not signing.signed(said, bytes(row.signature)):
            yield Finding("checkpoint altered", "", None, f"the signature over {row.size} leaves is not ours")
        self.sealed = row.size

    def end(self) -> Iterator[Finding]:
        """What checkpoints and tiles promise beyond the last leaf."""
        size = self.frontier.size
        for row in reversed(self.checkpoints):
            yield Finding(
                "leaves missing", "", None, f"a checkpoint seals {row.size} leaves, {size} are there"
            )
        if size > self.sealed:
            yield Finding(
                "leaves unsealed", "", None, f"leaves {self.sealed} to {size - 1} have no checkpoint"
            )
        for index in sorted(self.tiles):
            yield Finding("tile without leaves", "", None, f"tile {index}")


def verify() -> Iterator[Finding]:
    """Everything that is wrong; nothing when the evidence is whole."""
    tree, expected, fresh = _Tree(), 0, list[bytes]()
    for row in _rows(PLACED):
        if row[0] != expected:
            yield Finding("leaf missing", "", expected, f"leaves {expected} to {row[0] - 1} are not there")
            expected = row[0]
        try:
            wrong = _altered(row)
        except (msgspec.MsgspecError, ValueError, TypeError, AttributeError):
            wrong = "not readable"
        if wrong:
            yield Finding(
                "entry missing" if wrong == "missing" else "altered", _printed(row[1]), row[0], wrong
            )
        fresh.append(bytes(row[2]))
        expected += 1
        if tree.frontier.size + len(fresh) == tree.stop:
            yield from tree.add(fresh)
            fresh = []
    yield from tree.add(fresh)
    yield from tree.end()
    for (key,) in _rows(UNPLACED):
        yield Finding("out of place", _printed(key), None, "the entry never got a place in the tree")
