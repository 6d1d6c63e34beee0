"""Two shipped periods that said the same as others, and that nothing read."""

from typing import Any

from django.db import migrations


def drop(apps: Any, schema_editor: Any) -> None:
    """Shipped rows alone: what the operator wrote stays."""
    rows = apps.get_model("law", "LawRow").objects.filter(kind="clock", origin="shipped")
    rows.filter(code__in=["record_batch", "related_record"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("law", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
    ]
