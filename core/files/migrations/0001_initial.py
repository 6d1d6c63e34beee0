import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('council', models.CharField(blank=True, db_index=True, max_length=40)),
                ('about', models.CharField(db_index=True, max_length=120)),
                ('name', models.CharField(max_length=150)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField()),
                ('uploader', models.BigIntegerField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'stored file',
                'constraints': [models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('erased_at__gte', models.F('stored_at')), _connector='OR'), name='file_dates')],
            },
        ),
    ]
