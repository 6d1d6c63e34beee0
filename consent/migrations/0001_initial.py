import core.crypto.fields
import django.db.models.deletion
import uuid
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
            name='ConsentItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.UUIDField(default=uuid.uuid4)),
                ('code', models.SlugField(max_length=40)),
                ('order', models.PositiveSmallIntegerField()),
                ('dataset', models.CharField(max_length=20)),
                ('data_items', models.JSONField()),
                ('purpose', models.CharField(max_length=60)),
                ('purpose_words', models.JSONField()),
                ('necessity', models.CharField(choices=[('required', 'needed for the service'), ('optional', 'optional')], max_length=10)),
                ('retention_months', models.PositiveSmallIntegerField()),
                ('storage_country', models.CharField(max_length=2)),
                ('valid_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organ')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'choice',
                'verbose_name_plural': 'choices',
                'ordering': ('version', 'order'),
                'constraints': [models.CheckConstraint(condition=models.Q(('necessity__in', ['required', 'optional'])), name='item_necessity_known'), models.CheckConstraint(condition=models.Q(('valid_months__isnull', False), ('valid_until__isnull', False), _connector='OR'), name='item_has_end')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(max_length=60)),
                ('count', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.consentitem')),
            ],
            options={
                'verbose_name': 'taking over of earlier consents',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20)),
                ('service_ja', models.CharField(max_length=100)),
                ('service_en', models.CharField(max_length=100)),
                ('title_ja', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('drafted', 'in preparation'), ('published', 'published'), ('retired', 'no longer asked')], default='drafted', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='accounts.council')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'constraints': [models.UniqueConstraint(fields=('council', 'reference'), name='notice_reference_once'), models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'published', 'retired'])), name='notice_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('state__in', ['drafted', 'published'])), models.Q(('retired_at__gte', models.F('created_at')), ('state', 'retired')), _connector='OR'), name='notice_retired_has_date')],
            },
        ),
        migrations.CreateModel(
            name='NoticeDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authoritative', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], default='ja', max_length=2)),
                ('texts', models.JSONField(default=dict)),
                ('items', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='consent.notice')),
            ],
            options={
                'verbose_name': 'draft of a notice',
                'constraints': [models.CheckConstraint(condition=models.Q(('authoritative__in', ['ja', 'en'])), name='draft_language_known')],
            },
        ),
        migrations.CreateModel(
            name='NoticeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('authoritative', models.CharField(choices=[('ja', 'Japanese'), ('en', 'English')], max_length=2)),
                ('texts', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('decision', models.CharField(blank=True, max_length=60)),
                ('change_ja', models.CharField(blank=True, max_length=500)),
                ('change_en', models.CharField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='consent.notice')),
            ],
            options={
                'verbose_name': 'version of a notice',
                'ordering': ('notice', 'number'),
                'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='notice_version_once'), models.CheckConstraint(condition=models.Q(('authoritative__in', ['ja', 'en'])), name='version_language_known')],
            },
        ),
        migrations.AddField(
            model_name='consentitem',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='consent.noticeversion'),
        ),
        migrations.CreateModel(
            name='PersonHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('use_stop', 'stop of use'), ('protection', 'protective measure'), ('death', 'death')], max_length=12)),
                ('basis', models.CharField(max_length=100)),
                ('since', models.DateTimeField()),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hidden_records', to='accounts.person')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='accounts.person')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hold',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['use_stop', 'protection', 'death'])), name='hold_kind_known'), models.CheckConstraint(condition=models.Q(('hidden_from__isnull', True), ('kind', 'protection'), _connector='OR'), name='hold_hidden_is_protection'), models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('lifted_at__gte', models.F('placed_at')), _connector='OR'), name='hold_dates'), models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', False), _connector='OR'), name='hold_lifted_by')],
            },
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('statutory', 'legal representative'), ('voluntary', 'representative chosen by the person'), ('assistant', 'helps with typing, decides nothing')], max_length=12)),
                ('basis', models.CharField(blank=True, max_length=100)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('registered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts_for', to='accounts.person')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to='accounts.person')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'person who acts for another',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['statutory', 'voluntary', 'assistant'])), name='proxy_kind_known'), models.CheckConstraint(condition=models.Q(('principal', models.F('agent')), _negated=True), name='proxy_is_another'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='proxy_until_after'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('registered_at')), _connector='OR'), name='proxy_dates'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_by__isnull', False), _connector='OR'), name='proxy_ended_by'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('principal', 'agent', 'kind'), name='proxy_once')],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('choice', models.UUIDField()),
                ('sequence', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('requested', 'asked'), ('deferred', 'put off'), ('refused', 'refused'), ('given', 'agreed'), ('renewed', 'agreed again'), ('withdrawn', 'withdrawn'), ('revoked', 'revoked by another party'), ('expired', 'expired'), ('invalidated', 'invalidated')], max_length=12)),
                ('route', models.CharField(choices=[('direct', 'on our pages'), ('handover', "handed over by the provider's app"), ('feed', "reported by the provider's app"), ('counter', 'counter or paper'), ('migrated', 'taken over from earlier records'), ('time', 'by time or by decision')], max_length=10)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('assurance', models.CharField(choices=[('low', 'low'), ('substantial', 'substantial'), ('high', 'high')], default='low', max_length=20)),
                ('notice_digest', models.CharField(max_length=64)),
                ('record_number', models.CharField(blank=True, max_length=100)),
                ('idempotency_key', models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ('decision', models.CharField(blank=True, max_length=60)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.consentitem')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.importbatch')),
                ('proxy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.proxy')),
            ],
            options={
                'verbose_name': 'consent event',
                'constraints': [models.UniqueConstraint(fields=('person', 'choice', 'sequence'), name='event_sequence_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['requested', 'deferred', 'refused', 'given', 'renewed', 'withdrawn', 'revoked', 'expired', 'invalidated'])), name='event_kind_known'), models.CheckConstraint(condition=models.Q(('route__in', ['direct', 'handover', 'feed', 'counter', 'migrated', 'time'])), name='event_route_known'), models.CheckConstraint(condition=models.Q(('assurance__in', ['low', 'substantial', 'high'])), name='event_assurance_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), models.Q(('kind__in', ['given', 'renewed']), ('until__gt', models.F('at'))), _connector='OR'), name='event_until_after')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('issued_at', models.DateTimeField()),
                ('document', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('promise', models.JSONField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='accounts.person')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.noticeversion')),
            ],
            options={
                'verbose_name': 'receipt',
            },
        ),
        migrations.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('signed_on', models.DateField()),
                ('typed_at', models.DateTimeField()),
                ('witness', core.crypto.fields.SealedTextField()),
                ('scan_digest', models.CharField(blank=True, max_length=64)),
                ('scan', models.CharField(blank=True, max_length=80)),
                ('signed_as', models.CharField(blank=True, choices=[('statutory', 'legal representative'), ('voluntary', 'representative chosen by the person'), ('assistant', 'helps with typing, decides nothing')], max_length=12)),
                ('layer', models.CharField(default='ja', max_length=4)),
                ('copy_sent_at', models.DateTimeField(blank=True, null=True)),
                ('undo_until', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_entries', to='accounts.person')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.noticeversion')),
                ('receipt', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='consent.receipt')),
            ],
            options={
                'verbose_name': 'paper entry',
                'constraints': [models.CheckConstraint(condition=models.Q(('signed_as', ''), ('signed_as__in', ['statutory', 'voluntary', 'assistant']), _connector='OR'), name='paper_signed_as_known'), models.CheckConstraint(condition=models.Q(('undo_until__gt', models.F('typed_at'))), name='paper_undo_after'), models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('undone_at__gte', models.F('typed_at')), _connector='OR'), name='paper_undone_after'), models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('undone_by__isnull', False), _connector='OR'), name='paper_undone_by'), models.CheckConstraint(condition=models.Q(('copy_sent_at__isnull', True), ('copy_sent_at__gte', models.F('typed_at')), _connector='OR'), name='paper_copy_after')],
            },
        ),
        migrations.CreateModel(
            name='ConsentFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reconciled_at', models.DateTimeField(blank=True, null=True)),
                ('their_count', models.PositiveIntegerField(default=0)),
                ('their_digest', models.CharField(blank=True, max_length=64)),
                ('our_count', models.PositiveIntegerField(default=0)),
                ('our_digest', models.CharField(blank=True, max_length=64)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.council')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organ')),
            ],
            options={
                'verbose_name': 'feed of consents',
                'constraints': [models.UniqueConstraint(fields=('council', 'source'), name='feed_once')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.UUIDField()),
                ('state', models.CharField(choices=[('requested', 'waiting for an answer'), ('deferred', 'to be decided later'), ('refused', 'not agreed'), ('in_force', 'agreed'), ('withdrawn', 'withdrawn'), ('revoked', 'revoked by another party'), ('expired', 'expired'), ('invalidated', 'invalid')], max_length=12)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('sequence', models.PositiveIntegerField()),
                ('last_event', models.UUIDField()),
                ('represented', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='accounts.person')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='consent.consentitem')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'indexes': [models.Index(fields=['item', 'state', 'person', 'until'], name='consent_item_state'), models.Index(condition=models.Q(('state', 'in_force')), fields=['until'], name='consent_due')],
                'constraints': [models.UniqueConstraint(fields=('person', 'choice'), name='consent_once'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'deferred', 'refused', 'in_force', 'withdrawn', 'revoked', 'expired', 'invalidated'])), name='consent_state_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='consent_until_after')],
            },
        ),
        migrations.AddIndex(
            model_name='consentitem',
            index=models.Index(fields=['dataset', 'purpose'], name='item_dataset_purpose'),
        ),
        migrations.AddConstraint(
            model_name='consentitem',
            constraint=models.UniqueConstraint(fields=('version', 'code'), name='item_code_once'),
        ),
        migrations.AddConstraint(
            model_name='consentitem',
            constraint=models.UniqueConstraint(fields=('version', 'choice'), name='item_choice_once'),
        ),
        migrations.AddIndex(
            model_name='personhold',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['person', 'since'], name='hold_open'),
        ),
        migrations.AddIndex(
            model_name='consentevent',
            index=models.Index(fields=['item', 'kind', 'at'], name='event_item_kind_at'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['person', '-issued_at'], name='receipt_person'),
        ),
    ]
