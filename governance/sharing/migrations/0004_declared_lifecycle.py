"""The lifecycle in fields instead of two texts, and how sensitive an item is.

Texts are carried over as they are. What is a choice now is "other, as described" where the text says it, and stays
empty where only the provider knows (the country of storage, its measures): such a stage is to be declared anew.
"""

from django.db import migrations, models

OTHER = {
    'acquire': {'sources': ['other'], 'means': ['other'], 'grounds': ['other']},
    'use': {'operations': ['other']},
    'store': {},
    'dispose': {'times': ['period_over'], 'proofs': ['other']},
}
WORDS = {
    'countries': {'国内': 'JP', '日本': 'JP', 'Japan': 'JP'},
    'measures': {'暗号': 'encryption', '権限': 'access_control', 'アクセス記録': 'access_log'},
    'methods': {'消去': 'erase', '破壊': 'destroy', '溶解': 'destroy', '返却': 'return'},
}
FOUND_IN = {'store': ('countries', 'measures'), 'dispose': ('methods',)}
LEAST = {'special_care': 3, 'personal': 2, 'pseudonymised': 2}
LICENCES = {'CC BY 4.0': 'CC-BY-4.0', 'CC0': 'CC0-1.0', 'CC0 1.0': 'CC0-1.0', 'CC BY-SA 4.0': 'CC-BY-SA-4.0'}


def carried(stage, how, ground):
    """What the two texts of a stage say, in its fields."""
    content = {**OTHER[stage], 'text_ja': how, 'text_en': ''}
    if stage == 'acquire':
        content |= {'basis_ja': ground, 'basis_en': ''}
    elif ground.strip():
        content['text_ja'] = f'{how}\n{ground}'.strip()
    for name in FOUND_IN.get(stage, ()):
        content[name] = sorted({code for word, code in WORDS[name].items() if word in how + ground})
    return content


def carry_over(apps, schema_editor):
    for row in apps.get_model('sharing', 'DatasetStage').objects.all():
        row.content = carried(row.stage, row.how, row.ground)
        row.save(update_fields=['content'])
    items = apps.get_model('sharing', 'DatasetItem').objects
    for data_class, least in LEAST.items():
        items.filter(data_class=data_class).update(sensitivity=least)
    for words, code in LICENCES.items():
        apps.get_model('sharing', 'Dataset').objects.filter(licence=words).update(licence=code)


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0003_replays'),
    ]

    operations = [
        migrations.AddField(
            model_name='dataset',
            name='covers_from',
            field=models.DateField(blank=True, null=True, verbose_name='the data begin on'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='covers_until',
            field=models.DateField(blank=True, null=True, verbose_name='the data end on'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='keywords',
            field=models.CharField(blank=True, max_length=500, verbose_name='keywords'),
        ),
        migrations.AddField(
            model_name='historicaldataset',
            name='covers_from',
            field=models.DateField(blank=True, null=True, verbose_name='the data begin on'),
        ),
        migrations.AddField(
            model_name='historicaldataset',
            name='covers_until',
            field=models.DateField(blank=True, null=True, verbose_name='the data end on'),
        ),
        migrations.AddField(
            model_name='historicaldataset',
            name='keywords',
            field=models.CharField(blank=True, max_length=500, verbose_name='keywords'),
        ),
        migrations.AddField(
            model_name='datasetitem',
            name='sensitivity',
            field=models.PositiveSmallIntegerField(choices=[(1, 'Low'), (2, 'Medium'), (3, 'High')], default=1),
        ),
        migrations.AddField(
            model_name='datasetstage',
            name='content',
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('covers_from__isnull', True), ('covers_until__isnull', True), ('covers_from__lte', models.F('covers_until')), _connector='OR'), name='dataset_covers_forward'),
        ),
        migrations.AddConstraint(
            model_name='datasetitem',
            constraint=models.CheckConstraint(condition=models.Q(('sensitivity__in', [1, 2, 3])), name='dataset_item_sensitivity_known'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
