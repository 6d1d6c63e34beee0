"""Incidents: by when they are reported to the authority, and whom they concern."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone, holders, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, User
from core.law.queries import in_force
from core.law.values import BreachCase, RecordItem
from governance.members.queries.own import own_organisations
from governance.sharing.enums import IncidentState
from governance.sharing.models import Incident, ScopeChange
from governance.sharing.queries.requests import organs_of
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
    """Incidents, settled or not, of which the authority or the persons are not told all yet, the first known first."""
    rows = Incident.objects.filter(council=council).exclude(breach_case="").select_related("council")
    untold = Q(persons_told_on__isnull=True, persons_otherwise="")
    rows = rows.filter(untold | Q(preliminary_filed_on__isnull=True) | Q(full_filed_on__isnull=True))
    return [row for row in rows.order_by("known_on", "pk") if reports_to_file(row) or owes_persons(row)]


def unreported_by(
    council: Council, organisations: Collection[Organisation], organs: Collection[Organ]
) -> list[Incident]:
    """Those of them that ``organisations``, or ``organs`` as providers, report."""
    named = Q(organisations__in=organisations) | Q(datasets__provider__in=organs)
    theirs = set(Incident.objects.filter(named, council=council).values_list("pk", flat=True))
    return [row for row in unreported(council) if row.pk in theirs] if theirs else []


def owes_persons(row: Incident) -> bool:
    """Are the persons concerned still to be told, or protected otherwise?"""
    return bool(row.breach_case) and row.persons_told_on is None and not row.persons_otherwise


def told_items(row: Incident) -> dict[str, tuple[RecordItem, ...]]:
    """What the report to the authority, and the notice to the persons, contain by the law of the day of knowing."""
    law = in_force(row.known_on or clock.today())
    return {name: law.record_items.get(f"breach_{name}", ()) for name in ("report", "notice")}


def holds_for(user: Someone, row: Incident) -> bool:
    """Does ``user`` act for a holder that reports the incident: as officer of the provider of one of its datasets, or
    as representative of one of its organisations?"""
    named = Incident.objects.filter(pk=row.pk or 0)
    organs = organs_of(user).filter(pk__in=named.values("datasets__provider"))
    mine = objects_with(user, Organisation, Role.REPRESENTATIVE)
    return organs.exists() or named.filter(organisations__in=mine).exists()


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


def datasets_with_incidents(council: Council) -> dict[str, datetime]:
    """The datasets about which an incident or dispute is not closed, and when the newest was reported."""
    rows = Incident.objects.filter(council=council, datasets__isnull=False)
    rows = rows.exclude(state=IncidentState.CLOSED).order_by("reported_at")
    return dict(rows.values_list("datasets__reference", "reported_at"))


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
