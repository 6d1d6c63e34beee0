from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("authzen", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="named",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
