"""Which provisions the kept answers cite. Those kept first name them by their label alone, as of their day."""

from collections import defaultdict
from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from core import clock

BATCH = 500
Editions = list[tuple[date, str, dict[str, str]]]
"""Of each edition, the oldest first: since when it bound, its rule document, and its provisions by their label."""


def by_label(apps: Any) -> dict[int, Editions]:
    """The editions of each council."""
    found: dict[int, Editions] = defaultdict(list)
    editions = apps.get_model("rulebook", "Edition").objects.filter(withdrawal__isnull=True)
    for edition in editions.select_related("instrument").order_by("effective_on", "number"):
        short, texts = edition.instrument.short_ja, edition.texts.values_list("label_ja", "provision__key")
        named = {f"{short}{label}": key for label, key in texts}
        found[edition.instrument.council_id].append((edition.effective_on, edition.instrument.code, named))
    return found


def cited(check: dict[str, Any], editions: Editions, day: date) -> list[tuple[str, str]]:
    """Rule document and provision on which ``check`` rests."""
    if not check["applies"] or check["basis"] != "council" or check["state"] == "not_applicable":
        return []
    if "instrument" in check:
        return [(check["instrument"], check["provision"])] if check["instrument"] else []
    label = check["article_ja"]
    in_force = {code: named for since, code, named in editions if since <= day}
    return [(code, named[label]) for code, named in in_force.items() if label in named]


def fill(apps: Any, schema_editor: Any) -> None:
    """As if each had been kept with what it cites."""
    CitedProvision = apps.get_model("sharing", "CitedProvision")
    editions, made = by_label(apps), []
    rows = apps.get_model("sharing", "StoredVerdict").objects.order_by("pk")
    columns = ("line__request__council_id", "pk", "line_id", "moment", "at", "checks")
    for council, verdict, line, moment, at, checks in rows.values_list(*columns).iterator(chunk_size=BATCH):
        answer = {"verdict_id": verdict, "line_id": line, "moment": moment, "at": at}
        day = at.astimezone(clock.TOKYO).date()
        for check in checks:
            for instrument, provision in cited(check, editions[council], day):
                words = {"instrument": instrument, "provision": provision, "code": check["code"]}
                made.append(CitedProvision(**answer, **words))
        if len(made) >= BATCH:
            CitedProvision.objects.bulk_create(made)
            made = []
    CitedProvision.objects.bulk_create(made)


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0004_withdrawn_together'),
        ('sharing', '0041_approvals_to_ratify_by_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='CitedProvision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('instrument', models.CharField(max_length=40)),
                ('provision', models.CharField(max_length=100)),
                ('code', models.CharField(max_length=60)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.requestline')),
                ('verdict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cited', to='sharing.storedverdict')),
            ],
            options={
                'verbose_name': 'provision cited by a verdict',
                'indexes': [models.Index(fields=['instrument', 'provision', '-at'], name='provision_cited')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
