"""One size of the ledger benchmark, in a process of its own: prints the seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable

import django


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def prepare(size: int) -> None:
    """An empty ledger, then ``size`` entries written in bulk."""
    from django.core.management import call_command
    from django.db import connection

    from core import canonical, clock
    from core.ledger import guards, merkle
    from core.ledger.models import LedgerEntry

    call_command("migrate", verbosity=0)
    guards.remove()
    with connection.cursor() as cursor:
        tables = "ledger_ledgerentry, ledger_ledgerleaf, ledger_ledgertile, ledger_checkpoint, ledger_pending"
        cursor.execute(f"TRUNCATE {tables}")
    guards.install()
    now = clock.now()

    def entry(n: int) -> LedgerEntry:
        number = uuid.uuid4()
        said = {
            "id": number,
            "council": "bench",
            "event": "bench.written",
            "subject": f"bench:{n}",
            "at": now,
        }
        content = canonical.encode(said | {"actor": "system", "facts": {"n": n}})
        return LedgerEntry(
            id=number,
            council="bench",
            event="bench.written",
            subject=f"bench:{n}",
            at=now,
            content=content,
            leaf_hash=merkle.leaf_hash(content),
        )

    for start in range(0, size, 5_000):
        LedgerEntry.objects.bulk_create(entry(n) for n in range(start, min(size, start + 5_000)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_ledgerentry")


def seal_floor() -> None:
    """Read the hashes, hash them up in memory, insert the leaves: what any sequencer must do at least."""
    from django.db import connection, transaction

    from core.ledger import merkle

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, leaf_hash FROM ledger_ledgerentry")
        rows = cursor.fetchall()
        merkle.root(bytes(leaf) for _key, leaf in rows)
        cursor.execute("CREATE TEMP TABLE floor_leaf (LIKE ledger_ledgerleaf INCLUDING ALL) ON COMMIT DROP")
        cursor.execute(
            'INSERT INTO floor_leaf ("index", entry, leaf_hash) '
            "SELECT row_number() OVER () - 1, id, leaf_hash FROM ledger_ledgerentry"
        )


def verify_floor() -> None:
    """Read the whole table and hash it up in memory."""
    from django.db import connection

    from core.ledger import merkle

    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_ledgerentry")

        def leaves():
            while batch := cursor.fetchmany(5_000):
                for row in batch:
                    yield merkle.leaf_hash(row[5])

        merkle.root(leaves())


def verify() -> None:
    from core.ledger import verification

    found = list(verification.verify())
    assert not found, found[:3]


def main(size: int) -> None:
    django.setup()
    prepare(size)
    from core.ledger import sequencer

    took = {"seal_floor": timed(seal_floor), "seal": timed(sequencer.seal)}
    took |= {"verify_floor": timed(verify_floor), "verify": timed(verify)}
    print(json.dumps(took))


if __name__ == "__main__":
    main(int(sys.argv[1]))
