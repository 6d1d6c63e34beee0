"""Requests and datasets as far as a user may see them."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core import clock
from core.access.queries import Someone, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation
from governance.sharing.enums import DatasetState, GrantState, LineState, RequestState
from governance.sharing.models import Dataset, Incident, PanelMember, RequestLine, SharingRequest
from governance.sharing.queries.asked import asked_last
from governance.sharing.queries.panels import cases_of, recused_from, undeclared_by


def _oversees(user: Someone, council: Council) -> bool:
    return bool(roles_on(user, council) & {Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER})


def _organs(user: Someone) -> QuerySet[Organ]:
    return Organ.objects.filter(
        Q(pk__in=objects_with(user, Organ, Role.DATA_OFFICER))
        | Q(organisation__in=objects_with(user, Organisation, Role.DATA_OFFICER))
    )


def organs_asking(user: Someone) -> QuerySet[Organ]:
    """Organs in whose name ``user`` may ask."""
    mine = objects_with(user, Organisation, Role.REPRESENTATIVE)
    return Organ.objects.filter(_goes_on(), organisation__in=mine).select_related("organisation")


def _goes_on() -> Q:
    return Q(last_on__isnull=True) | Q(last_on__gte=clock.today())


def organs_beginning(user: Someone) -> QuerySet[Organ]:
    """Organs in whose name ``user`` may begin something as data officer: those that have not been abolished."""
    return organs_of(user).filter(_goes_on())


def organs_of(user: Someone) -> QuerySet[Organ]:
    """Organs that ``user`` acts for as data officer."""
    return _organs(user)


def organs_receiving(user: Someone) -> QuerySet[Organ]:
    """Organs that ``user`` acts for as data officer, or whose organisation ``user`` represents; also such as ended."""
    mine = objects_with(user, Organisation, Role.REPRESENTATIVE)
    return Organ.objects.filter(Q(pk__in=_organs(user).values("pk")) | Q(organisation__in=mine))


def datasets_visible_to(user: Someone, council: Council) -> QuerySet[Dataset]:
    """The council's catalogue: drafts only for their provider and the secretariat."""
    return declarations_visible_to(user, council).filter(revises__isnull=True)


def to_ask_for(user: Someone, council: Council) -> QuerySet[Dataset]:
    """Datasets that ``user`` can ask for: in the catalogue, and not open to anybody."""
    return datasets_visible_to(user, council).filter(state=DatasetState.REGISTERED, is_open=False)


def declarations_visible_to(user: Someone, council: Council) -> QuerySet[Dataset]:
    """The same with the revisions that are being drafted."""
    rows = Dataset.objects.filter(council=council).select_related(
        "council", "provider__organisation", "project", "revises__council"
    )
    if not roles_on(user, council):
        return rows.none()
    if _oversees(user, council):
        return rows
    return rows.filter(~Q(state=DatasetState.DRAFTED) | Q(provider__in=_organs(user)))


def sees_draft(user: Someone, dataset: Dataset) -> bool:
    """Does ``user`` see the drafts of declarations like ``dataset``: its provider, and who oversees the council?"""
    return _oversees(user, dataset.council) or _organs(user).filter(pk=dataset.provider_id).exists()


def visible_to(user: Someone, council: Council) -> QuerySet[SharingRequest]:
    """Requests of ``council`` that ``user`` may see: drafts only for the applicant; then the secretariat, the
    parties, and the members of the panel. Who is recused sees it as a party at most, whatever else they are.

    Sets of keys, no joins: a row comes once, and the newest of many are found without looking at the others."""
    rows = SharingRequest.objects.filter(council=council).select_related("applicant")
    if not user.is_authenticated or not roles_on(user, council):
        return rows.none()
    if _oversees(user, council):
        return rows.exclude(pk__in=hidden_requests(user, council))
    recused = Q(pk__in=recused_from(user))
    seated = PanelMember.objects.filter(
        user=user, is_recused=False, left_at__isnull=True, excused_at__isnull=True
    ).exclude(is_alternate=True, sits_for__isnull=True)
    panel = Q(pk__in=seated.values("review__request")) & ~recused
    return rows.filter(as_party(user) | panel)


def declarable_by(user: Someone, council: Council) -> QuerySet[SharingRequest]:
    """Requests of ``council`` that ``user`` sees, and those on which they are asked to declare anew: an earlier
    declaration keeps them from everything else of the case."""
    asked = cases_of(user).filter(declared_at__isnull=True).order_by().values("review__request")
    seen = visible_to(user, council).order_by().values("pk")
    rows = SharingRequest.objects.filter(Q(pk__in=seen) | Q(pk__in=asked), council=council)
    return rows.select_related("applicant")


_SUBMITTED = ~Q(state=RequestState.DRAFTED) | Q(turn__gt=1)


def as_party(user: Someone) -> Q:
    """What ``user`` sees as the applicant, or once it is handed in as a provider."""
    return _applies(user) | (Q(pk__in=_provided_by(user).values("request")) & _SUBMITTED)


def _applies(user: Someone) -> Q:
    return Q(applicant__in=objects_with(user, Organisation, Role.REPRESENTATIVE))


def _provided_by(user: Someone) -> QuerySet[RequestLine]:
    return asked_last().filter(dataset__provider__in=_organs(user))


def hidden_requests(user: Someone, council: Council) -> QuerySet[SharingRequest, int]:
    """Keys of the few requests that a user who oversees the council does not see: drafts, and those from which the
    user is recused. All others are seen: so many rows are counted without looking at each one's request. Of the few the
    lines are looked up one by one; a set of all lines that a party provides would cost more than the page."""
    provided = Exists(_provided_by(user).filter(request=OuterRef("pk")))
    party = _applies(user) | (Q(provided) & _SUBMITTED)
    rows = SharingRequest.objects.filter(council=council).exclude(party).values_list("pk", flat=True)
    drafts = rows.filter(state=RequestState.DRAFTED, turn__lte=1)
    return drafts.union(rows.filter(pk__in=recused_from(user)))  # either is found by an index


def hidden_lines(user: Someone, council: Council) -> QuerySet[RequestLine, int] | None:
    """Keys of the lines that ``user`` does not see; None where it is the visible ones that are few
    (:func:`visible_to`)."""
    if not _oversees(user, council):
        return None
    return RequestLine.objects.filter(request__in=hidden_requests(user, council)).values_list("pk", flat=True)


def lines_visible_to(user: Someone, council: Council) -> QuerySet[RequestLine]:
    """Lines of the visible requests."""
    return RequestLine.objects.filter(request__in=visible_to(user, council)).select_related(
        "request__applicant",
        "request__recipient_organ",
        "request__council",
        "dataset__provider__organisation",
    )


def lines_opened_to(user: Someone, council: Council) -> QuerySet[RequestLine]:
    """:func:`lines_visible_to` without what is shut to ``user`` until they declare as a member of its panel: of the
    requests on which they are nothing else."""
    lines = lines_visible_to(user, council)
    if roles_on(user, council) & {Role.SECRETARY, Role.CHAIR}:
        return lines
    shut = SharingRequest.objects.filter(pk__in=undeclared_by(user)).exclude(as_party(user))
    return lines.exclude(request__in=shut.values("pk"))


def lines_of(request: SharingRequest) -> QuerySet[RequestLine]:
    """The lines of ``request`` with all that its page shows joined."""
    return request.lines.select_related(
        "dataset__provider__organisation",
        "request__council",
        "request__project",
        "request__applicant",
        "request__recipient_organ__organisation",
    ).prefetch_related("dataset__items", "dataset__stages", "request__attachments")


def granted_lines(request: SharingRequest) -> QuerySet[RequestLine]:
    """The lines of ``request`` that came to a grant: those that another request can change or prolong."""
    rows = lines_of(request).filter(state__in=[LineState.AGREED, LineState.CLOSED], grant__isnull=False)
    return rows.order_by("number")


def requests_of(council: Council) -> QuerySet[SharingRequest]:
    """Every request of ``council``: for statistics and the register, which choose what they show."""
    return SharingRequest.objects.filter(council=council)


def datasets_of(council: Council) -> QuerySet[Dataset]:
    """Every dataset of ``council``."""
    rows = Dataset.objects.filter(council=council, revises__isnull=True)
    return rows.select_related("provider__organisation")


def dataset(council: Council, reference: str) -> Dataset | None:
    """One dataset by its reference (D-01)."""
    return datasets_of(council).filter(reference=reference).first()


def line(pk: int) -> RequestLine:
    """The line with all that a verdict needs. Three statements: PostgreSQL plans ten joined tables in 6 ms, and these
    in less than one."""
    requests = SharingRequest.objects.select_related(
        "council", "applicant", "recipient_organ__organisation", "project"
    )
    datasets = Dataset.objects.select_related("provider__organisation")
    wanted = (Prefetch("request", requests), Prefetch("dataset", datasets))
    return RequestLine.objects.prefetch_related(*wanted).get(pk=pk)


def open_lines() -> QuerySet[RequestLine]:
    """Lines of all councils that were submitted and are not at their end, the oldest first: for the law preview. A
    grant goes on while its request is sent back."""
    ended = [LineState.NOT_APPROVED, LineState.DECLINED, LineState.WITHDRAWN]
    left = [RequestState.DRAFTED, RequestState.WITHDRAWN, RequestState.LAPSED]
    rows = RequestLine.objects.exclude(state__in=ended).exclude(request__state__in=left, grant__isnull=True)
    return (
        rows.exclude(grant__state=GrantState.CLOSED)
        .select_related(
            "request__council",
            "request__applicant",
            "request__recipient_organ__organisation",
            "dataset__provider__organisation",
        )
        .order_by("pk")
    )


def incidents_visible_to(user: Someone, council: Council) -> QuerySet[Incident]:
    """Incidents: all for those who oversee the council; otherwise those one reported, whose dataset or organisation is
    one's own, or of which one's own organ tells the authority; where it is the whole council, whoever provides to it.
    """
    rows = Incident.objects.filter(council=council).select_related("council", "reported_by")
    if not user.is_authenticated or not roles_on(user, council):
        return rows.none()
    if _oversees(user, council):
        return rows
    mine = objects_with(user, Organisation, Role.REPRESENTATIVE)
    concerned = Q(reported_by=user) | Q(datasets__provider__in=_organs(user)) | Q(organisations__in=mine)
    concerned |= Q(breach_reports__holder__in=_organs(user)) | Q(
        breach_reports__holder__organisation__in=mine
    )
    provided = Q(provider__in=_organs(user)) | Q(provider__organisation__in=mine)
    whole = Q(datasets__isnull=True, organisations__isnull=True)
    concerned |= whole & Q(Exists(Dataset.objects.filter(provided, council=council)))
    return rows.filter(concerned).distinct()


def count_public(council: Council) -> int:
    """How many :func:`public_requests` are there: a line's dataset knows its council, and an index knows how many lines
    a dataset has, so that only the drafts, which are few, are looked up among the requests."""
    lines = RequestLine.objects.filter(dataset=OuterRef("pk")).order_by().values("dataset")
    drafts = lines.filter(request__council=council, request__submitted_at__isnull=True)
    datasets = Dataset.objects.filter(council=council).annotate(
        all_=Coalesce(Subquery(lines.values(count=Count("*"))), 0),
        drafted=Coalesce(Subquery(drafts.values(count=Count("*"))), 0),
    )
    found: int = datasets.aggregate(count=Coalesce(Sum("all_") - Sum("drafted"), 0))["count"]
    return found


def public_requests(council: Council) -> QuerySet[RequestLine]:
    """Lines of requests that were handed in at least once: the public register's, the newest request first."""
    rows = RequestLine.objects.filter(request__council=council, request__submitted_at__isnull=False)
    return rows.select_related("request__applicant", "dataset").order_by(
        "-request__submitted_at", "-request_id", "number"
    )
