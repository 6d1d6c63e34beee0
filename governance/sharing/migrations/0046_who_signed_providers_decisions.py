from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0045_texts_of_agreements'),
    ]

    operations = [
        migrations.AddField(
            model_name='providerdecision',
            name='signatory',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
