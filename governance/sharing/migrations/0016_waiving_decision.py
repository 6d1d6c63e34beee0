"""A condition knows the decision that waives it, and not its number alone, which comes again each fiscal year."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """The newest decision of the number in the council, those about the line first."""
    Condition, Decision = apps.get_model("sharing", "Condition"), apps.get_model("assembly", "Decision")
    waived = Condition.objects.exclude(waived_by_decision="").select_related("line__request")
    for condition in waived.iterator():
        line = condition.line
        rows = Decision.objects.filter(council=line.request.council_id, number=condition.waived_by_decision)
        subject = f"line:{line.request.reference}-{line.number}"
        found = rows.filter(subject=subject).order_by("-pk").first() or rows.order_by("-pk").first()
        Condition.objects.filter(pk=condition.pk).update(waiving_decision=found)


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0005_votes_of_tally"),
        ("sharing", "0015_index_of_disposed"),
    ]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="waiving_decision",
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
