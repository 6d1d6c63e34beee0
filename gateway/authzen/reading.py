"""One SQL text for everything that must be as fresh as the answer: the client's key, the counters, the person.

Any number of questions is read at once, and so from one state of the database. The text is the same on SQLite
and on PostgreSQL but for how the list of questions is written. On PostgreSQL it is prepared once per connection
with a generic plan: planning its joins takes several times as long as running them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakSet

import msgspec
import psycopg
from django.db import connection
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult

from consent import queries as consent

SQL = f"""
WITH asked(key_hash, holder, identifier, place) AS ({{asked}}),
client AS {{once}} (
  SELECT client.key_hash, client.id, client.council_id, council.slug, client.organisation_id,
    CAST(client.scopes AS text) AS scopes, client.per_minute, client.expires_at, client.revoked_at,
    own.value AS own, everybody.value AS everybody
  FROM (SELECT DISTINCT key_hash FROM asked) named
  JOIN clients_apiclient client ON client.key_hash = named.key_hash
  JOIN accounts_council council ON council.id = client.council_id
  LEFT JOIN ledger_epoch own ON own.scope = council.slug
  LEFT JOIN ledger_epoch everybody ON everybody.scope = '*'
)
SELECT asked.place, client.id, client.council_id, client.slug, client.organisation_id, client.scopes,
  client.per_minute, client.expires_at, client.revoked_at, client.own, client.everybody,
  person.id, {consent.PERSON_COLUMNS}
FROM asked
JOIN client ON client.key_hash = asked.key_hash
LEFT JOIN accounts_subjectlink link
  ON link.holder_id = asked.holder AND link.identifier_hash = asked.identifier AND link.unlinked_at IS NULL
LEFT JOIN accounts_person person ON person.id = link.person_id AND person.council_id = client.council_id
{consent.PERSON_JOINS}
"""  # noqa: S608 - constants of ours
ARRAYS = "SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) WITH ORDINALITY"
ON_POSTGRES = SQL.format(asked=ARRAYS, once="MATERIALIZED")
NAME = b"gate_reading"
PERSON = 11
"""Column of the person; the columns of consents and holds follow. The columns before it are the client's."""


class Wanted(NamedTuple):
    """What one question reads: who asks, and the person by the holder's id, if it is about one."""

    key_hash: bytes
    holder: int | None = None
    identifier_hash: bytes | None = None


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What the text found. ``epochs`` are the counters of the council and of everybody; ``rows`` are the
    person's consents and holds. It stands for the API client towards :mod:`core.clients.keys`."""

    pk: int
    council: int
    slug: str
    organisation: int
    scopes: tuple[str, ...]
    per_minute: int
    expires_at: datetime | None
    revoked_at: datetime | None
    epochs: tuple[int, int]
    known: bool
    rows: tuple[tuple[Any, ...], ...]


def read(wanted: Sequence[Wanted]) -> list[Reading | None]:
    """A reading for each of ``wanted``, in their order; None where no client has the key.

    Raises:
        django.db.Error: the database is away.
    """
    rows = _on_postgres(wanted) if connection.vendor == "postgresql" else _elsewhere(wanted)
    return _readings(rows, len(wanted))


def _readings(rows: Sequence[tuple[Any, ...]], count: int) -> list[Reading | None]:
    by_place: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_place.setdefault(row[0], []).append(row)
    return [_reading(by_place.get(place)) for place in range(1, count + 1)]


def _reading(rows: list[tuple[Any, ...]] | None) -> Reading | None:
    if rows is None:
        return None
    _place, pk, council, slug, organisation, scopes, rate, expires, revoked, own, everybody = rows[0][:PERSON]
    return Reading(
        pk=pk,
        council=council,
        slug=slug,
        organisation=organisation,
        scopes=_scopes(scopes),
        per_minute=rate,
        expires_at=None if expires is None else consent.aware(expires),
        revoked_at=None if revoked is None else consent.aware(revoked),
        epochs=(own or 0, everybody or 0),
        known=rows[0][PERSON] is not None,
        rows=tuple([row[PERSON + 1 :] for row in rows]),
    )


@lru_cache(maxsize=256)
def _scopes(text: str) -> tuple[str, ...]:
    return tuple(msgspec.json.decode(text))


def _elsewhere(wanted: Sequence[Wanted]) -> list[tuple[Any, ...]]:
    values = ", ".join(["(%s, %s, %s, %s)"] * len(wanted))
    listed = [part for place, one in enumerate(wanted, start=1) for part in (*one, place)]
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(asked=f"VALUES {values}", once=""), listed)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


_ready: WeakSet[Any] = WeakSet()
"""Connections of this process on which the text is prepared."""


def _on_postgres(wanted: Sequence[Wanted]) -> list[tuple[Any, ...]]:
    """Through libpq, as psycopg offers it: a cursor costs more than the question."""
    connection.ensure_connection()
    own: psycopg.Connection[Any] = connection.connection
    with connection.wrap_database_errors:
        if own not in _ready:
            prepare(own)
            _ready.add(own)
        return _rows(own, own.pgconn.exec_prepared(NAME, _arrays(wanted), None, Format.BINARY))


def prepare(own: psycopg.Connection[Any]) -> None:
    """Prepare the text on a connection."""
    _checked(own, own.pgconn.exec_(b"SET plan_cache_mode = force_generic_plan"))
    _checked(own, own.pgconn.prepare(NAME, ON_POSTGRES.encode()))


def send(own: psycopg.Connection[Any], wanted: Sequence[Wanted]) -> None:
    """Send the question on a prepared connection and do not wait for what it finds."""
    own.pgconn.send_query_prepared(NAME, _arrays(wanted), None, Format.BINARY)


def receive(own: psycopg.Connection[Any], count: int) -> list[Reading | None] | None:
    """What ``count`` wanted readings found, sent by :func:`send`; None while not all of it is there.

    Raises:
        psycopg.Error: the connection is lost, or the text went wrong.
    """
    own.pgconn.consume_input()
    if own.pgconn.is_busy():
        return None
    result = own.pgconn.get_result()
    if result is None:
        raise psycopg.OperationalError("the connection is lost")
    found = _readings(_rows(own, result), count)
    while own.pgconn.get_result() is not None:
        pass
    return found


def _rows(own: psycopg.Connection[Any], result: PGresult) -> list[tuple[Any, ...]]:
    reader = Transformer(own)
    reader.set_pgresult(_checked(own, result))
    return reader.load_rows(0, result.ntuples, tuple)


def _checked(own: psycopg.Connection[Any], result: PGresult) -> PGresult:
    """``result``, where it is one."""
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return result
    if own.pgconn.status != ConnStatus.OK:
        raise psycopg.OperationalError("the connection is lost")
    raise error_from_result(result)


def _arrays(wanted: Sequence[Wanted]) -> tuple[bytes, bytes, bytes]:
    """The columns of ``wanted`` as PostgreSQL writes arrays."""
    keys = ",".join(["\\\\x" + one.key_hash.hex() for one in wanted])
    holders = ",".join(["NULL" if one.holder is None else str(one.holder) for one in wanted])
    persons = ",".join(
        ["NULL" if one.identifier_hash is None else "\\\\x" + one.identifier_hash.hex() for one in wanted]
    )
    return f"{{{keys}}}".encode(), f"{{{holders}}}".encode(), f"{{{persons}}}".encode()
