from django.db import migrations, models


class Migration(migrations.Migration):
    """Find the links that ended since a day without reading those that are in force."""

    dependencies = [("accounts", "0003_organ_representative")]

    operations = [
        migrations.AddIndex(
            model_name="subjectlink",
            index=models.Index(
                fields=["holder", "unlinked_at"],
                condition=models.Q(("unlinked_at__isnull", False)),
                name="link_ended",
            ),
        ),
    ]
