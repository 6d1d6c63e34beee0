"""Reading the evidence: proofs, promises and the newest checkpoint."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, TypeVar

from django.db.models import BigIntegerField, BinaryField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.utils.functional import Promise

from core import clock
from core.accounts.models import Council
from core.ledger import merkle, sequencer, signing
from core.ledger.events import CATALOGUE, Event, Visibility
from core.ledger.models import TILE, Checkpoint, LedgerEntry, LedgerLeaf, LedgerTile, Pending

S = TypeVar("S")


def checkpoints() -> QuerySet[Checkpoint]:
    """All checkpoints, newest first."""
    return Checkpoint.objects.order_by("-size")


def head() -> Checkpoint | None:
    """The newest checkpoint."""
    return checkpoints().first()


def about(subject: str) -> QuerySet[LedgerEntry]:
    """Entries about one object (``request:R-2026-031``) in the order of the log; those still waiting last."""
    return _turned(_placed(LedgerEntry.objects.filter(subject=subject))).order_by("turn", "at")


def _placed(rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """``rows`` with their place in the log in ``leaf``; None while they wait for it."""
    leaf = LedgerLeaf.objects.filter(entry=OuterRef("pk")).values("index")[:1]
    return rows.annotate(leaf=Subquery(leaf))


def of_council(council: Council) -> QuerySet[LedgerEntry]:
    """The entries of ``council`` with their places, the newest first; those of one moment in the order of the log,
    those that still wait for their place the newest of them."""
    rows = _placed(LedgerEntry.objects.filter(council=council.slug)).defer("leaf_hash")
    return _turned(rows).order_by("-at", "-turn", "-pk")


WAITING = 1 << 62
"""Turns of entries that wait for their place begin here: after every leaf."""


def _turned(rows: QuerySet[LedgerEntry]) -> QuerySet[Any]:
    """``rows`` with their ``turn`` in the log: the place, or where they wait for it."""
    waiting = Pending.objects.filter(entry=OuterRef("pk")).annotate(turn=F("pk") + WAITING).values("turn")[:1]
    return rows.annotate(
        turn=Coalesce("leaf", Subquery(waiting), Value(WAITING), output_field=BigIntegerField())
    )


def newest(
    council: Council, subjects: Iterable[str], events: Iterable[Event], most: int
) -> list[LedgerEntry]:
    """The newest entries of ``events`` about ``subjects``, the newest first, for timelines."""
    rows = _placed(LedgerEntry.objects.filter(council=council.slug, subject__in=list(subjects)))
    rows = rows.filter(event__in=[event.name for event in events]).defer("content", "leaf_hash")
    return list(_turned(rows).order_by("-at", "-turn")[:most])


def words(entry: LedgerEntry) -> str | Promise:
    """What happened, as people say it; its bare name once the program no longer knows the event."""
    event = CATALOGUE.get(entry.event)
    return event.words if event else entry.event


def actor(entry: LedgerEntry) -> str:
    """Who acted, as the entry says: ``user:12``, ``client:<start of its key>`` or ``system``."""
    return str(json.loads(bytes(entry.content)).get("actor", ""))


def acted_by(rows: QuerySet[LedgerEntry], who: str) -> QuerySet[LedgerEntry]:
    """Those of ``rows`` in which ``who`` acted, as :func:`actor` says it. The content begins with the actor, since its
    canonical form is in the order of the keys; every row that is left is read for it."""
    begins = f'{{"actor":{json.dumps(who)},'.encode()
    start = Substr("content", 1, len(begins), output_field=BinaryField())
    return rows.annotate(start=start).filter(start=begins)


def last_about(council: Council, subjects: Iterable[str]) -> datetime | None:
    """When the newest entry about any of ``subjects`` of ``council`` was written."""
    rows = LedgerEntry.objects.filter(council=council.slug, subject__in=list(subjects))
    return rows.order_by("-at").values_list("at", flat=True).first()


def last_of(
    council: Council, subjects: Iterable[str], events: Iterable[Event]
) -> dict[str, tuple[str, datetime]]:
    """The name and moment of the last of ``events`` about each of ``subjects`` of ``council``. One statement."""
    rows = LedgerEntry.objects.filter(council=council.slug, subject__in=list(subjects))
    rows = rows.filter(event__in=[event.name for event in events]).order_by("at", "pk")
    return {subject: (event, at) for subject, event, at in rows.values_list("subject", "event", "at")}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry about an object, as it was said: for timelines, and to fold a state from its evidence."""

    event: str
    at: str
    actor: str
    facts: Mapping[str, Any]


def history(subject: str) -> list[Told]:
    """What the ledger tells about ``subject``, oldest first."""
    said = (json.loads(bytes(entry.content)) for entry in about(subject))
    return [Told(one["event"], one["at"], one["actor"], one["facts"]) for one in said]


def told_about(council: Council, subject: str, events: Iterable[Event]) -> list[Told]:
    """What the ledger tells of ``events`` about ``subject`` of ``council``, oldest first."""
    rows = LedgerEntry.objects.filter(council=council.slug, subject=subject)
    rows = rows.filter(event__in=[event.name for event in events]).order_by("at", "pk")
    said = (json.loads(bytes(entry.content)) for entry in rows)
    return [Told(one["event"], one["at"], one["actor"], one["facts"]) for one in said]


def entries_told(
    council: Council, subject: str, event: Event
) -> Iterator[tuple[LedgerEntry, Mapping[str, Any]]]:
    """The entries of ``event`` about ``subject`` of ``council`` with their places and facts, oldest first."""
    rows = LedgerEntry.objects.filter(council=council.slug, subject=subject, event=event.name)
    for entry in _placed(rows).order_by("at", "pk"):
        yield entry, json.loads(bytes(entry.content))["facts"]


def told_of(events: Iterable[Event]) -> Iterator[tuple[str, str, Told]]:
    """What the ledger tells of ``events`` with the council (its slug) and the subject of each, subject by subject; read
    one after the other."""
    rows = LedgerEntry.objects.filter(event__in=[event.name for event in events])
    for entry in rows.order_by("council", "subject", "at", "pk").iterator(chunk_size=500):
        one = json.loads(bytes(entry.content))
        yield entry.council, entry.subject, Told(one["event"], one["at"], one["actor"], one["facts"])


def fold(subject: str, step: Callable[[S, Told], S], start: S) -> S:
    """The state that the evidence about ``subject`` gives: a property of every workflow is that the row agrees."""
    return reduce(step, history(subject), start)


def is_public(entry: LedgerEntry) -> bool:
    """May anyone read the entry's facts?"""
    event = CATALOGUE.get(entry.event)
    return event is not None and event.visibility == Visibility.PUBLIC


def promise(entry: LedgerEntry) -> dict[str, Any]:
    """A signed promise, given at once, that ``entry`` will be in the tree within a minute."""
    said = {
        "type": "sekisho-promise",
        "entry": str(entry.pk),
        "leaf_hash": bytes(entry.leaf_hash).hex(),
        "at": clock.wall().isoformat(),
        "key_id": signing.key_id(),
    }
    return {**said, "signature": signing.sign(said).hex()}


def published(checkpoint: Checkpoint) -> dict[str, Any]:
    """A checkpoint as anyone may download it."""
    said = sequencer.statement(
        checkpoint.size, bytes(checkpoint.root), checkpoint.at.isoformat(), checkpoint.key_id
    )
    return {**said, "signature": bytes(checkpoint.signature).hex()}


def subtree(start: int, end: int) -> bytes:
    """The root over leaves start..end-1, from whole tiles where the range is made of them."""
    if start % TILE == 0 and end - start >= TILE:
        whole = end // TILE
        stored = LedgerTile.objects.filter(index__gte=start // TILE, index__lt=whole).order_by("index")
        tiles = merkle.Frontier().extended(bytes(one) for one in stored.values_list("root", flat=True))
        rest = merkle.Frontier().extended(sequencer.leaves(whole * TILE, end))
        return merkle.Frontier(tiles.size * TILE + rest.size, tiles.roots + rest.roots).root()
    return merkle.root(sequencer.leaves(start, end))


def proof(entry: LedgerEntry) -> dict[str, Any] | None:
    """That ``entry`` is in the tree of the newest checkpoint; None while it waits for its place."""
    leaf = LedgerLeaf.objects.filter(entry=entry.pk).first()
    checkpoint = head()
    if leaf is None or checkpoint is None:
        return None
    path = merkle.inclusion_proof(leaf.index, checkpoint.size, subtree)
    return {
        "index": leaf.index,
        "path": [node.hex() for node in path],
        "checkpoint": published(checkpoint),
    }


def receipt(entry: LedgerEntry, *, with_content: bool) -> dict[str, Any]:
    """What the offline verifier reads: the entry, its promise and, once it has a place, its proof."""
    return {
        "type": "sekisho-receipt",
        "leaf_hash": bytes(entry.leaf_hash).hex(),
        "content": bytes(entry.content).decode() if with_content else None,
        "promise": promise(entry),
        "proof": proof(entry),
        "keys": signing.public_keys(),
    }


def consistency(first: Checkpoint, second: Checkpoint) -> dict[str, Any]:
    """That the tree of ``first`` is the beginning of the tree of ``second``."""
    path = merkle.consistency_proof(first.size, second.size, subtree)
    return {
        "type": "sekisho-consistency",
        "first": published(first),
        "second": published(second),
        "path": [node.hex() for node in path],
    }
