"""Whether whoever reported an incident said that nothing is to be reported to the authority."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0046_who_signed_providers_decisions")]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="said_nothing",
            field=models.BooleanField(default=False, verbose_name="said to be nothing to report"),
        ),
    ]
