"""Holders' ids are matched within one council."""

from typing import Any

from django.db import migrations

from core.crypto import keyed_hash


def hash_within_the_council(apps: Any, schema_editor: Any) -> None:
    """What :func:`core.accounts.subjects.subject_hash` gives, for the links that are there."""
    links = apps.get_model("accounts", "SubjectLink").objects
    batch: list[Any] = []
    for link in links.select_related("person").order_by("pk").iterator(chunk_size=2000):
        purpose = f"subject:{link.person.council_id}:{link.holder_id}"
        link.identifier_hash = keyed_hash(link.identifier, purpose=purpose)
        batch.append(link)
        if len(batch) == 2000:
            links.bulk_update(batch, ["identifier_hash"])
            batch = []
    links.bulk_update(batch, ["identifier_hash"])


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(hash_within_the_council, migrations.RunPython.noop, elidable=True)]
