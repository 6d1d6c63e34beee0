"""Incidents: by when they are reported to the authority, and whom they concern."""

from __future__ import annotations

from collections.abc import Sequence

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import User
from core.law.queries import in_force
from core.law.values import BreachCase
from governance.sharing.models import Incident
from governance.sharing.queries.suspensions import within
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
