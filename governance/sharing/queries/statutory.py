"""Provisions required by law, for those few who may read of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.access.queries import Someone, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation
from governance.sharing.models import StatutoryProvision
from governance.sharing.queries.requests import organs_of


def statutory_visible_to(user: Someone, council: Council) -> QuerySet[StatutoryProvision]:
    """All for secretariat and auditor; a provider's own for its data officers and representatives; nobody else."""
    rows = StatutoryProvision.objects.filter(council=council).select_related(
        "council", "provider__organisation", "drafted_by", "decided_by", "checked_by"
    )
    if not user.is_authenticated:
        return rows.none()
    if roles_on(user, council) & {Role.SECRETARY, Role.AUDITOR}:
        return rows
    if not roles_on(user, council):
        return rows.none()
    mine = Q(provider__organisation__in=objects_with(user, Organisation, Role.REPRESENTATIVE))
    return rows.filter(mine | Q(provider__in=organs_of(user))).distinct()
