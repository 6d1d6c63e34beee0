"""Who owes and who checks a condition; drafts of the board's opinion carry whole conditions."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def rows_of_lines(apps: Any, schema_editor: Any) -> None:
    """A draft had one condition a line, and the form that it filled in due within 30 days, before the first delivery."""
    for row in apps.get_model("sharing", "OpinionProposal").objects.exclude(conditions_typed="").iterator():
        lines = [line.strip() for line in row.conditions_typed.splitlines() if line.strip()]
        row.conditions = [{"text": line, "precedent": True, "due_days": 30} for line in lines]
        row.save(update_fields=["conditions"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_hash_within_the_council'),
        ('sharing', '0006_grant_disposed_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='condition',
            name='checker',
            field=models.CharField(choices=[('secretariat', 'The secretariat'), ('provider', 'The provider'), ('board', 'The board')], default='secretariat', max_length=20),
        ),
        migrations.AddField(
            model_name='condition',
            name='owed_by',
            field=models.CharField(choices=[('recipient', 'The recipient'), ('provider', 'The provider'), ('secretariat', 'The secretariat')], default='recipient', max_length=20),
        ),
        migrations.AlterField(
            model_name='condition',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='accounts.organisation'),
        ),
        migrations.RenameField(model_name='opinionproposal', old_name='conditions', new_name='conditions_typed'),
        migrations.AddField(
            model_name='opinionproposal',
            name='conditions',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(rows_of_lines, migrations.RunPython.noop),
        migrations.RemoveField(model_name='opinionproposal', name='conditions_typed'),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owed_by', 'secretariat'), ('owner__isnull', True)), models.Q(('owed_by__in', ['recipient', 'provider']), ('owner__isnull', False)), _connector='OR'), name='condition_owner_known'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(('checker__in', ['secretariat', 'provider', 'board'])), name='condition_checker_known'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(('owed_by', models.F('checker')), _negated=True), name='condition_owner_does_not_check'),
        ),
    ]
