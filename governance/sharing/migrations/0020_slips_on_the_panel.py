"""What stood on a panel before a slip was set right."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0019_lines_withdrawn'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PanelCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_declaration', models.BooleanField()),
                ('said', models.CharField(max_length=20)),
                ('said_note', models.CharField(blank=True, max_length=300)),
                ('said_at', models.DateTimeField()),
                ('reason', models.TextField(verbose_name='why it was set right')),
                ('corrected_at', models.DateTimeField()),
                ('corrected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='sharing.panelmember')),
            ],
            options={
                'verbose_name': 'correction on the panel',
                'ordering': ('pk',),
            },
        ),
    ]
