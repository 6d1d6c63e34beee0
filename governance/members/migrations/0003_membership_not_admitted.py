"""An application may end without admission."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_links_that_ended'),
        ('members', '0002_terms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_state_known',
        ),
        migrations.AlterField(
            model_name='membership',
            name='state',
            field=models.CharField(choices=[('applied', 'applied'), ('admitted', 'admitted'), ('suspended', 'suspended'), ('withdrawn', 'withdrawn'), ('rejected', 'not admitted'), ('expelled', 'expelled')], default='applied', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'admitted', 'suspended', 'withdrawn', 'rejected', 'expelled'])), name='membership_state_known'),
        ),
    ]
