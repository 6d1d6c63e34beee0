"""Giving entries their places in the tree and sealing a signed checkpoint over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction

from core import clock
from core.ledger import merkle, signing
from core.ledger.models import TILE, Checkpoint, LedgerLeaf, LedgerTile, Pending

LOCK = 0x5E_C1_50
"""Key of PostgreSQL's advisory lock: one sequencer at a time."""

PLACE = """
INSERT INTO ledger_ledgerleaf ("index", entry, leaf_hash)
SELECT %s + row_number() OVER (ORDER BY p.id), e.id, e.leaf_hash
FROM ledger_pending p JOIN ledger_ledgerentry e ON e.id = p.entry
"""
EMPTY = 'DELETE FROM ledger_pending WHERE entry IN (SELECT entry FROM ledger_ledgerleaf WHERE "index" >= %s)'


def seal() -> Checkpoint | None:
    """Place every waiting entry and seal one checkpoint; None when nothing waits or another is at it.

    Places and checkpoint are one transaction: there is never a leaf that no checkpoint covers.
    """
    if not Pending.objects.exists():
        return None
    with transaction.atomic():
        if not _alone():
            return None
        last = Checkpoint.objects.order_by("-size").first()
        before = merkle.Frontier.decode(last.size, bytes(last.frontier)) if last else merkle.Frontier()
        with connection.cursor() as cursor:
            cursor.execute(PLACE, [before.size - 1])
            if cursor.rowcount == 0:
                return None
            cursor.execute(EMPTY, [before.size])
        return _checkpoint(_grow(before))


def _alone() -> bool:
    """SQLite's transactions begin IMMEDIATE, so that there is one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def leaves(start: int, end: int | None = None) -> Iterator[bytes]:
    """Leaf hashes from ``start`` up to ``end``, streamed."""
    rows = LedgerLeaf.objects.filter(index__gte=start).order_by("index")
    if end is not None:
        rows = rows.filter(index__lt=end)
    for leaf in rows.values_list("leaf_hash", flat=True).iterator(chunk_size=10_000):
        yield bytes(leaf)


def _grow(before: merkle.Frontier) -> merkle.Frontier:
    """Extend the tree by the new leaves, each hashed once, and keep the tiles that became full.

    A tree over leaves is the tree over its full tiles followed by the leaves of the last, unfinished tile.
    """
    count = before.size // TILE
    tiles = merkle.Frontier(count, before.roots[: count.bit_count()])
    source = leaves(count * TILE)
    while len(chunk := list(islice(source, TILE))) == TILE:
        count = tiles.size
        root = merkle.root(chunk)
        LedgerTile.objects.create(index=count, root=root)
        tiles = tiles.extended([root])
    rest = merkle.Frontier().extended(chunk)
    return merkle.Frontier(tiles.size * TILE + rest.size, tiles.roots + rest.roots)


def statement(size: int, root: bytes, at: str, key_id: str) -> dict[str, object]:
    """What the signature of a checkpoint covers."""
    return {"type": "sekisho-checkpoint", "size": size, "root": root.hex(), "at": at, "key_id": key_id}


def _checkpoint(frontier: merkle.Frontier) -> Checkpoint:
    now, root, key = clock.wall(), frontier.root(), signing.key_id()
    return Checkpoint.objects.create(
        size=frontier.size,
        root=root,
        at=now,
        key_id=key,
        signature=signing.sign(statement(frontier.size, root, now.isoformat(), key)),
        frontier=frontier.encode(),
    )
