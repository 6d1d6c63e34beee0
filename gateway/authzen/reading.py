"""One SQL text for everything that must be as fresh as the answer: the client's key, the counters, the person.

The same text on SQLite and on PostgreSQL, through Django's cursor. On PostgreSQL it is prepared once per
connection with a generic plan: planning its joins takes several times as long as running them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from weakref import WeakSet

import msgspec
from django.db import connection

from consent import queries as consent

SQL = f"""
SELECT client.id, client.council_id, council.slug, client.organisation_id, client.scopes, client.per_minute,
  client.expires_at, client.revoked_at, own.value, everybody.value, person.id,
  {consent.PERSON_COLUMNS}
FROM clients_apiclient client
JOIN accounts_council council ON council.id = client.council_id
LEFT JOIN ledger_epoch own ON own.scope = council.slug
LEFT JOIN ledger_epoch everybody ON everybody.scope = '*'
LEFT JOIN accounts_subjectlink link
  ON link.holder_id = %s AND link.identifier_hash = %s AND link.unlinked_at IS NULL
LEFT JOIN accounts_person person ON person.id = link.person_id AND person.council_id = client.council_id
{consent.PERSON_JOINS}
WHERE client.key_hash = %s
"""  # noqa: S608 - constants of ours
NAME = "gate_reading"
PREPARE = f"PREPARE {NAME} (bigint, bytea, bytea) AS " + SQL.replace("%s", "${}").format(1, 2, 3)
EXECUTE = f"EXECUTE {NAME} (%s, %s, %s)"
PERSON = 10
"""Column of the person; the columns of consents and holds follow."""


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


def read(key_hash: bytes, holder: int | None = None, identifier_hash: bytes | None = None) -> Reading | None:
    """One reading; None where no client has this key."""
    with connection.cursor() as cursor:
        text = _prepared(cursor) if connection.vendor == "postgresql" else SQL
        cursor.execute(text, (holder, identifier_hash, key_hash))
        rows = cursor.fetchall()
    if not rows:
        return None
    first = rows[0]
    scopes = first[4]
    return Reading(
        pk=first[0],
        council=first[1],
        slug=first[2],
        organisation=first[3],
        scopes=tuple(msgspec.json.decode(scopes) if isinstance(scopes, str) else scopes),
        per_minute=first[5],
        expires_at=None if first[6] is None else consent.aware(first[6]),
        revoked_at=None if first[7] is None else consent.aware(first[7]),
        epochs=(first[8] or 0, first[9] or 0),
        known=first[PERSON] is not None,
        rows=tuple([row[PERSON + 1 :] for row in rows]),
    )


_connections: WeakSet[Any] = WeakSet()
"""Connections of this process on which the text is prepared."""


def _prepared(cursor: Any) -> str:
    """How to run the text on this connection."""
    own = connection.connection
    if own not in _connections:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute(PREPARE)
        _connections.add(own)
    return EXECUTE
