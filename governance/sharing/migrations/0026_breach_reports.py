"""Each holder of the data reports an incident by its own law; what was kept of the whole incident is moved to one."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = (
    *("breach_case", "known_on", "preliminary_filed_on", "full_filed_on"),
    *("persons_told_on", "persons_otherwise"),
)


NAMES = dict(
    zip(KEPT, ("区分", "知った日", "速報", "確報", "本人への通知", "通知に代わる措置"), strict=True)
)


def regimes_of(case: str) -> tuple[str, ...]:
    """Whose law has ``case``: that of administrative organs, or that of operators."""
    if case.startswith("public_"):
        return ("public_body",)
    return ("business", "specified_corporation", "foreign")


def told(kept: dict[str, Any]) -> str:
    """What was kept, in words."""
    said = "、".join(f"{NAMES[name]} {value}" for name, value in kept.items() if value)
    return f"（移行前の漏えい等の報告の記録: {said}）"


def move(apps: Any, schema_editor: Any) -> None:
    """To the first provider of its datasets under the law of the case; else to the first such organ of its
    organisations, or of the council's. Who reported is not known: another holder keeps its own anew. Where no organ is
    under that law, nobody could keep the case: what was kept stays with the description, in words."""
    Incident, BreachReport = apps.get_model("sharing", "Incident"), apps.get_model("sharing", "BreachReport")
    Organ, Membership = apps.get_model("accounts", "Organ"), apps.get_model("members", "Membership")
    for row in Incident.objects.exclude(breach_case="").iterator():
        members = Membership.objects.filter(council=row.council_id).values("organisation")
        groups = (
            Organ.objects.filter(pk__in=row.datasets.values("provider")),
            Organ.objects.filter(organisation__in=row.organisations.values("pk")),
            Organ.objects.filter(organisation__in=members),
        )
        regimes = regimes_of(row.breach_case)
        fits = [one for rows in groups for one in rows.filter(regime__in=regimes).order_by("pk")]
        kept = {name: getattr(row, name) for name in KEPT}
        if fits:
            BreachReport.objects.create(incident=row, holder=fits[0], **kept)
            continue
        row.description = f"{row.description}\n\n{told(kept)}"
        row.save(update_fields=["description"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_organs_last_day'),
        ('members', '0003_membership_not_admitted'),
        ('sharing', '0025_checks_of_measures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BreachChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'change of what was reported',
            },
        ),
        migrations.CreateModel(
            name='BreachReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('breach_case', models.CharField(blank=True, max_length=60, verbose_name='case of a leak or loss')),
                ('known_on', models.DateField(blank=True, null=True, verbose_name='known to the holder on')),
                ('preliminary_filed_on', models.DateField(blank=True, null=True, verbose_name='preliminary report filed on')),
                ('full_filed_on', models.DateField(blank=True, null=True, verbose_name='full report filed on')),
                ('persons_told_on', models.DateField(blank=True, null=True, verbose_name='persons told on')),
                ('persons_otherwise', models.TextField(blank=True, verbose_name='measure in place of telling the persons')),
            ],
            options={
                'verbose_name': 'reports of a holder about an incident',
            },
        ),
        migrations.AddField(
            model_name='breachchange',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='breachreport',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organ'),
        ),
        migrations.AddField(
            model_name='breachreport',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breach_reports', to='sharing.incident'),
        ),
        migrations.AddField(
            model_name='breachchange',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='sharing.breachreport'),
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.UniqueConstraint(fields=('incident', 'holder'), name='breach_reports_once_for_holder'),
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('breach_case', ''), ('full_filed_on__isnull', True), ('known_on__isnull', True), ('persons_otherwise', ''), ('persons_told_on__isnull', True), ('preliminary_filed_on__isnull', True)), models.Q(models.Q(('breach_case', ''), _negated=True), ('known_on__isnull', False)), _connector='OR'), name='breach_report_of_case'),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
