"""What of the evidence log is shown: which entries a reader of the list does not get, and which a page tells of its
object. An entry says only that something happened, and when; that can be too much already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.access.queries import Someone, roles_on
from core.access.roles import Role
from core.accounts.models import Council
from core.ledger.models import LedgerEntry
from core.ledger.queries import newest
from governance.assembly import queries as assembly
from governance.sharing.enums import events
from governance.sharing.models import (
    Approval,
    Condition,
    Dataset,
    Delivery,
    Grant,
    RequestLine,
    Review,
    SharingRequest,
)
from governance.sharing.queries.panels import recused_from, reviews_recused_from
from governance.sharing.queries.requests import as_party, hidden_requests

NEWEST = 20
"""Entries of a timeline; the log has them all."""

DELIBERATION = frozenset(
    {
        *(event.name for event in (events.INTEREST_DECLARED, events.OPINION_RECORDED, events.BALLOT_CAST)),
        *(event.name for event in (events.NOTE_WRITTEN, events.OPINION_PROPOSED, events.DISSENT_RECORDED)),
        *(event.name for event in (events.NO_OBJECTION, events.MEETING_ASKED, events.OPINIONS_CONSOLIDATED)),
        *(event.name for event in (events.EXPERT_INVITED, events.EXPERT_DECLARED, events.EXPERT_COMMENTED)),
        events.EXPERT_UNINVITED.name,
        "assembly.person_excluded",
        "assembly.person_readmitted",
    }
)
"""Who declared, opined, voted or spoke, and when: nobody's to read while the review is open, never a party's."""

OF_DATASETS = (
    events.DATASET_REGISTERED,
    events.DATASET_REVISED,
    events.DATASET_SUSPENDED,
    events.DATASET_RESUMED,
    events.DATASET_RETIRED,
)
OF_GRANTS = (
    events.CONDITION_MET,
    events.CONDITION_WAIVED,
    events.CONDITION_OVERDUE,
    events.CONDITION_EXTENDED,
    events.GRANT_OPENED,
    events.GRANT_ACTIVATED,
    events.GRANT_SUSPENDED,
    events.GRANT_RESUMED,
    events.REVOCATION_ORDERED,
    events.REVOCATION_CALLED_OFF,
    events.GRANT_EXPIRED,
    events.GRANT_LAPSED,
    events.GRANT_REVOKED,
    events.GRANT_TAKEN_BACK,
    events.GRANT_WITHOUT_AGREEMENT,
    events.MEASURES_CHECKED,
    events.GRANT_GIVEN_BACK,
    events.GRANT_SUPERSEDED,
    events.GRANT_SHORTENED,
    events.GRANT_CLOSED,
    events.DELIVERY_RELEASED,
    events.DELIVERY_CONFIRMED,
    events.DISPOSAL_FILED,
    events.DISPOSAL_VERIFIED,
)
OF_REQUESTS = (
    events.REQUEST_SUBMITTED,
    events.REQUEST_WITHDRAWN,
    events.REQUEST_REST_WITHDRAWN,
    events.REQUEST_LAPSED,
    events.REQUEST_REST_LAPSED,
    events.LINE_WITHDRAWN,
    events.FORMAL_CHECK_PASSED,
    events.OPINION_GIVEN,
    events.REVIEW_CONCLUDED,
    events.LINE_APPROVED,
    events.LINE_NOT_APPROVED,
    events.LINE_PROVISIONAL,
    events.LINE_RATIFIED,
    events.LINE_PROVISIONAL_REVOKED,
    events.PROVISION_ACCEPTED,
    events.PROVISION_DECLINED,
    events.PROVISION_TAKEN_BACK,
    events.AGREEMENT_CONCLUDED,
    *OF_GRANTS,
)
"""What whoever sees the object may know of it. Nothing is told that is not named here."""


def of_dataset(dataset: Dataset) -> list[LedgerEntry]:
    """The newest entries about ``dataset`` for its page."""
    return newest(dataset.council, [f"dataset:{dataset.reference}"], OF_DATASETS, NEWEST)


def of_grant(grant: Grant) -> list[LedgerEntry]:
    """The newest entries about ``grant``, its deliveries and conditions for its page."""
    return newest(grant.council, _with_grants([grant.line]), OF_GRANTS, NEWEST)


def of_request(request: SharingRequest, lines: Iterable[RequestLine]) -> list[LedgerEntry]:
    """The newest entries about ``request``, its lines and what came of them for its page."""
    lines = list(lines)
    subjects = [f"request:{request.reference}", *(f"line:{line.reference}" for line in lines)]
    return newest(request.council, [*subjects, *_with_grants(lines)], OF_REQUESTS, NEWEST)


def _with_grants(lines: Iterable[RequestLine]) -> Iterator[str]:
    """How the log calls the grants of ``lines``, their deliveries and conditions."""
    for kind, rows in (
        ("grant", Grant.objects.filter(line__in=lines)),
        ("delivery", Delivery.objects.filter(grant__line__in=lines)),
        ("condition", Condition.objects.filter(line__in=lines)),
    ):
        for reference in rows.values_list("reference", flat=True):
            yield f"{kind}:{reference}"


def kept_back(user: Someone, council: Council) -> Q:
    """Selects the entries of ``council`` that ``user`` does not get: about cases from which they are recused and drafts
    of others; the deliberation of open reviews, of cases to which they are a party, and of those from which they were
    recused in whichever round; and provisions by law, of which only secretariat and auditor know."""
    found = Q(subject__in=_about(_closed(user, council))) | Q(
        subject__in=assembly.evidence_kept_from(user, council)
    )
    open_reviews = Review.objects.filter(request__council=council, closed_at__isnull=True).values("request")
    barred = Review.objects.filter(pk__in=reviews_recused_from(user)).values("request")
    inside = SharingRequest.objects.filter(
        Q(pk__in=open_reviews) | Q(pk__in=barred) | as_party(user), council=council
    )
    found |= Q(subject__in=_cases(inside), event__in=DELIBERATION)
    if not roles_on(user, council) & {Role.SECRETARY, Role.AUDITOR}:
        found |= Q(subject__startswith="statutory:")
    return found


def _closed(user: Someone, council: Council) -> QuerySet[SharingRequest]:
    """Cases of which ``user`` gets nothing: drafts of others, and those from which they are recused."""
    closed = Q(pk__in=hidden_requests(user, council)) | Q(pk__in=recused_from(user))
    return SharingRequest.objects.filter(closed, council=council)


def of_cases(user: Someone, council: Council, numbers: Iterable[str]) -> list[str]:
    """How the log calls the requests of ``numbers`` (their own, or that of a line, a grant or a delivery) and all that
    came of them: lines, conditions, grants, deliveries; nothing of a case that is closed to ``user``."""
    asked = {number.upper() for number in numbers}
    whole = asked | {number.rpartition("-")[0] for number in asked}
    found = SharingRequest.objects.filter(
        Q(reference__in=whole)
        | Q(lines__grant__reference__in=asked)
        | Q(lines__grant__deliveries__reference__in=asked),
        council=council,
    )
    return _about(found.exclude(pk__in=_closed(user, council).values("pk")).distinct())


def decisions_on(council: Council, lines: Iterable[str]) -> list[int]:
    """Keys of the decisions by which the council approved, refused or ratified what the log calls ``lines``."""
    references = {name.removeprefix("line:") for name in lines}
    rows = RequestLine.objects.filter(
        request__council=council, request__reference__in={name.rpartition("-")[0] for name in references}
    )
    keys = [row.pk for row in rows.select_related("request") if row.reference in references]
    made = Approval.objects.filter(line__in=keys).values_list("decision_id", "ratified_by_id")
    return sorted({key for pair in made for key in pair if key is not None})


def _about(requests: QuerySet[SharingRequest]) -> list[str]:
    """Everything that the log calls ``requests``, which are few, and what came of them."""
    lines = list(RequestLine.objects.filter(request__in=requests).select_related("request"))
    names = [f"request:{reference}" for reference in requests.values_list("reference", flat=True)]
    return [*names, *(f"line:{line.reference}" for line in lines), *_with_grants(lines)]


def _cases(requests: QuerySet[SharingRequest]) -> QuerySet[SharingRequest, str]:
    """How the log calls ``requests`` and their lines, unevaluated."""
    lines = RequestLine.objects.filter(request__in=requests.values("pk"))
    line = Concat(Value("line:"), F("request__reference"), Value("-"), Cast("number", CharField()))
    whole = requests.order_by().values_list(Concat(Value("request:"), F("reference")), flat=True)
    return whole.union(lines.order_by().values_list(line, flat=True), all=True)
