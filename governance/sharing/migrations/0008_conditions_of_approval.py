"""An approval says under which conditions it was given, and whether they adopt the board's."""

from typing import Any

from django.db import migrations, models


def as_the_board_asked(apps: Any, schema_editor: Any) -> None:
    """Until now every approval, once ratified where it was provisional, carried what the board had asked for."""
    outcomes: dict[int, Any] = {}
    for line, asked in apps.get_model("sharing", "ReviewOutcome").objects.order_by("pk").values_list("line", "conditions"):
        outcomes[line] = asked
    approved = apps.get_model("sharing", "Approval").objects.filter(is_approved=True)
    for row in approved.exclude(is_provisional=True, ratified_by__isnull=True).iterator():
        if outcomes.get(row.line_id):
            row.conditions = outcomes[row.line_id]
            row.save(update_fields=["conditions"])


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0007_conditions_by_whom'),
    ]

    operations = [
        migrations.AddField(
            model_name='approval',
            name='adopts_conditions',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='approval',
            name='conditions',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(as_the_board_asked, migrations.RunPython.noop),
    ]
