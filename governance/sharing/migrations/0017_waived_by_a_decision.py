"""The decision takes the place of its number; apart from 0016, whose rows have to be written first."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("sharing", "0016_waiving_decision"),
    ]

    operations = [
        migrations.RemoveField(model_name="condition", name="waived_by_decision"),
    ]
