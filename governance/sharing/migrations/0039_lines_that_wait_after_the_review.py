from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0038_letters_waived'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='requestline',
            index=models.Index(
                condition=models.Q(('state__in', ('opined', 'provisional', 'approved', 'accepted'))),
                fields=['state', 'request'],
                name='line_awaited',
            ),
        ),
    ]
