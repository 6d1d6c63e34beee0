from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0034_holds_and_keeping_of_statutory'),
    ]

    operations = [
        migrations.AddField(
            model_name='pursuit',
            name='reminded',
            field=models.SmallIntegerField(blank=True, null=True),
        ),
    ]
