"""Provisions required by law, for those few who may read of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from core.access.queries import Someone, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation
from core.http.dates import civil
from governance.sharing.enums import StatutoryState
from governance.sharing.models import StatutoryProvision
from governance.sharing.queries.records import Yardstick, yardstick
from governance.sharing.queries.requests import organs_of
from governance.sharing.rules.keeping import Keeping, keeping

ENDED = (StatutoryState.PROVIDED, StatutoryState.DROPPED)
"""The states in which a record is kept, and then erased."""


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


def kept_by_law(row: StatutoryProvision, measure: Yardstick) -> Keeping:
    """Until when the record of ``row`` is kept: as long as that of any other provision; where nothing was provided, as
    long as the council keeps records, from the day on which it was decided, or written down."""
    if row.state not in ENDED:
        raise ValueError("only what was provided or dropped has a record")
    day = row.provided_on or civil(row.decided_at or row.drafted_at)
    exempt = row.record_exempt or row.provided_on is None
    return keeping("each", day, day, measure.law, exempt=exempt, council_years=measure.years)


def erasable_by_law(
    rows: QuerySet[StatutoryProvision], council: Council, *, today: date
) -> list[tuple[StatutoryProvision, date]]:
    """Whose words may go, with the last day on which they were kept, the oldest first."""
    measure = yardstick(council, today=today)
    words = rows.filter(state__in=ENDED, erased_at__isnull=True).order_by("pk")
    kept = [(row, kept_by_law(row, measure).until) for row in words.iterator(chunk_size=500)]
    return [(row, until) for row, until in kept if until < today]


def provided_by_law(council: Council, organ: Organ) -> QuerySet[StatutoryProvision]:
    """What ``organ`` provided because a law required it, the oldest first."""
    rows = StatutoryProvision.objects.filter(council=council, provider=organ, provided_on__isnull=False)
    return rows.select_related("council", "provider__organisation").order_by("provided_on", "pk")
