"""A grant knows when what was delivered under it was disposed of."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Closed after a verified certificate, or held on under a grant that was: the later grants first."""
    Grant, Disposal = apps.get_model("sharing", "Grant"), apps.get_model("sharing", "Disposal")
    verified = set(Disposal.objects.filter(is_verified=True).values_list("grant", flat=True))
    later = {grant.succeeds_id: grant for grant in Grant.objects.filter(succeeds__isnull=False)}
    gone = {}
    for grant in Grant.objects.filter(state="closed").order_by("-pk").iterator():
        followed = later.get(grant.pk)
        when = gone.get(followed.pk) if followed else grant.closed_at if grant.pk in verified else None
        if when is not None:
            gone[grant.pk] = when
            Grant.objects.filter(pk=grant.pk).update(disposed_at=when)


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0005_provider_restriction'),
    ]

    operations = [
        migrations.AddField(
            model_name='grant',
            name='disposed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('disposed_at__isnull', True), ('state', 'closed'), _connector='OR'), name='grant_disposed_is_closed'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
