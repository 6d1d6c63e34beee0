"""One size of the ledger benchmark, in a process of its own: prints the seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from statistics import median

import django


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


ENTRIES = """
INSERT INTO ledger_ledgerentry (id, council, event, subject, at, content, leaf_hash)
SELECT id, 'bench', 'bench.written', 'bench:' || n, %(at)s, content, sha256('\\x00'::bytea || content)
FROM (SELECT n, id, convert_to('{"actor":"system","at":"' || %(said)s || '","council":"bench",' ||
 '"event":"bench.written","facts":{"n":' || n || '},"id":"' || id || '","subject":"bench:' || n || '"}', 'UTF8')
 AS content FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(size)s) AS n) AS numbered) AS written
"""
"""What ``core.ledger.actions.append`` would write, in one statement; the verification says whether it does."""


def prepare(size: int) -> None:
    """An empty ledger, then ``size`` entries."""
    from django.core.management import call_command
    from django.db import connection

    from core import clock
    from core.ledger import guards

    call_command("migrate", verbosity=0)
    guards.remove()
    with connection.cursor() as cursor:
        tables = "ledger_ledgerentry, ledger_ledgerleaf, ledger_ledgertile, ledger_checkpoint, ledger_pending"
        cursor.execute(f"TRUNCATE {tables}")
    guards.install()
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, {"at": now, "said": now.isoformat(), "size": size})
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
    turns = [(timed(verify_floor), timed(verify)) for _turn in range(3 if size < 1_000_000 else 1)]
    took["verify_floor"], took["verify"] = (median(each) for each in zip(*turns, strict=True))
    print(json.dumps(took))


if __name__ == "__main__":
    main(int(sys.argv[1]))
