import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def tell_the_link(apps, schema_editor):
    """Until now a look-up went by the link that was in force when it was made."""
    at = OuterRef("looked_up_at")
    links = apps.get_model("accounts", "SubjectLink").objects.filter(
        Q(unlinked_at__isnull=True) | Q(unlinked_at__gt=at),
        person=OuterRef("person"),
        holder=OuterRef("holder"),
        linked_at__lte=at,
    )
    link = Subquery(links.order_by("-pk").values("pk")[:1])
    apps.get_model("sharing", "RecordLookup").objects.update(link=link)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_organs_last_day'),
        ('sharing', '0042_provisions_that_verdicts_cite'),
    ]

    operations = [
        migrations.AddField(
            model_name='recordlookup',
            name='link',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.subjectlink'),
        ),
        migrations.RunPython(tell_the_link, migrations.RunPython.noop),
    ]
