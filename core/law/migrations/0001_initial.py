import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalLawRow',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'article cited'), ('ground', 'legal ground'), ('class_rule', 'class and form of transfer'), ('record_item', 'item of a record'), ('record_rule', 'record to be made'), ('clock', 'period fixed by law'), ('country', 'country with equal protection'), ('told_item', 'item to be told'), ('announcement', 'change of law announced'), ('breach_case', 'leak or loss to be reported')], max_length=20)),
                ('code', models.CharField(max_length=60)),
                ('label_ja', models.CharField(blank=True, max_length=200)),
                ('label_en', models.CharField(blank=True, max_length=200)),
                ('content', models.JSONField()),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('confidence', models.CharField(choices=[('verified', 'seen in the source named'), ('secondary', 'seen in a secondary source'), ('memory', 'from background knowledge, to be checked'), ('unverified', 'not checked')], max_length=20)),
                ('origin', models.CharField(choices=[('shipped', 'shipped with the product'), ('operator', 'written by the operator')], max_length=20)),
                ('position', models.PositiveIntegerField(default=0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical row of the law tables',
                'verbose_name_plural': 'historical rows of the law tables',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LawRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'article cited'), ('ground', 'legal ground'), ('class_rule', 'class and form of transfer'), ('record_item', 'item of a record'), ('record_rule', 'record to be made'), ('clock', 'period fixed by law'), ('country', 'country with equal protection'), ('told_item', 'item to be told'), ('announcement', 'change of law announced'), ('breach_case', 'leak or loss to be reported')], max_length=20)),
                ('code', models.CharField(max_length=60)),
                ('label_ja', models.CharField(blank=True, max_length=200)),
                ('label_en', models.CharField(blank=True, max_length=200)),
                ('content', models.JSONField()),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('confidence', models.CharField(choices=[('verified', 'seen in the source named'), ('secondary', 'seen in a secondary source'), ('memory', 'from background knowledge, to be checked'), ('unverified', 'not checked')], max_length=20)),
                ('origin', models.CharField(choices=[('shipped', 'shipped with the product'), ('operator', 'written by the operator')], max_length=20)),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'row of the law tables',
                'verbose_name_plural': 'rows of the law tables',
                'ordering': ('kind', 'position', 'code', 'valid_from'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['article', 'ground', 'class_rule', 'record_item', 'record_rule', 'clock', 'country', 'told_item', 'announcement', 'breach_case'])), name='law_kind_known'), models.CheckConstraint(condition=models.Q(('confidence__in', ['verified', 'secondary', 'memory', 'unverified'])), name='law_confidence_known'), models.CheckConstraint(condition=models.Q(('origin__in', ['shipped', 'operator'])), name='law_origin_known'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='law_dates'), models.UniqueConstraint(fields=('kind', 'code', 'valid_from'), name='law_row_once'), models.UniqueConstraint(condition=models.Q(('valid_from__isnull', True)), fields=('kind', 'code'), name='law_announced_once')],
            },
        ),
    ]
