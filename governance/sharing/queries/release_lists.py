"""The ids on a released list, read in flat memory however many persons there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, cast

from django.db import connection
from django.db.models import F, Q, QuerySet
from psycopg import ClientCursor, Connection
from psycopg.errors import error_from_result
from psycopg.generators import fetch, send
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from core import clock
from core.accounts.models import SubjectLink
from core.crypto.fields import SealedTextField
from governance.sharing.models import Delivery

BATCH = 5_000
"""Ids that are in memory at a time."""


def linked_at(moment: datetime | F, path: str = "") -> Q:
    """Selects the links (by ``path``) that were in force at ``moment``, whatever became of them since: the records that
    were released then went under their ids."""
    begun = Q((f"{path}linked_at__lte", moment))
    return begun & (Q((f"{path}unlinked_at__isnull", True)) | Q((f"{path}unlinked_at__gt", moment)))


def links_at_release(delivery: Delivery) -> QuerySet[SubjectLink]:
    """The links to the holder, as of the release, of whoever is on the list; as of now where it was not released."""
    return SubjectLink.objects.filter(
        linked_at(delivery.released_at or clock.now()),
        holder=delivery.grant.line.dataset.provider_id,
        person__in=delivery.manifest.values("person"),
    )


def unlinked_since(delivery: Delivery) -> int:
    """How many persons on the list the holder no longer knows by the id on it."""
    if delivery.released_at is None:
        return 0
    return links_at_release(delivery).filter(unlinked_at__gt=delivery.released_at).count()


def sealed_ids(delivery: Delivery) -> QuerySet[SubjectLink, Any]:
    """The one statement behind a list, unevaluated: the sealed id of each person on it, always in the same order."""
    rows = links_at_release(delivery).order_by("person_id")
    return rows.values_list(
        "identifier"
    )  # both tables have an index in this order: the first rows come at once


def release_batches(delivery: Delivery) -> Iterator[list[bytes]]:
    """The holder's ids in UTF-8, :data:`BATCH` at a time."""
    field: SealedTextField = SubjectLink._meta.get_field("identifier")
    sql, params = sealed_ids(delivery).query.sql_with_params()
    batches = _on_postgres(sql, params) if connection.vendor == "postgresql" else _elsewhere(sql, params)
    for boxes in batches:
        yield field.open_all(boxes)


def _on_postgres(sql: str, params: Sequence[Any]) -> Iterator[list[bytes]]:
    """The one column of the rows as the server finds them, while those before are opened here; nothing is kept on
    either side. The connection answers nothing else meanwhile. The library's own ``stream`` makes a tuple of every row,
    which takes longer than reading it."""
    connection.ensure_connection()
    link: Connection[Any] = connection.connection
    written = ClientCursor(link).mogrify(sql, params)
    link.pgconn.send_query_params(written.encode(), None, result_format=Format.BINARY)
    try:
        link.pgconn.set_chunked_rows_mode(BATCH)
        link.wait(send(link.pgconn))
        while (chunk := link.wait(fetch(link.pgconn))) is not None:  # other threads go on meanwhile
            boxes = _column(chunk)
            if boxes:
                yield boxes
    finally:
        _settle(link)


def _column(chunk: PGresult) -> list[bytes]:
    """The first column of ``chunk``, which is never NULL.

    Raises:
        psycopg.Error: the server could not go on.
    """
    if chunk.status not in (ExecStatus.TUPLES_CHUNK, ExecStatus.TUPLES_OK):
        raise error_from_result(chunk)
    value = cast("Callable[[int, int], bytes]", chunk.get_value)
    return [value(row, 0) for row in range(chunk.ntuples)]


def _settle(link: Connection[Any]) -> None:
    """Whoever stopped reading half-way leaves a connection that can be asked again."""
    if link.pgconn.transaction_status == TransactionStatus.ACTIVE:
        link.cancel_safe()
        while link.wait(fetch(link.pgconn)) is not None:
            pass


def _elsewhere(sql: str, params: Sequence[Any]) -> Iterator[list[bytes]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(BATCH):
            yield [box for (box,) in rows]


def release_list(delivery: Delivery) -> Iterator[str]:
    """The same one by one."""
    return (one.decode() for one in chain.from_iterable(release_batches(delivery)))
