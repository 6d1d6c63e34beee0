"""Why grants are suspended, which ones a cause concerns, and whether the cause is still there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from core import clock
from core.accounts.models import Council, Organ, Organisation
from governance.members import queries as members
from governance.sharing.enums import GrantState, IncidentState, SuspensionCause
from governance.sharing.models import Condition, Grant, Incident, Suspension
from governance.sharing.queries.conditions import settled
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment

RUNNING = (GrantState.ACTIVE, GrantState.SUSPENDED)


def open_suspensions(grant: Grant) -> QuerySet[Suspension]:
    """Suspensions that hold ``grant`` today, the first first."""
    return grant.suspensions.filter(begun_at__isnull=False, ended_at__isnull=True).order_by("pk")


def ordered_suspensions(grant: Grant) -> QuerySet[Suspension]:
    """Suspensions that are ordered and have not begun yet, the next first."""
    return grant.suspensions.filter(begun_at__isnull=True, ended_at__isnull=True).order_by("from_on", "pk")


def stops_for(
    council: Council, organisations: Collection[Organisation], organs: Collection[Organ]
) -> QuerySet[Suspension]:
    """Suspensions that hold, or will hold, a grant under which ``organisations`` receive or provide, or for which
    ``organs`` answer; the first first."""
    parties = Q(grant__line__request__applicant__in=organisations)
    parties |= Q(grant__line__dataset__provider__organisation__in=organisations)
    parties |= Q(grant__line__dataset__provider__in=organs)
    rows = Suspension.objects.filter(parties, grant__council=council, ended_at__isnull=True)
    rows = rows.filter(grant__state__in=(*RUNNING, GrantState.AWAITING))
    return rows.select_related("grant__line__request", "grant__council").order_by("from_on", "pk")


def remains(suspension: Suspension) -> bool:
    """Is the cause still there? An order is its own cause, and whoever resumes takes it back."""
    if suspension.cause == SuspensionCause.CONDITION:
        return _condition_remains(suspension)
    if suspension.cause == SuspensionCause.ASSESSMENT:
        return fails_on(suspension.grant, "pia")
    if suspension.cause == SuspensionCause.INCIDENT:
        rows = Incident.objects.filter(
            council=suspension.grant.council_id, reference=suspension.about, stops=True
        )
        return rows.filter(state__in=[IncidentState.REPORTED, IncidentState.IN_HAND]).exists()
    if suspension.cause == SuspensionCause.MEMBER:
        return not all(
            members.standing(suspension.grant.council, party, clock.today()).is_member
            for party in parties(suspension.grant)
            if suspension.about == organisation_key(party.pk)
        )
    return False


def _condition_remains(suspension: Suspension) -> bool:
    rows = Condition.objects.filter(line=suspension.grant.line_id, reference=suspension.about)
    return rows.exclude(settled()).filter(due_on__lt=clock.today()).exists()


def organisation_key(pk: int) -> str:
    """How a suspension calls the organisation that it is about."""
    return f"organisation:{pk}"


def parties(grant: Grant) -> tuple[Organisation, Organisation]:
    """Recipient and provider."""
    return grant.line.request.applicant, grant.line.dataset.provider.organisation


def fails_on(grant: Grant, code: str) -> bool:
    """Does the gate fail the grant's line on the check ``code`` now?"""
    checks = judge(load_line(grant.line_id), Moment.FLOW).verdict.checks
    return any(check.code == code and check.state == "fail" for check in checks)


def causes_left(grant: Grant) -> list[Suspension]:
    """The suspensions of ``grant`` whose cause is still there."""
    rows = open_suspensions(grant).select_related(
        "grant__council", "grant__line__request__applicant", "grant__line__dataset__provider__organisation"
    )
    return [row for row in rows if remains(row)]


def running_of(council: Council) -> QuerySet[Grant]:
    """Grants that run or are suspended, in the order in which they are locked."""
    return Grant.objects.filter(council=council, state__in=RUNNING).order_by("pk")


def within(incident: Incident) -> QuerySet[Grant]:
    """The running grants that ``incident`` concerns, as the gate reads its scope."""
    rows = running_of(incident.council)
    datasets = [dataset.pk for dataset in incident.datasets.all()]
    organisations = [organisation.pk for organisation in incident.organisations.all()]
    if not datasets and not organisations:
        return rows
    return rows.filter(Q(line__dataset__in=datasets) | _of(organisations))


def stopped(incident: Incident) -> set[int]:
    """Keys of the running grants that ``incident`` stops: none where it is a dispute and nobody voted to stop."""
    return set(within(incident).values_list("pk", flat=True)) if incident.stops else set()


def held_by(incident: Incident) -> QuerySet[Suspension]:
    """The suspensions by which ``incident`` holds grants."""
    rows = Suspension.objects.filter(grant__council=incident.council_id, cause=SuspensionCause.INCIDENT)
    return rows.filter(about=incident.reference, begun_at__isnull=False, ended_at__isnull=True)


def of_parties(council: Council, organisation: int) -> QuerySet[Grant]:
    """The running grants in which an organisation provides or receives."""
    return running_of(council).filter(_of([organisation]))


def _of(organisations: list[int]) -> Q:
    return Q(line__request__applicant__in=organisations) | Q(
        line__dataset__provider__organisation__in=organisations
    )


def begin_by(day: date) -> QuerySet[Suspension]:
    """Ordered suspensions whose first day has come on ``day``."""
    return Suspension.objects.filter(begun_at__isnull=True, ended_at__isnull=True, from_on__lte=day)


def end_by(day: date) -> QuerySet[Suspension]:
    """Suspensions that were to end by ``day``."""
    return Suspension.objects.filter(begun_at__isnull=False, ended_at__isnull=True, ends_on__lte=day)
