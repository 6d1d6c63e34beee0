from django.db import migrations, models
from django.db.models import F, Q


def as_they_began(apps, _schema):
    """The last day of a term was not kept apart from a last day that was set; the latter is all there is."""
    apps.get_model("assembly", "Appointment").objects.update(term_ends_on=F("until_on"))


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0003_attendance_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="term_ends_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(as_they_began, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="appointment",
            name="term_ends_on",
            field=models.DateField(),
        ),
        migrations.RemoveConstraint(model_name="appointment", name="appointment_dates"),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=Q(("term_ends_on__gte", F("until_on")), ("until_on__gte", F("from_on"))),
                name="appointment_dates",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="form",
            field=models.CharField(
                choices=[("held", "at a meeting"), ("circulated", "by circulation")], default="held", max_length=10
            ),
        ),
    ]
