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
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member_class', models.CharField(max_length=30)),
                ('votes', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('applied', 'applied'), ('admitted', 'admitted'), ('suspended', 'suspended'), ('withdrawn', 'withdrawn'), ('expelled', 'expelled')], default='applied', max_length=10)),
                ('state_reason', models.CharField(blank=True, max_length=500)),
                ('decision_number', models.CharField(blank=True, max_length=60)),
                ('motive', models.TextField(blank=True, max_length=2000)),
                ('applied_at', models.DateTimeField()),
                ('admitted_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('applied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.council')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'membership',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'admitted', 'suspended', 'withdrawn', 'expelled'])), name='membership_state_known'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('admitted_on__isnull', True), ('ended_on__gte', models.F('admitted_on')), _connector='OR'), name='membership_dates'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['admitted', 'suspended']), _negated=True), ('admitted_on__isnull', False), _connector='OR'), name='membership_admitted_has_date')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('disposal', 'return or disposal'), ('condition', 'condition of an approval'), ('report', 'report'), ('dues', 'dues')], max_length=15)),
                ('subject', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('blocking_decision', models.CharField(blank=True, max_length=60)),
                ('opened_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='members.membership')),
            ],
            options={
                'verbose_name': 'duty',
                'verbose_name_plural': 'duties',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['disposal', 'condition', 'report', 'dues'])), name='duty_kind_known'), models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('membership', 'kind', 'subject'), name='duty_open_once'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('settled_at__gte', models.F('opened_at')), _connector='OR'), name='duty_dates')],
            },
        ),
        migrations.CreateModel(
            name='Dues',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('amount', models.PositiveIntegerField()),
                ('due_on', models.DateField()),
                ('charged_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='members.membership')),
            ],
            options={
                'verbose_name': 'dues',
                'constraints': [models.UniqueConstraint(fields=('membership', 'fiscal_year'), name='dues_once_a_year'), models.CheckConstraint(condition=models.Q(('paid_at__isnull', True), ('paid_at__gte', models.F('charged_at')), _connector='OR'), name='dues_dates')],
            },
        ),
        migrations.CreateModel(
            name='Delegate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('representative', 'representative'), ('deputy', 'deputy')], max_length=15)),
                ('post_ja', models.CharField(blank=True, max_length=100)),
                ('post_en', models.CharField(blank=True, max_length=100)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegates', to='members.membership')),
            ],
            options={
                'verbose_name': 'delegate',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['representative', 'deputy'])), name='delegate_kind_known'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('membership', 'user'), name='delegate_once'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='delegate_dates')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('all', 'providing and receiving'), ('provider', 'providing'), ('recipient', 'receiving')], max_length=10)),
                ('reason', models.TextField(verbose_name='reason')),
                ('decision_number', models.CharField(max_length=60)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('state', models.CharField(choices=[('standing', 'in force'), ('appealed', 'appealed against'), ('upheld', 'upheld'), ('lifted', 'lifted'), ('over', 'over')], default='standing', max_length=10)),
                ('ordered_at', models.DateTimeField()),
                ('objection', models.TextField(blank=True, verbose_name='objection')),
                ('appealed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome_decision', models.CharField(blank=True, max_length=60)),
                ('outcome_reason', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('appealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='members.membership')),
            ],
            options={
                'verbose_name': 'block',
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['all', 'provider', 'recipient'])), name='block_scope_known'), models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'appealed', 'upheld', 'lifted', 'over'])), name='block_state_known'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='block_dates'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('decision_number', ''), _negated=True)), name='block_decided_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('appealed_at__isnull', True), ('appealed_by__isnull', True)), models.Q(('appealed_at__isnull', False), ('appealed_by__isnull', False)), _connector='OR'), name='block_appealed_pair'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('outcome_decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('outcome_decision', ''), _negated=True)), _connector='OR'), name='block_decided_pair'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['standing', 'appealed', 'upheld'])), models.Q(('ended_at__isnull', False), ('state__in', ['lifted', 'over'])), _connector='OR'), name='block_ended_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('chair', 'chair'), ('vice_chair', 'vice-chair'), ('auditor', 'auditor')], max_length=15)),
                ('post_ja', models.CharField(blank=True, max_length=100)),
                ('post_en', models.CharField(blank=True, max_length=100)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='accounts.council')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'office',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['chair', 'vice_chair', 'auditor'])), name='office_kind_known'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='office_dates')],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument', models.CharField(max_length=40)),
                ('edition', models.PositiveIntegerField()),
                ('text_digest', models.CharField(blank=True, max_length=64)),
                ('accepted_at', models.DateTimeField()),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='members.membership')),
            ],
            options={
                'verbose_name': 'pledge',
                'constraints': [models.UniqueConstraint(fields=('membership', 'instrument', 'edition'), name='pledge_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'admitted', 'suspended'))), fields=('council', 'organisation'), name='membership_open_once'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['settled_at', 'due_on'], name='duty_open_due'),
        ),
        migrations.AddIndex(
            model_name='block',
            index=models.Index(fields=['state', 'until_on'], name='block_live'),
        ),
    ]
