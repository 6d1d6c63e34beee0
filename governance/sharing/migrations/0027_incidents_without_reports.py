"""What is reported of an incident stands with each holder."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0026_breach_reports'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='incident',
            name='incident_breach_known',
        ),
        migrations.RemoveConstraint(
            model_name='incident',
            name='incident_persons_of_breach',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='breach_case',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='full_filed_on',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='known_on',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='persons_otherwise',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='persons_told_on',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='preliminary_filed_on',
        ),
    ]
