from django.db import migrations, models
from django.db.models import F


def as_they_began(apps, _schema):
    """The last day of a term was not kept apart from the day on which it ended; the latter is all there is."""
    apps.get_model("members", "Office").objects.update(term_ends_on=F("until_on"))


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="office",
            name="term_ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(as_they_began, migrations.RunPython.noop),
    ]
