"""The consent benchmark in a process of its own: prints, for each size, the seconds of one record and of one insert.

python -m tests.benchmarks.consent_program 1000 10000 100000
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from statistics import median

from tests.benchmarks.council import found, grow  # sets Django up

from consent import actions  # isort: skip
from consent.models import Consent, ConsentEvent  # isort: skip
from core import clock  # isort: skip
from core.accounts.models import User  # isort: skip

RECORDS = 200
"""Consents recorded at each size; half are given, half withdrawn again."""


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Record and insert take turns; the medians. Person and choice are at hand, as the page before has read them."""
    rows = Consent.objects.filter(state="withdrawn", represented=False).select_related(
        "person__council", "item__version__notice__council", "item__recipient", "item__provider__organisation"
    )
    records, inserts = [], []
    for row in rows.filter(person__user=None).order_by("-pk")[: RECORDS // 2]:
        row.person.user = User.objects.create_user(f"{row.person.key}@bench.example")
        row.person.save()
        for verb in (actions.give, actions.withdraw):
            records.append(timed(lambda: verb(row.person, [row.item], by=row.person.user)))  # noqa: B023 - called at once
            inserts.append(timed(lambda: insert(row)))  # noqa: B023 - called at once
    return {"record": median(records), "insert": median(inserts)}


def insert(row: Consent) -> None:
    """One row of the same table, committed, about a choice that nobody has."""
    ConsentEvent.objects.create(
        person_id=row.person_id,
        choice=uuid.uuid4(),
        item_id=row.item_id,
        sequence=1,
        kind="given",
        route="direct",
        at=clock.now(),
        notice_digest="0" * 64,
    )


def main(arguments: Sequence[str]) -> None:
    found()
    took = {}
    for size in arguments:
        grow(int(size))
        took[size] = measure()
    print(json.dumps(took))


if __name__ == "__main__":
    main(sys.argv[1:])
