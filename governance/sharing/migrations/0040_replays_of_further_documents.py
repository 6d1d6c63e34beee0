import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0004_withdrawn_together'),
        ('sharing', '0039_lines_that_wait_after_the_review'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='replay',
            name='code',
            field=models.SlugField(blank=True, default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='replay',
            name='text',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='replay',
            name='amendment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.amendment'),
        ),
        migrations.AlterField(
            model_name='replay',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='replay',
            constraint=models.CheckConstraint(condition=models.Q(('amendment__isnull', False), ('code', ''), ('text', '')) | (models.Q(('amendment__isnull', True)) & ~models.Q(('code', '')) & ~models.Q(('text', ''))), name='replay_of_one_text'),
        ),
    ]
