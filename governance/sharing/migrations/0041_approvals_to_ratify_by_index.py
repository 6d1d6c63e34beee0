from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0008_drafts_tell_a_decision_once'),
        ('sharing', '0040_replays_of_further_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='approval',
            index=models.Index(condition=models.Q(('is_approved', True), ('is_provisional', True), ('ratified_by__isnull', True)), fields=['line'], name='approval_unratified'),
        ),
    ]
