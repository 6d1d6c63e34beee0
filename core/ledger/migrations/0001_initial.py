import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True)),
                ('root', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=64)),
                ('frontier', models.BinaryField()),
            ],
            options={
                'verbose_name': 'checkpoint',
            },
        ),
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('scope', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('value', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'epoch',
            },
        ),
        migrations.CreateModel(
            name='LedgerLeaf',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry', models.UUIDField(unique=True)),
                ('leaf_hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': 'ledger leaf',
            },
        ),
        migrations.CreateModel(
            name='LedgerTile',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': 'ledger tile',
            },
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.UUIDField()),
            ],
            options={
                'verbose_name': 'entry without a place yet',
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('council', models.CharField(db_index=True, max_length=40)),
                ('event', models.CharField(max_length=80)),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('content', models.BinaryField()),
                ('leaf_hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': 'ledger entry',
                'indexes': [models.Index(fields=['council', 'at'], name='ledger_council_at')],
            },
        ),
    ]
