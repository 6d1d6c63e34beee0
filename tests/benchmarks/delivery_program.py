"""The delivery benchmark in a process of its own: prints, for each size, seconds of each piece of work and its floor.

python -m tests.benchmarks.delivery_program 10000 100000 1000000
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.council import found, grow  # sets Django up

from django.db import connection, transaction  # isort: skip
from psycopg import ClientCursor  # isort: skip

from core import clock  # isort: skip
from core.accounts.models import SubjectLink  # isort: skip
from config.demo.people import load  # isort: skip
from governance.sharing.actions import deliveries  # isort: skip
from governance.sharing.documents.release_lists import FORMATS  # isort: skip
from governance.sharing.models import Delivery, Grant  # isort: skip
from governance.sharing.queries.deliveries import may_flow  # isort: skip
from governance.sharing.queries.facts import consent_items  # isort: skip
from governance.sharing.queries.release_lists import sealed_ids  # isort: skip
from governance.sharing.queries.requests import line as load_line  # isort: skip
from tests.servers import program  # isort: skip

ROUNDS = {10_000: 3, 100_000: 3, 1_000_000: 1}
"""Size -> turns: what takes long is measured once."""
BY_HAND = """
SELECT person.id FROM accounts_person person
JOIN accounts_subjectlink link ON link.person_id = person.id AND link.holder_id = {holder} AND link.unlinked_at IS NULL
JOIN consent_consent consent ON consent.person_id = person.id AND consent.item_id IN ({items})
 AND consent.state = 'in_force' AND (consent.until IS NULL OR consent.until > now())
WHERE person.council_id = {council} AND NOT EXISTS (
 SELECT 1 FROM consent_personhold hold WHERE hold.person_id = person.id AND hold.since <= now()
 AND (hold.lifted_at IS NULL OR hold.lifted_at > now()))
"""
"""Who may flow, as somebody would write it in psql."""


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def psql(sql: str) -> float:
    """Seconds of ``COPY (sql) TO STDOUT`` as psql tells them, its own start not counted."""
    commands = ["-c", r"\timing on", "-c", f"COPY ({sql}) TO STDOUT"]
    done = subprocess.run(
        [str(program("psql")), os.environ["DATABASE_URL"], "-q", "-X", "-o", "/dev/null", *commands],
        check=True,
        capture_output=True,
        text=True,
    )
    found = re.search(r"^Time: ([\d.]+) ms", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1]) / 1000


def written(query) -> str:
    """A queryset's statement with its values bound."""
    sql, params = query.query.sql_with_params()
    with connection.cursor():
        return ClientCursor(connection.connection).mogrify(sql, params)


def resident() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE sharing_deliveryperson")


def bare(delivery: Delivery, line) -> None:
    """The floor of preparing: the one statement, committed."""
    with transaction.atomic():
        deliveries.insert_manifest(delivery, may_flow(line, at=clock.now()))


def prepared(delivery: Delivery, line) -> tuple[float, float]:
    """The list written, and the bare statement, each on an empty manifest."""
    floor = timed(lambda: bare(delivery, line))
    delivery.manifest.all().delete()
    vacuum()
    work = timed(lambda: deliveries.write_list(delivery))
    vacuum()
    return work, floor


def streamed(delivery: Delivery, ending: str) -> tuple[float, int]:
    """Seconds of one whole list, and by how many bytes the process grew at most meanwhile."""
    before, most, start = resident(), 0, time.perf_counter()
    for _part in FORMATS[ending].write(delivery):
        most = max(most, resident() - before)
    return time.perf_counter() - start, most


def opened(delivery: Delivery) -> float:
    """Seconds that opening the sealed ids of a list takes by itself, everything in memory."""
    field = SubjectLink._meta.get_field("identifier")
    with connection.cursor() as cursor:
        cursor.execute(*sealed_ids(delivery).query.sql_with_params())
        boxes = [box for (box,) in cursor.fetchall()]
    return timed(lambda: field.open_all(boxes))


def measure(grant: Grant, rounds: int) -> dict[str, float]:
    """Each piece of work takes turns with its floor; medians."""
    officer = load().shiomi.users["officer_mayor"]
    line = load_line(grant.line_id)
    took: dict[str, list[float]] = {}

    def note(name: str, seconds: float) -> None:
        took.setdefault(name, []).append(seconds)

    items = ", ".join(str(pk) for pk in consent_items(line))
    by_hand = BY_HAND.format(holder=line.dataset.provider_id, council=grant.council_id, items=items)
    for number in range(rounds):
        delivery = deliveries.prepare(grant, by=officer)
        work, floor = prepared(delivery, line)
        note("prepare", work)
        note("prepare_floor", floor)
        for _turn in range(3):
            note("decide", psql(written(may_flow(line, at=clock.now()))))
            note("decide_floor", psql(by_hand))
        if number < rounds - 1:
            deliveries.cancel(delivery, by=officer)
            vacuum()
    note("release", timed(lambda: deliveries.release(delivery, by=officer)))
    vacuum()
    delivery.refresh_from_db()
    sql = written(sealed_ids(delivery))
    for _round in range(rounds):
        note("copy", psql(sql))
        for ending in FORMATS:
            seconds, grown = streamed(delivery, ending)
            note(ending, seconds)
            note(f"{ending}_grown", grown)
    note("memory", resident())
    note("open", opened(delivery))
    return {name: median(values) for name, values in took.items()} | {"persons": delivery.persons or 0}


def main(arguments: Sequence[str]) -> None:
    found()
    grant = Grant.objects.select_related("council").latest("pk")
    measured = {}
    for size in arguments:
        grow(int(size))
        measured[size] = measure(grant, ROUNDS.get(int(size), 1))
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1:])
