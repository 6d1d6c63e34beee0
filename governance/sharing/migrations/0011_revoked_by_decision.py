"""The decision takes the place of its number; apart from 0010, whose rows have to be written first."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sharing", "0010_revoking_decision"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="grant", name="grant_revoked_by_decision"),
        migrations.RemoveField(model_name="grant", name="revocation_decision"),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_from__isnull", True), ("revoking_decision__isnull", True)),
                    models.Q(("revoked_from__isnull", False), ("revoking_decision__isnull", False)),
                    _connector="OR",
                ),
                name="grant_revoked_by_decision",
            ),
        ),
    ]
