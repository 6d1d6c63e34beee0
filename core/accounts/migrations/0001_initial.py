import core.crypto.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name_ja', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('short_name_ja', models.CharField(blank=True, max_length=40)),
                ('office_ja', models.CharField(blank=True, max_length=200)),
                ('office_en', models.CharField(blank=True, max_length=200)),
                ('address_ja', models.CharField(blank=True, max_length=300)),
                ('address_en', models.CharField(blank=True, max_length=300)),
                ('contact', models.EmailField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'council',
                'verbose_name_plural': 'councils',
                'permissions': (('role_secretary', 'secretariat'), ('role_approver', 'approver of drafts'), ('role_chair', 'chair'), ('role_auditor', 'auditor'), ('role_assessor', 'assessor of privacy risk'), ('role_member', 'member of the council'), ('role_reviewer', 'seated on a board of the council')),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('language', models.CharField(choices=[('ja', '日本語'), ('en', 'English')], default='ja', max_length=2, verbose_name='language')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['ja', 'en'])), name='user_language_known')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('corporate_number', models.CharField(blank=True, max_length=13)),
                ('regime', models.CharField(choices=[('business', 'business operator'), ('public_body', 'administrative organ'), ('specified_corporation', 'corporation under the private-sector rules'), ('assembly', 'local assembly'), ('foreign', 'foreign operator')], max_length=30)),
                ('is_academic', models.BooleanField(default=False)),
                ('country', models.CharField(default='JP', max_length=2)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('representative', models.CharField(blank=True, max_length=100)),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'permissions': (('role_representative', 'representative'), ('role_data_officer', 'data officer')),
                'constraints': [models.CheckConstraint(condition=models.Q(('regime__in', ['business', 'public_body', 'specified_corporation', 'assembly', 'foreign'])), name='organisation_regime_known'), models.UniqueConstraint(condition=models.Q(('corporate_number', ''), _negated=True), fields=('corporate_number',), name='organisation_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('regime', models.CharField(choices=[('business', 'business operator'), ('public_body', 'administrative organ'), ('specified_corporation', 'corporation under the private-sector rules'), ('assembly', 'local assembly'), ('foreign', 'foreign operator')], max_length=30)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organs', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'organ',
                'verbose_name_plural': 'organs',
                'permissions': (('role_data_officer', 'data officer'),),
                'constraints': [models.CheckConstraint(condition=models.Q(('regime__in', ['business', 'public_body', 'specified_corporation', 'assembly', 'foreign'])), name='organ_regime_known'), models.UniqueConstraint(fields=('organisation', 'name_ja'), name='organ_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('identifiers', core.crypto.fields.SealedJSONField(blank=True, null=True)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='accounts.council')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='persons', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'persons',
                'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('council', 'user'), name='person_once')],
            },
        ),
        migrations.CreateModel(
            name='IdentityReveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revealed_at', models.DateTimeField()),
                ('reason', core.crypto.fields.SealedTextField()),
                ('reason_salt', models.BinaryField(max_length=16)),
                ('revealed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reveals', to='accounts.person')),
            ],
            options={
                'verbose_name': 'look at an identity',
            },
        ),
        migrations.CreateModel(
            name='SubjectLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', core.crypto.fields.SealedTextField()),
                ('identifier_hash', models.BinaryField(max_length=32)),
                ('method', models.CharField(choices=[('sign_in', "own sign-in from the holder's app"), ('counter', 'at the counter with identification'), ('entrusted_table', "the holder's table under entrustment")], max_length=20)),
                ('assurance', models.CharField(choices=[('low', 'low'), ('substantial', 'substantial'), ('high', 'high')], max_length=20)),
                ('linked_at', models.DateTimeField()),
                ('unlinked_at', models.DateTimeField(blank=True, null=True)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subject_links', to='accounts.organ')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='accounts.person')),
            ],
            options={
                'verbose_name': "link to a holder's id",
                'constraints': [models.CheckConstraint(condition=models.Q(('method__in', ['sign_in', 'counter', 'entrusted_table'])), name='link_method_known'), models.CheckConstraint(condition=models.Q(('assurance__in', ['low', 'substantial', 'high'])), name='link_assurance_known'), models.UniqueConstraint(condition=models.Q(('unlinked_at__isnull', True)), fields=('holder', 'identifier_hash'), name='link_holder_id_once'), models.UniqueConstraint(condition=models.Q(('unlinked_at__isnull', True)), fields=('person', 'holder'), name='link_person_holder_once'), models.CheckConstraint(condition=models.Q(('unlinked_at__isnull', True), ('unlinked_at__gte', models.F('linked_at')), _connector='OR'), name='link_dates')],
            },
        ),
    ]
