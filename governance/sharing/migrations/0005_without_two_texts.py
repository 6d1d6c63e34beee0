"""The two texts of a stage are in its fields since the migration before."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0004_declared_lifecycle'),
    ]

    operations = [
        migrations.RemoveField(model_name='datasetstage', name='ground'),
        migrations.RemoveField(model_name='datasetstage', name='how'),
    ]
