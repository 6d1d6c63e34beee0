"""The data of the decision benchmark: the demo council up to a living grant, then as many persons as asked.

    python -m tests.benchmarks.council found_council  # migrate, fill
    python -m tests.benchmarks.council found          # the same where it is not done; prints JSON: key, recipient
    python -m tests.benchmarks.council grow 100000    # persons in all, set-based; every tenth has withdrawn

Runs on DATABASE_URL (PostgreSQL).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from config.demo import assessments, bodies, consents, datasets, members, rules  # noqa: E402
from config.demo.people import fill_people, load  # noqa: E402
from consent.models import Consent  # noqa: E402
from core import clock  # noqa: E402
from core.accounts.subjects import subject_hash  # noqa: E402
from core.administration.actions import issue_client  # noqa: E402
from core.crypto import seal  # noqa: E402
from tests.factories.sharing import granted  # noqa: E402

PREFIX = "BM"
CROWD = 1900
"""Year of birth of those who are only many."""
NAMED = 100_000
"""So many can be asked about by the holder's id; beyond them nobody asks, so theirs are drawn from a thousand."""
LINK = "person_id, holder_id, identifier, identifier_hash, method, assurance, linked_at"
NEW = "SELECT id FROM accounts_person WHERE birth_year = %(crowd)s AND id > %(last)s ORDER BY id"
ANSWERS = f"""
INSERT INTO consent_consent (person_id, choice, item_id, state, since, until, sequence, last_event, represented)
SELECT id, %(choice)s, %(item)s, CASE WHEN id %% 10 = 0 THEN 'withdrawn' ELSE 'in_force' END, %(now)s, %(until)s, 1,
 gen_random_uuid(), false FROM ({NEW}) AS new
"""
SEALED_FOR = "accounts.subjectlink.identifier"


def found() -> None:
    """Everything but the crowd; in a copy of a database that was founded before, only another key."""
    if "sharing_grant" not in connection.introspection.table_names():
        found_council()
    world = load().shiomi
    _client, key = issue_client(
        world.council,
        world.organisations["city"],
        name="bench",
        scopes=["decide"],
        by=world.users["secretary"],
        per_minute=2_000_000_000,
    )
    print(json.dumps({"key": key, "recipient": f"organisation:{world.organisations['university'].pk}"}))


def found_council() -> None:
    """The demo council up to a living grant."""
    call_command("migrate", verbosity=0, interactive=False)
    cast = fill_people()
    for step in (rules, members, bodies, datasets, assessments):
        step.fill(cast)
    consents.fill(cast, persons=100)
    granted(cast.shiomi)


def grow(total: int) -> None:
    """Persons up to ``total``, linked to the holder, each with an answer under the newest choice."""
    world = load().shiomi
    holder, now = world.organs["mayor"], clock.now()
    item = Consent.objects.filter(person__council=world.council, state="in_force").latest("since").item
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(max(id), 0) FROM accounts_person WHERE birth_year = %s", [CROWD]
        )
        have, last = cursor.fetchone()
        cursor.execute(
            "INSERT INTO accounts_person (council_id, key, birth_year, created_at) "
            "SELECT %s, gen_random_uuid(), %s, now() FROM generate_series(1, %s)",
            [world.council.pk, CROWD, total - have],
        )
        known = {"crowd": CROWD, "last": last, "have": have, "holder": holder.pk, "now": now}
        known["council"] = world.council.pk
        _link(cursor, known, max(min(total, NAMED) - have, 0))
        cursor.execute(
            ANSWERS, known | {"choice": item.choice, "item": item.pk, "until": now + timedelta(days=90)}
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _link(cursor: Any, known: dict[str, Any], named: int) -> None:
    """The holder's id of each new person: the first ``named`` by name, the others under some sealed id or other."""
    cursor.execute(NEW + " LIMIT %(named)s", known | {"named": named})
    persons = [row[0] for row in cursor.fetchall()]
    with cursor.copy(f"COPY accounts_subjectlink ({LINK}) FROM STDIN") as copy:
        for number, person in enumerate(persons, start=known["have"]):
            name = f"{PREFIX}-{number}"
            sealed = seal(name.encode(), purpose=SEALED_FOR)
            hashed = subject_hash(known["council"], known["holder"], name)
            copy.write_row((person, known["holder"], sealed, hashed, "entrusted_table", "low", known["now"]))
    boxes = [
        seal(f"{PREFIX}-{number}".encode(), purpose=SEALED_FOR) for number in range(NAMED, NAMED + 1_000)
    ]
    cursor.execute(
        f"INSERT INTO accounts_subjectlink ({LINK}) SELECT id, %(holder)s, (%(boxes)s::bytea[])[1 + id %% 1000], "
        f"sha256(convert_to('crowd' || id, 'UTF8')), 'entrusted_table', 'low', %(now)s "
        f"FROM ({NEW}) AS new OFFSET %(named)s",
        known | {"boxes": boxes, "named": named},
    )


def main(arguments: Sequence[str]) -> None:
    if arguments[0] == "found":
        found()
    elif arguments[0] == "found_council":
        found_council()
    else:
        grow(int(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
