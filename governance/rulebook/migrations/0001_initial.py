import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40)),
                ('title_ja', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('short_ja', models.CharField(max_length=40)),
                ('short_en', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField()),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instruments', to='accounts.council')),
            ],
            options={
                'verbose_name': 'rule document',
                'verbose_name_plural': 'rule documents',
                'ordering': ('position', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('council', 'code'), name='instrument_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('effective_on', models.DateField()),
                ('decision_number', models.CharField(blank=True, max_length=60)),
                ('reason_ja', models.TextField(blank=True)),
                ('reason_en', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('adopted_at', models.DateTimeField()),
                ('adopted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='rulebook.instrument')),
            ],
            options={
                'verbose_name': 'edition',
                'ordering': ('effective_on', 'number'),
                'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='edition_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_number_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('drafted', 'drafted'), ('adopted', 'adopted'), ('withdrawn', 'withdrawn')], default='drafted', max_length=12)),
                ('units', models.JSONField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('reason_ja', models.TextField(blank=True)),
                ('reason_en', models.TextField(blank=True)),
                ('drafted_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.edition')),
                ('edition', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendment', to='rulebook.edition')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='rulebook.instrument')),
            ],
            options={
                'verbose_name': 'amendment',
                'ordering': ('-drafted_at',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'adopted', 'withdrawn'])), name='amendment_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('state', 'adopted')), models.Q(models.Q(('state', 'adopted'), _negated=True), ('edition__isnull', True)), _connector='OR'), name='amendment_adopted_has_edition'), models.CheckConstraint(condition=models.Q(('changed_at__gte', models.F('drafted_at'))), name='amendment_dates')],
            },
        ),
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='rulebook.instrument')),
            ],
            options={
                'verbose_name': 'provision',
                'constraints': [models.UniqueConstraint(fields=('instrument', 'key'), name='provision_key_once')],
            },
        ),
        migrations.CreateModel(
            name='ProvisionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('level', models.CharField(choices=[('chapter', 'chapter'), ('article', 'article'), ('paragraph', 'paragraph'), ('item', 'item'), ('supplement', 'supplementary provisions')], max_length=12)),
                ('branch', models.BooleanField(default=False)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('label_ja', models.CharField(max_length=60)),
                ('label_en', models.CharField(max_length=60)),
                ('heading_ja', models.CharField(blank=True, max_length=200)),
                ('heading_en', models.CharField(blank=True, max_length=200)),
                ('text_ja', models.TextField(blank=True)),
                ('text_en', models.TextField(blank=True)),
                ('reason_ja', models.TextField(blank=True)),
                ('reason_en', models.TextField(blank=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='rulebook.edition')),
                ('provision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='rulebook.provision')),
            ],
            options={
                'verbose_name': 'text of a provision',
                'ordering': ('position',),
                'constraints': [models.UniqueConstraint(fields=('edition', 'provision'), name='text_provision_once'), models.UniqueConstraint(fields=('edition', 'position'), name='text_position_once'), models.CheckConstraint(condition=models.Q(('level__in', ['chapter', 'article', 'paragraph', 'item', 'supplement'])), name='text_level_known')],
            },
        ),
        migrations.CreateModel(
            name='ProvisionSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('value', models.JSONField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settings', to='rulebook.edition')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settings', to='rulebook.provisiontext')),
            ],
            options={
                'verbose_name': 'setting',
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='setting_once')],
            },
        ),
        migrations.CreateModel(
            name='ProvisionBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_code', models.CharField(max_length=60)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bases', to='rulebook.edition')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bases', to='rulebook.provisiontext')),
            ],
            options={
                'verbose_name': 'basis of a check',
                'constraints': [models.UniqueConstraint(fields=('edition', 'check_code'), name='basis_once')],
            },
        ),
    ]
