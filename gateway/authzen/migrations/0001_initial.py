from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('council', models.CharField(max_length=40)),
                ('client', models.BigIntegerField()),
                ('request_id', models.CharField(blank=True, max_length=128)),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('action', models.CharField(blank=True, max_length=10)),
                ('dataset', models.CharField(blank=True, max_length=20)),
                ('person', models.BinaryField(max_length=32, null=True)),
                ('line', models.CharField(blank=True, max_length=30)),
                ('decision', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=80)),
                ('listed', models.PositiveIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'answer to a machine',
                'indexes': [models.Index(fields=['council', 'at'], name='evaluation_council_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision', True), ('reason', '')), models.Q(('decision', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='evaluation_denial_has_reason')],
            },
        ),
    ]
