"""A reason counts for what had begun when it was said; those of before are told from the evidence log."""

import json
from datetime import date, datetime
from typing import Any

from django.db import migrations, models

from core import clock

BEGUN, EXPLAINED = "members.office_begun", "members.office_overlap_explained"
WORDS = frozenset({"chair", "vice_chair", "auditor", "secretary", "approver", "steering", "ethics_board"})
ROLES = ("role_chair", "role_auditor", "role_secretary", "role_approver")


def said(contents: list[dict[str, Any]], kind: str) -> tuple[date | None, list[str]]:
    """When the reason of an office was given last, and for what, as far as its entries in the log say it."""
    day, about = None, []
    for one in sorted(contents, key=lambda one: datetime.fromisoformat(one["at"])):
        found = one["facts"].get("overlaps", [])
        if found or one["event"] == EXPLAINED:
            day = datetime.fromisoformat(one["at"]).astimezone(clock.TOKYO).date()
            about = sorted({kind, *found}) if found else []
    return day, about


def held(apps: Any, office: Any, today: date) -> list[str]:
    """What the holder has today of what may be kept apart."""
    open_terms = models.Q(until_on__isnull=True) | models.Q(until_on__gte=today)
    offices = apps.get_model("members", "Office").objects.filter(open_terms, from_on__lte=today, ended_at__isnull=True)
    seats = apps.get_model("assembly", "Appointment").objects.filter(
        seat__body__council=office.council_id, from_on__lte=today, until_on__gte=today, ended_at__isnull=True
    )
    roles = apps.get_model("access", "CouncilGrant").objects.filter(
        content_object=office.council_id, permission__codename__in=ROLES
    )
    found = {
        office.kind,
        *offices.filter(council=office.council_id, user=office.user_id).values_list("kind", flat=True),
        *seats.filter(user=office.user_id).values_list("seat__body__code", flat=True),
    }
    names = roles.filter(user=office.user_id).values_list("permission__codename", flat=True)
    return sorted((found | {name.removeprefix("role_") for name in names}) & WORDS)


def tell(apps: Any, schema_editor: Any) -> None:
    """Until 0007 a reason spoke for all that its holder had: where the log does not say for what, it still does."""
    entries = apps.get_model("ledger", "LedgerEntry").objects.filter(event__in=(BEGUN, EXPLAINED))
    for row in apps.get_model("members", "Office").objects.exclude(overlap_reason="").select_related("council"):
        about = entries.filter(subject=f"office:{row.council.slug}:{row.pk}")
        day, overlaps = said([json.loads(bytes(one.content)) for one in about], row.kind)
        if not (row.overlaps or overlaps):
            day, overlaps = clock.today(), held(apps, row, clock.today())
        row.overlaps, row.overlap_said_on = row.overlaps or overlaps, day or row.from_on
        row.save(update_fields=["overlaps", "overlap_said_on"])


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0002_initial"),
        ("assembly", "0008_drafts_tell_a_decision_once"),
        ("ledger", "0001_initial"),
        ("members", "0007_what_a_reason_is_about"),
    ]

    operations = [
        migrations.AddField(
            model_name="office",
            name="overlap_said_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
