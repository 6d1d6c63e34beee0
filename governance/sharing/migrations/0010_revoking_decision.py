"""A grant knows the decision that revokes it, and not its number alone, which comes again each fiscal year."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """The newest decision of the number in the council, those about the line first."""
    Grant, Decision = apps.get_model("sharing", "Grant"), apps.get_model("assembly", "Decision")
    for grant in Grant.objects.exclude(revocation_decision="").select_related("line__request").iterator():
        rows = Decision.objects.filter(council=grant.council_id, number=grant.revocation_decision)
        subject = f"line:{grant.line.request.reference}-{grant.line.number}"
        found = rows.filter(subject=subject).order_by("-pk").first() or rows.order_by("-pk").first()
        Grant.objects.filter(pk=grant.pk).update(revoking_decision=found)


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0002_meeting_revision"),
        ("sharing", "0009_pursuit_cause"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="revoking_decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assembly.decision",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
