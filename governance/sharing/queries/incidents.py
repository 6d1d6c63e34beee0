"""Incidents: what and whom they concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.access.queries import Someone, holders
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.errors import ArticleRef
from core.http.templatetags.sekisho import local
from core.rulebook.provider import in_force
from governance.assembly import queries as assembly
from governance.members.queries.own import own_organisations
from governance.sharing.enums import DatasetState, IncidentKind, IncidentState
from governance.sharing.models import Dataset, Incident, ScopeChange
from governance.sharing.queries.requests import incidents_visible_to
from governance.sharing.queries.suspensions import held_by, within

RESUMPTION = "resumption"
"""What a provision is the basis of that lets provision resume after an incident by a vote alone."""


DISPUTE_BY_VOTE = "dispute_by_vote"
"""What a provision is the basis of that lets a dispute stop provision by a vote alone."""


PROVIDED = (DatasetState.REGISTERED, DatasetState.SUSPENDED)
"""In these a dataset is one that the council can have something from."""


def disputes_wait(council: Council) -> bool:
    """Does a dispute stop provision by a vote alone? Where the rules in force do not say so, it stops at once, as an
    incident does."""
    return in_force(council, clock.today()).article(DISPUTE_BY_VOTE) is not None


def stops_at_once(council: Council, kind: str) -> bool:
    """Does what is reported as ``kind`` stop what it concerns before anybody has voted?"""
    return kind == IncidentKind.INCIDENT or not disputes_wait(council)


def resumes(row: Incident) -> bool:
    """Do grants run again when the incident is settled? Of a dispute the rules say that it stops until then."""
    return row.kind == IncidentKind.INCIDENT and held_by(row).exists()


def resumption_article(council: Council) -> ArticleRef | None:
    """The provision by which what an incident stopped resumes by a vote alone; None where the rules do not ask one."""
    return in_force(council, clock.today()).article(RESUMPTION)


def waiting_for_vote(user: Someone, council: Council, body: str) -> Iterator[assembly.Matter]:
    """Disputes over which a body may vote to stop provision, and incidents after which it votes to resume, on no
    agenda yet."""
    rows = incidents_visible_to(user, council).filter(
        state__in=[IncidentState.REPORTED, IncidentState.IN_HAND]
    )
    for row in rows.order_by("pk"):
        asks = not row.stops or (resumes(row) and resumption_article(council) is not None)
        if asks and not _waits_already(row):
            yield _matter(row)


def _waits_already(row: Incident) -> bool:
    """Is it on an agenda, or was an item about it decided that no step rests on yet?"""
    items = assembly.live_items(row.council, subject_of(row))
    return items.exclude(decisions__number__in=decisions_used(row)).exists()


def decisions_used(row: Incident) -> frozenset[str]:
    """The numbers of the decisions on which a step of ``row`` rests: it was stopped, corrected or resumed by them. Each
    serves one step alone."""
    corrected = row.scope_changes.values_list("decision_number", flat=True)
    return frozenset({row.stopping_decision, row.resuming_decision, *corrected} - {""})


def incident_called(user: Someone, council: Council, reference: str) -> assembly.Matter | None:
    """The incident ``reference`` as something to decide on."""
    row = incidents_visible_to(user, council).filter(reference=reference).first()
    return _matter(row) if row else None


def subject_of(row: Incident) -> str:
    """How an item about ``row`` calls it."""
    return f"incident:{row.reference}"


def _matter(row: Incident) -> assembly.Matter:
    words = {"reference": row.reference, "title": local(row, "title")}
    name = (
        _("Resuming provision after %(reference)s “%(title)s”")
        if row.stops
        else _("Stopping provision over %(reference)s “%(title)s”")
    )
    return assembly.Matter(subject_of(row), name % words, tuple(_named_by(row).values_list("pk", flat=True)))


def _named_by(row: Incident) -> QuerySet[Organisation]:
    """Whose own matter a vote about ``row`` is: the organisations of its scope and the providers of its datasets;
    nobody's where it is the whole council, or those who run it could not vote."""
    named = Incident.objects.filter(pk=row.pk or 0)
    return Organisation.objects.filter(
        Q(pk__in=named.values("organisations")) | Q(pk__in=named.values("datasets__provider__organisation"))
    )


def parties_of(row: Incident) -> QuerySet[Organisation]:
    """Whom ``row`` concerns: the organisations of its scope, the providers of its datasets, and the parties of the
    grants that it holds suspended."""
    held = held_by(row)
    return Organisation.objects.filter(
        Q(pk__in=_named_by(row).values("pk"))
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


def datasets_provided(council: Council) -> QuerySet[Dataset]:
    """The datasets that ``council`` can have something from, whether or not a grant runs."""
    return Dataset.objects.filter(council=council, state__in=PROVIDED)


def concerned(row: Incident) -> Sequence[User]:
    """Whoever reported it, the secretariat, the officers of its datasets, the representatives of its organisations,
    and the recipients of the grants within its scope; where it is the whole council, the officers and representatives
    of whoever provides to it."""
    users = [row.reported_by, *holders(Role.SECRETARY, row.council)]
    datasets, organisations = row.datasets.all(), {one.pk: one for one in row.organisations.all()}
    if not datasets and not organisations:
        datasets = datasets_provided(row.council)
        organisations = {
            one.provider.organisation_id: one.provider.organisation for one in _provided(datasets)
        }
    for organ in {one.provider_id: one.provider for one in _provided(datasets)}.values():
        users += holders(Role.DATA_OFFICER, organ)
        users += holders(Role.DATA_OFFICER, organ.organisation)
    grants = within(row).select_related("line__request__applicant")
    organisations |= {grant.line.request.applicant_id: grant.line.request.applicant for grant in grants}
    for organisation in organisations.values():
        users += holders(Role.REPRESENTATIVE, organisation)
    return list({user.pk: user for user in users}.values())


def _provided(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    return datasets.select_related("provider__organisation").order_by("pk")
