"""The data of the decision benchmark: the demo council up to a living grant, then as many persons as asked.

    python -m tests.benchmarks.council found          # migrate, fill; prints JSON: key, recipient
    python -m tests.benchmarks.council grow 100000    # persons in all, set-based; every tenth has withdrawn

Runs on DATABASE_URL (PostgreSQL).
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Sequence
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from config.demo import assessments, bodies, consents, datasets, members, rules  # noqa: E402
from config.demo.people import fill_people, load  # noqa: E402
from consent.models import Consent  # noqa: E402
from core import clock  # noqa: E402
from core.administration.actions import issue_client  # noqa: E402
from core.crypto import keyed_hash, seal  # noqa: E402
from tests.factories.sharing import granted  # noqa: E402

PREFIX = "BM"
CROWD = 1900
"""Year of birth of those who are only many."""
SEALED_FOR = "accounts.subjectlink.identifier"


def found() -> None:
    """Everything but the crowd."""
    call_command("migrate", verbosity=0, interactive=False)
    cast = fill_people()
    for step in (rules, members, bodies, datasets, assessments):
        step.fill(cast)
    consents.fill(cast, persons=100)
    world = cast.shiomi
    granted(world)
    _client, key = issue_client(
        world.council,
        world.organisations["city"],
        name="bench",
        scopes=["decide"],
        by=world.users["secretary"],
        per_minute=2_000_000_000,
    )
    print(json.dumps({"key": key, "recipient": f"organisation:{world.organisations['university'].pk}"}))


def grow(total: int) -> None:
    """Persons up to ``total``, linked to the holder, each with an answer under the newest choice."""
    world = load().shiomi
    holder, now = world.organs["mayor"], clock.now()
    item = Consent.objects.filter(person__council=world.council, state="in_force").latest("since").item
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_person WHERE birth_year = %s", [CROWD])
        have = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO accounts_person (council_id, key, birth_year, created_at) "
            "SELECT %s, gen_random_uuid(), %s, now() FROM generate_series(1, %s) RETURNING id",
            [world.council.pk, CROWD, total - have],
        )
        persons = [row[0] for row in cursor.fetchall()]
        with cursor.copy(
            "COPY accounts_subjectlink (person_id, holder_id, identifier, identifier_hash, method, assurance, "
            "linked_at) FROM STDIN"
        ) as copy:
            for number, person in enumerate(persons, start=have):
                name = f"{PREFIX}-{number}"
                sealed = seal(name.encode(), purpose=SEALED_FOR)
                hashed = keyed_hash(name, purpose=f"subject:{holder.pk}")
                copy.write_row((person, holder.pk, sealed, hashed, "entrusted_table", "low", now))
        cursor.execute(
            "INSERT INTO consent_consent (person_id, choice, item_id, state, since, until, sequence, last_event, "
            "represented) SELECT id, %s, %s, CASE WHEN id %% 10 = 0 THEN 'withdrawn' ELSE 'in_force' END, "
            "%s, %s, 1, %s, false FROM accounts_person WHERE id = ANY(%s)",
            [
                item.choice,
                item.pk,
                now,
                now + timedelta(days=90),
                uuid.uuid4(),
                persons,
            ],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main(arguments: Sequence[str]) -> None:
    if arguments[0] == "found":
        found()
    else:
        grow(int(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
