"""Incidents: by when they are reported to the authority, and whom they concern."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone, holders
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.law.queries import in_force
from core.law.values import BreachCase
from governance.members.queries.own import own_organisations
from governance.sharing.models import Incident, ScopeChange
from governance.sharing.queries.suspensions import held_by, within
from governance.sharing.rules.breaches import ReportDue, reports_due


def breach_cases() -> tuple[BreachCase, ...]:
    """The cases of a leak or loss that the law table in force has."""
    return in_force(clock.today()).breach_cases


def reports_of(row: Incident) -> tuple[ReportDue, ...]:
    """The reports to the authority that ``row`` asks for, by the law of the day on which it was known."""
    if not row.breach_case or row.known_on is None:
        return ()
    return reports_due(in_force(row.known_on), row.breach_case, row.known_on)


def reports_to_file(row: Incident) -> tuple[ReportDue, ...]:
    """Those of them that are not filed yet."""
    filed = {"preliminary": row.preliminary_filed_on, "full": row.full_filed_on}
    return tuple(one for one in reports_of(row) if filed[one.stage] is None)


def unreported(council: Council) -> list[Incident]:
    """Incidents, settled or not, of which a report to the authority is not filed yet, the first known first."""
    rows = Incident.objects.filter(council=council).exclude(breach_case="").select_related("council")
    rows = rows.filter(Q(preliminary_filed_on__isnull=True) | Q(full_filed_on__isnull=True))
    return [row for row in rows.order_by("known_on", "pk") if reports_to_file(row)]


def parties_of(row: Incident) -> QuerySet[Organisation]:
    """Whom ``row`` concerns: the organisations of its scope, the providers of its datasets, and the parties of the
    grants that it holds suspended."""
    held = held_by(row)
    named = Incident.objects.filter(pk=row.pk or 0)
    return Organisation.objects.filter(
        Q(pk__in=named.values("organisations"))
        | Q(pk__in=named.values("datasets__provider__organisation"))
        | Q(pk__in=held.values("grant__line__request__applicant"))
        | Q(pk__in=held.values("grant__line__dataset__provider__organisation"))
    )


def own_part_in(user: Someone, row: Incident) -> QuerySet[Organisation]:
    """The parties of the incident whose own people ``user`` is one of."""
    return parties_of(row).filter(pk__in=own_organisations(user, row.council).values("pk"))


def scope_changes(row: Incident) -> QuerySet[ScopeChange]:
    """How its scope or kind was corrected, the first first."""
    return row.scope_changes.select_related("changed_by").order_by("pk")


def concerned(row: Incident) -> Sequence[User]:
    """Whoever reported it, the secretariat, the officers of its datasets, the representatives of its organisations,
    and the recipients of the grants within its scope."""
    users = [row.reported_by, *holders(Role.SECRETARY, row.council)]
    for dataset in row.datasets.select_related("provider__organisation"):
        users += holders(Role.DATA_OFFICER, dataset.provider)
        users += holders(Role.DATA_OFFICER, dataset.provider.organisation)
    organisations = {one.pk: one for one in row.organisations.all()}
    grants = within(row).select_related("line__request__applicant")
    organisations |= {grant.line.request.applicant_id: grant.line.request.applicant for grant in grants}
    for organisation in organisations.values():
        users += holders(Role.REPRESENTATIVE, organisation)
    return list({user.pk: user for user in users}.values())
