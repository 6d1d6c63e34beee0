import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('files', '0001_initial'),
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post_ja', models.CharField(blank=True, max_length=100)),
                ('post_en', models.CharField(blank=True, max_length=100)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('decision_number', models.CharField(blank=True, max_length=60)),
                ('appointed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'appointment',
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40)),
                ('kind', models.CharField(choices=[('organ', 'body of the council'), ('ordinance', 'body of the city by ordinance'), ('external', 'external body')], default='organ', max_length=10)),
                ('name_ja', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('set_up_at', models.DateTimeField()),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='accounts.council')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'permissions': (('role_reviewer', 'reviewer'), ('role_member', 'member of the body'), ('role_chair', 'chair of the body')),
            },
        ),
        migrations.CreateModel(
            name='BodyGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='assembly.body')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=60)),
                ('issued_at', models.DateTimeField()),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='accounts.council')),
            ],
            options={
                'verbose_name': 'document',
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=5)),
                ('form', models.CharField(max_length=5)),
                ('rendered_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='assembly.document')),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'verbose_name': 'file of a document',
                'ordering': ('document', '-language', '-form'),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opinion', 'opinion of the board'), ('approval', 'notice of approval'), ('refusal', 'notice of refusal'), ('acceptance', 'notice of acceptance'), ('correction', 'request for correction'), ('question', 'inquiry'), ('convocation', 'notice of meeting'), ('minutes', 'minutes'), ('letter', 'letter')], max_length=20)),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('title_ja', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(default='ja', max_length=5)),
                ('context', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('line', models.JSONField(default=list)),
                ('article', models.JSONField(blank=True, null=True)),
                ('addressee_users', models.JSONField(blank=True, default=list)),
                ('addressee_organisations', models.JSONField(blank=True, default=list)),
                ('state', models.CharField(choices=[('drafted', 'drafted'), ('in_approval', 'in approval'), ('approved', 'approved and issued'), ('returned', 'returned')], default='drafted', max_length=15)),
                ('prepared_at', models.DateTimeField()),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True, max_length=2000)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='accounts.council')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='assembly.draft')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draft for approval',
            },
        ),
        migrations.AddField(
            model_name='document',
            name='draft',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='document', to='assembly.draft'),
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('interest', models.CharField(choices=[('employer', 'employer'), ('funding', 'funding'), ('family', 'family'), ('adviser', 'adviser'), ('participant', 'taking part in the project'), ('other', 'other')], max_length=15)),
                ('since', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='accounts.council')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'exclusion from a matter',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('form', models.CharField(choices=[('held', 'held'), ('circulated', 'by circulation')], default='held', max_length=10)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('convened', 'convened'), ('open', 'open'), ('closed', 'closed'), ('minutes_approved', 'minutes approved'), ('cancelled', 'cancelled')], default='planned', max_length=20)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('convened_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('minutes', models.TextField(blank=True, max_length=40000)),
                ('minutes_en', models.TextField(blank=True, max_length=40000)),
                ('minutes_approved_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_reason', models.CharField(blank=True, max_length=300)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='assembly.body')),
                ('convened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes_approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('presided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'meeting',
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('channel', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('written', 'in writing'), ('proxy', 'by proxy'), ('blank_proxy', 'blank proxy to the chair'), ('absent', 'absent')], default='absent', max_length=15)),
                ('changed_at', models.DateTimeField()),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.appointment')),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.membership')),
                ('proxy_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to='assembly.attendance')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='assembly.meeting')),
            ],
            options={
                'verbose_name': 'attendance',
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('resolution', 'for decision'), ('consultation', 'for discussion'), ('report', 'for report')], default='resolution', max_length=15)),
                ('matter', models.CharField(default='ordinary', max_length=30)),
                ('title_ja', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('text_ja', models.TextField(blank=True, max_length=20000)),
                ('text_en', models.TextField(blank=True, max_length=20000)),
                ('subject', models.CharField(blank=True, db_index=True, max_length=120)),
                ('outcome', models.TextField(blank=True, max_length=4000)),
                ('state', models.CharField(choices=[('tabled', 'tabled'), ('voting', 'in the vote'), ('carried', 'carried'), ('lost', 'lost'), ('deferred', 'deferred'), ('concluded', 'concluded'), ('withdrawn', 'withdrawn')], default='tabled', max_length=10)),
                ('tabled_at', models.DateTimeField()),
                ('concerned', models.ManyToManyField(blank=True, related_name='+', to='accounts.organisation')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='assembly.meeting')),
                ('tabled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'item',
                'ordering': ('meeting', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=60)),
                ('title_ja', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('reasons_ja', models.TextField(max_length=20000)),
                ('reasons_en', models.TextField(blank=True, max_length=20000)),
                ('dissent_ja', models.TextField(blank=True, max_length=20000)),
                ('dissent_en', models.TextField(blank=True, max_length=20000)),
                ('authority', models.CharField(choices=[('motion', 'item carried by the body'), ('chair', 'the chair alone'), ('emergency', 'the chair, provisionally in an emergency')], max_length=10)),
                ('article', models.JSONField(blank=True, null=True)),
                ('subject', models.CharField(blank=True, db_index=True, max_length=120)),
                ('links', models.JSONField(blank=True, default=list)),
                ('visibility', models.CharField(choices=[('public', 'public'), ('partial', 'public in part'), ('closed', 'not public')], default='public', max_length=10)),
                ('decided_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='assembly.body')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='accounts.council')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='assembly.decision')),
                ('motion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='assembly.motion')),
            ],
            options={
                'verbose_name': 'decision',
                'ordering': ('-fiscal_year', '-serial'),
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstain', 'abstain')], max_length=10)),
                ('cast_at', models.DateTimeField()),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='assembly.attendance')),
                ('cast_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='assembly.motion')),
            ],
            options={
                'verbose_name': 'ballot',
            },
        ),
        migrations.CreateModel(
            name='Overruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=2000)),
                ('overruled_at', models.DateTimeField()),
                ('motion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='overruling', to='assembly.motion')),
                ('overruled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'overruling',
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20)),
                ('title_ja', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('vision_ja', models.TextField(blank=True, max_length=4000)),
                ('vision_en', models.TextField(blank=True, max_length=4000)),
                ('plan_ja', models.TextField(blank=True, max_length=8000)),
                ('plan_en', models.TextField(blank=True, max_length=8000)),
                ('state', models.CharField(choices=[('running', 'running'), ('finished', 'finished')], default='running', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='accounts.council')),
            ],
            options={
                'verbose_name': 'project',
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interest', models.CharField(choices=[('employer', 'employer'), ('funding', 'funding'), ('family', 'family'), ('adviser', 'adviser'), ('participant', 'taking part in the project'), ('other', 'other')], max_length=15)),
                ('recorded_at', models.DateTimeField()),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='assembly.attendance')),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='assembly.motion')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'recusal',
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expertise', models.CharField(choices=[('information_security', 'information security'), ('law', 'law'), ('data_ethics', 'data ethics'), ('citizen', 'citizen'), ('member', 'member organisation')], max_length=30)),
                ('is_chair', models.BooleanField(default=False)),
                ('is_deputy', models.BooleanField(default=False)),
                ('is_required', models.BooleanField(default=False)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('alternate_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alternate', to='assembly.seat')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='assembly.body')),
            ],
            options={
                'verbose_name': 'seat',
                'ordering': ('order', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='appointment',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='assembly.seat'),
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('office', models.CharField(max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='assembly.draft')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'signature',
                'ordering': ('order',),
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('ballots', 'by vote'), ('no_objection', 'without objection')], max_length=15)),
                ('votes_for', models.PositiveIntegerField()),
                ('votes_against', models.PositiveIntegerField()),
                ('abstained', models.PositiveIntegerField()),
                ('base', models.PositiveIntegerField()),
                ('needed', models.PositiveIntegerField()),
                ('is_carried', models.BooleanField()),
                ('is_tied', models.BooleanField(default=False)),
                ('is_by_chair', models.BooleanField(default=False)),
                ('quorum_present', models.PositiveIntegerField()),
                ('quorum_base', models.PositiveIntegerField()),
                ('quorum_needed', models.PositiveIntegerField()),
                ('channels', models.JSONField(default=dict)),
                ('article', models.JSONField(blank=True, null=True)),
                ('quorum_article', models.JSONField(blank=True, null=True)),
                ('counted_at', models.DateTimeField()),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('motion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tally', to='assembly.motion')),
            ],
            options={
                'verbose_name': 'result of a vote',
            },
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['organ', 'ordinance', 'external'])), name='body_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.UniqueConstraint(fields=('council', 'code'), name='body_code_once'),
        ),
        migrations.AlterUniqueTogether(
            name='bodygrant',
            unique_together={('user', 'permission', 'content_object')},
        ),
        migrations.AddConstraint(
            model_name='documentfile',
            constraint=models.UniqueConstraint(fields=('document', 'language', 'form'), name='document_file_once'),
        ),
        migrations.AddConstraint(
            model_name='documentfile',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ('pdf', 'docx')), ('language__in', ('ja', 'en'))), name='document_file_known'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'in_approval', 'approved', 'returned'])), name='draft_state_known'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opinion', 'approval', 'refusal', 'acceptance', 'correction', 'question', 'convocation', 'minutes', 'letter'])), name='draft_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__gte', models.F('prepared_at')), ('returned_by__isnull', False)), _connector='OR'), name='draft_returned_pair'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('council', 'fiscal_year', 'serial'), name='document_number_once'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(('interest__in', ['employer', 'funding', 'family', 'adviser', 'participant', 'other'])), name='exclusion_interest_known'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('council', 'user', 'subject'), name='exclusion_once'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='exclusion_lifted_pair'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['body', 'starts_at'], name='meeting_body_start'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'convened', 'open', 'closed', 'minutes_approved', 'cancelled'])), name='meeting_state_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['held', 'circulated'])), name='meeting_form_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('body', 'number'), name='meeting_number_once'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('convened_at__isnull', True), ('convened_by__isnull', True)), models.Q(('convened_at__isnull', False), ('convened_by__isnull', False)), _connector='OR'), name='meeting_convened_pair'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('minutes_approved_at__isnull', True), ('minutes_approved_by__isnull', True)), models.Q(('minutes_approved_at__isnull', False), ('minutes_approved_by__isnull', False)), _connector='OR'), name='meeting_minutes_pair'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='meeting_dates'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['in_person', 'online', 'written', 'proxy', 'blank_proxy', 'absent'])), name='attendance_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('appointment__isnull', True), ('membership__isnull', True), _connector='XOR'), name='attendance_of_one_voter'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('appointment__isnull', False)), fields=('meeting', 'appointment'), name='attendance_appointment_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('membership__isnull', False)), fields=('meeting', 'membership'), name='attendance_membership_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('proxy_to__isnull', True), ('channel', 'proxy'), _connector='OR'), name='attendance_proxy_named'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['tabled', 'voting', 'carried', 'lost', 'deferred', 'concluded', 'withdrawn'])), name='motion_state_known'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['resolution', 'consultation', 'report'])), name='motion_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='motion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('council', 'fiscal_year', 'serial'), name='decision_number_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'partial', 'closed'])), name='decision_visibility_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('authority__in', ['motion', 'chair', 'emergency'])), name='decision_authority_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', 'motion'), _negated=True), ('motion__isnull', False), _connector='OR'), name='decision_rests_on_motion'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['for', 'against', 'abstain'])), name='ballot_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('motion', 'attendance'), name='ballot_once'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['running', 'finished'])), name='project_state_known'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.UniqueConstraint(fields=('council', 'reference'), name='project_reference_once'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('finished_at__gte', models.F('opened_at')), _connector='OR'), name='project_dates'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.CheckConstraint(condition=models.Q(('interest__in', ['employer', 'funding', 'family', 'adviser', 'participant', 'other'])), name='recusal_interest_known'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.UniqueConstraint(fields=('motion', 'attendance'), name='recusal_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('expertise__in', ['information_security', 'law', 'data_ethics', 'citizen', 'member'])), name='seat_expertise_known'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('alternate_of__isnull', True), ('is_chair', True)), fields=('body',), name='seat_chair_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('is_deputy', True)), fields=('body',), name='seat_deputy_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('is_deputy', False), models.Q(('alternate_of__isnull', True), ('is_chair', False)), _connector='OR'), name='seat_deputy_place'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['seat', 'from_on'], name='appointment_seat_from'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='appointment_dates'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('appointed_at')), _connector='OR'), name='appointment_ended_after'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('draft', 'order'), name='signature_place_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('draft', 'signed_by'), name='signature_once_each'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['ballots', 'no_objection'])), name='tally_method_known'),
        ),
    ]
