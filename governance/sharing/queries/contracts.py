"""Grants under one contract: its number may cover several lines of the same parties."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.sharing.models import Agreement, EndCalledOff, Grant
from governance.sharing.queries.conditions import LIVING
from governance.sharing.queries.facts_decisions import newest


def agreement_of(grant: Grant) -> Agreement:
    """The agreement that opened ``grant``."""
    made: Agreement = newest(grant.line.agreements.all())
    return made


def agreements_under(grant: Grant) -> QuerySet[Agreement]:
    """Every agreement that the contract of ``grant`` holds, its own among them, whatever became of their grants."""
    line = grant.line
    return Agreement.objects.filter(
        reference=agreement_of(grant).reference,
        line__request__council=grant.council_id,
        line__dataset__provider=line.dataset.provider_id,
        line__request__recipient_organ=line.request.recipient_organ_id,
    )


def ends_called_off(grant: Grant) -> QuerySet[EndCalledOff]:
    """Where the agreement behind ``grant`` was to end and goes on after all, the newest first."""
    rows = EndCalledOff.objects.filter(agreement__line=grant.line_id)
    return rows.select_related("called_off_by").order_by("-pk")


def others_under(grant: Grant) -> QuerySet[Grant]:
    """The other grants not ended that the contract of ``grant`` opened: they end with it."""
    same = agreements_under(grant)
    rows = Grant.objects.filter(state__in=LIVING, line__in=same.values("line")).exclude(pk=grant.pk)
    return rows.select_related("line__request").order_by("pk")
