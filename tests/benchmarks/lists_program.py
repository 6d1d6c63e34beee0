"""The list benchmark in a process of its own: prints, for each size and page, seconds and statements.

python -m tests.benchmarks.lists_program 1000 10000 100000
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from tests.benchmarks.council import found  # sets Django up

from django.db import connection, models  # isort: skip
from django.test import Client  # isort: skip
from django.test.utils import CaptureQueriesContext  # isort: skip

from config.demo.people import load  # isort: skip
from core.ledger.models import Checkpoint  # isort: skip
from core.ledger.sequencer import seal  # isort: skip
from governance.sharing.actions import deliveries  # isort: skip
from governance.sharing.models import Delivery, Grant, Submission  # isort: skip
from tests.cast import enter  # isort: skip

FEW = 100
TURNS = 7
FIRST = 1_000_000
"""Key of the first copy; the copies of the rows that belong together have the same key."""
PAGES: dict[str, tuple[str, str]] = {
    "requests": ("secretary", "/c/shiomi/requests/"),
    "requests, the last page": ("secretary", "/c/shiomi/requests/?page=100000"),
    "requests by due date": ("secretary", "/c/shiomi/requests/?sort=due&state=open"),
    "grants": ("secretary", "/c/shiomi/grants/"),
    "provision records": ("secretary", "/c/shiomi/records/"),
    "register of requests": ("", "/register/shiomi/lists/requests/"),
    "evidence log": ("", "/ledger/"),
}


def copies(row: models.Model, start: int, stop: int, **changes: str) -> None:
    """Copies of ``row`` number ``start`` up to ``stop``; ``changes`` are SQL with ``n`` as the number."""
    columns = {f'"{field.column}"': f'"{field.column}"' for field in row._meta.concrete_fields}
    columns |= {
        f'"{name}"': value for name, value in {row._meta.pk.column: f"{FIRST} + n", **changes}.items()
    }
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} FROM {table}, generate_series(%s, %s) AS n "
            f"WHERE {table}.{row._meta.pk.column} = %s ORDER BY n",
            [start, stop - 1, row.pk],
        )


def grow(start: int, stop: int) -> None:
    """Requests with a line, a grant and a released delivery each, and as many checkpoints."""
    delivery = (
        Delivery.objects.select_related("grant__line__request", "record").filter(pk__lt=FIRST).latest("pk")
    )
    grant, record = delivery.grant, delivery.record
    same, earlier = f"{FIRST} + n", "- n * interval '1 minute'"
    copies(grant.line.request, start, stop, reference="'RB-' || n", submitted_at=f"submitted_at {earlier}")
    submission = Submission.objects.filter(request=grant.line.request).earliest("turn")
    copies(submission, start, stop, request_id=same)
    copies(grant.line, start, stop, request_id=same)
    copies(grant, start, stop, line_id=same, reference="'GB-' || n", succeeds_id="NULL::bigint")
    released_at = f"released_at {earlier}"
    copies(delivery, start, stop, grant_id=same, reference="'TB-' || n", released_at=released_at)
    copies(record, start, stop, delivery_id=same)
    copies(Checkpoint.objects.filter(pk__lt=FIRST).latest("pk"), start, stop, size=same)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def released() -> None:
    """One provision and one checkpoint, of which the others are copies."""
    officer = load().shiomi.users["officer_mayor"]
    delivery = deliveries.prepare(Grant.objects.latest("pk"), by=officer)
    deliveries.write_list(delivery)
    deliveries.release(delivery, by=officer)
    seal()


class Databases:
    """The database with few rows and the one with many, which one process asks in turn."""

    def __init__(self) -> None:
        self.many = connection.settings_dict["NAME"]
        self.few = f"{self.many}_few"
        self.clients: dict[tuple[str, str], Client] = {}

    def split(self) -> None:
        """What there is now is the database with few rows, and where the other begins."""
        self.use("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self.few}")
            cursor.execute(f"CREATE DATABASE {self.few} TEMPLATE {self.many}")
        self.use(self.many)

    def use(self, name: str) -> None:
        if connection.settings_dict["NAME"] != name:
            connection.close()
            connection.settings_dict["NAME"] = name

    def page(self, name: str, persona: str, path: str) -> tuple[float, int]:
        """Seconds and statements of one page, and that it came."""
        self.use(name)
        connection.ensure_connection()
        client = self.clients.setdefault((name, persona), Client(HTTP_HOST="localhost"))
        if persona and not client.cookies:
            enter(client, load().shiomi.users[persona])
        start = time.perf_counter()
        answer = client.get(path)
        took = time.perf_counter() - start
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return took, len(asked)


def measure(databases: Databases) -> dict[str, Any]:
    """Each page in both databases, in turn; the first turn only warms up."""
    told: dict[str, Any] = {}
    for title, (persona, path) in PAGES.items():
        turns = [
            [databases.page(name, persona, path) for name in (databases.many, databases.few)]
            for _turn in range(TURNS + 1)
        ][1:]
        (many, asked), (few, asked_few) = (
            (median(took for took, _count in each), each[-1][1]) for each in zip(*turns, strict=True)
        )
        if asked != asked_few:
            raise RuntimeError(f"{title}: {asked} statements, with {FEW} rows {asked_few}")
        told[title] = {"many": many, "few": few, "statements": asked, "statements_few": asked_few}
    databases.use(databases.many)
    return told


def main(arguments: Sequence[str]) -> None:
    found()
    released()
    grow(1, FEW)
    databases, have, measured = Databases(), FEW, {}
    databases.split()
    for size in arguments:
        grow(have, int(size))
        have = int(size)
        measured[size] = measure(databases)
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1:])
