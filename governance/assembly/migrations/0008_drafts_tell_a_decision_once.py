"""Which decision a draft tells. Of those made before nobody knows, and they tell it as often as they did."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0007_note_of_the_drafter'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='assembly.decision'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(condition=models.Q(('decision__isnull', False), ('replaces__isnull', True)), fields=('decision', 'subject'), name='draft_tells_decision_once'),
        ),
    ]
