"""What waits for whom: the worklists of the secretariat, of providers and of recipients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from core.accounts.models import Council, Organ, Organisation, User
from governance.sharing.enums import (
    ConditionChecker,
    ConditionOwner,
    ConditionState,
    DeliveryState,
    ForeignRoute,
    GrantState,
    IncidentState,
    LineState,
    PursuitOutcome,
    RequestState,
)
from governance.sharing.models import (
    Condition,
    Delivery,
    Grant,
    Incident,
    Pursuit,
    RequestLine,
    Review,
    ReviewOutcome,
    SharingRequest,
    Suspension,
    TimeAsked,
)
from governance.sharing.queries.conditions import owed
from governance.sharing.queries.emergencies import unratified
from governance.sharing.queries.measures import next_check
from governance.sharing.queries.panels import judged_by
from governance.sharing.queries.suspensions import ordered_suspensions
from governance.sharing.queries.upholding import to_uphold


def _lines(council: Council) -> QuerySet[RequestLine]:
    return RequestLine.objects.filter(request__council=council).select_related(
        "request__council", "request__applicant", "dataset__provider__organisation"
    )


def formal_checks(council: Council) -> QuerySet[SharingRequest]:
    """Requests that wait for the formal check, soonest deadline first."""
    rows = SharingRequest.objects.filter(council=council, state=RequestState.SUBMITTED)
    return rows.select_related("applicant", "council").order_by("due_on")


def open_reviews(council: Council) -> QuerySet[Review]:
    """Reviews that are open, soonest deadline first."""
    rows = Review.objects.filter(request__council=council, closed_at__isnull=True)
    return rows.select_related("request__applicant", "request__council").order_by("due_on")


def undecided(council: Council) -> QuerySet[Any]:
    """Lines that wait for the council's decision, or for the ratification of a provisional one; ``judged``: the board
    has given its opinion, without which nobody ratifies."""
    waiting = Q(state=LineState.OPINED) | Q(pk__in=unratified().values("pk"))
    judged = Exists(ReviewOutcome.objects.filter(line=OuterRef("pk")))
    return _lines(council).filter(waiting).annotate(judged=judged).order_by("pk")


def emergencies(council: Council) -> QuerySet[RequestLine]:
    """Lines of emergencies before the board, which whoever the rules allow may approve provisionally."""
    return _lines(council).filter(state=LineState.UNDER_REVIEW, request__is_emergency=True).order_by("pk")


def _on_standing_approval(council: Council) -> QuerySet[RequestLine]:
    return _lines(council).exclude(pk__in=to_uphold(council).order_by().values("pk"))


def without_agreement(council: Council, organs: Iterable[Organ] | None = None) -> QuerySet[RequestLine]:
    """Lines that the provider decided to provide and that wait for the agreement; of the data of ``organs``, if
    given. Nothing goes on from an approval whose decision was superseded."""
    rows = _on_standing_approval(council).filter(state=LineState.ACCEPTED)
    if organs is not None:
        rows = rows.filter(dataset__provider__in=organs)
    return rows.order_by("pk")


def for_provider(council: Council, organs: Iterable[Organ]) -> QuerySet[RequestLine]:
    """Approved lines, provisionally or not, that wait for the provider's own decision."""
    approved = [LineState.APPROVED, LineState.PROVISIONAL]
    return (
        _on_standing_approval(council).filter(state__in=approved, dataset__provider__in=organs).order_by("pk")
    )


def undelivered(council: Council, organs: Iterable[Organ]) -> QuerySet[Grant]:
    """Grants in force of the organs' data, of which nothing has been prepared or released yet."""
    rows = Grant.objects.filter(council=council, state=GrantState.ACTIVE, line__dataset__provider__in=organs)
    begun = Delivery.objects.exclude(state=DeliveryState.CANCELLED)
    rows = rows.filter(starts_on__lte=clock.today()).exclude(pk__in=begun.values("grant"))
    return rows.select_related("council", "line__request__applicant").order_by("starts_on", "pk")


def lists_to_release(council: Council, organs: Iterable[Organ]) -> QuerySet[Delivery]:
    """Prepared deliveries that the provider may release: the first day of their grant has come."""
    rows = Delivery.objects.filter(
        council=council, state=DeliveryState.PREPARED, grant__line__dataset__provider__in=organs
    )
    rows = rows.filter(grant__starts_on__lte=clock.today())
    return rows.select_related("council", "grant__line__request__applicant").order_by("pk")


def certificates_to_verify(council: Council, organs: Iterable[Organ]) -> QuerySet[Grant]:
    """Grants whose certificate of disposal waits for the provider."""
    rows = Grant.objects.filter(
        council=council,
        state=GrantState.DISPOSAL_DUE,
        disposals__is_verified__isnull=True,
        disposals__isnull=False,
        line__dataset__provider__in=organs,
    )
    return rows.select_related("council", "line__request__applicant").order_by("pk")


def disposals_due(council: Council, organisations: Iterable[Organisation] | None = None) -> QuerySet[Grant]:
    """Grants whose data are to be returned or disposed of, earliest first."""
    rows = Grant.objects.filter(council=council, state=GrantState.DISPOSAL_DUE)
    if organisations is not None:
        rows = rows.filter(line__request__applicant__in=organisations)
    return rows.select_related("council", "line__request__applicant").order_by("disposal_due_on", "pk")


def conditions_due(
    council: Council, organisations: Iterable[Organisation] | None = None
) -> QuerySet[Condition]:
    """Conditions not yet met, earliest first; of ``organisations`` those that they owe as recipients. One without a day
    only holds while the grant runs: nobody has to show it."""
    rows = owed(council)
    rows = rows.exclude(state=ConditionState.OPEN, due_on__isnull=True)
    if organisations is not None:
        theirs = {"owner__in": organisations, "owed_by": ConditionOwner.RECIPIENT}
        rows = rows.filter(state=ConditionState.OPEN, **theirs)
    return rows.select_related("line__grant__council", "line__request", "owner").order_by("due_on", "pk")


def more_time_asked(council: Council) -> QuerySet[Condition]:
    """Conditions whose owner asked for a later day and has no answer, earliest first."""
    return conditions_due(council).filter(pk__in=_time_asked())


def conditions_owed_by_provider(council: Council, organs: Iterable[Organ]) -> QuerySet[Condition]:
    """Conditions that the organs have to show as providers, earliest first."""
    rows = conditions_due(council).filter(owed_by=ConditionOwner.PROVIDER, state=ConditionState.OPEN)
    return rows.filter(line__dataset__provider__in=organs)


def conditions_before_provider(council: Council, organs: Iterable[Organ]) -> QuerySet[Condition]:
    """Conditions that wait for the organs, who check them as providers, earliest first."""
    rows = conditions_due(council).filter(_waits_for_checker(), checker=ConditionChecker.PROVIDER)
    return rows.filter(line__dataset__provider__in=organs)


def conditions_before_board(council: Council, user: User) -> QuerySet[Condition]:
    """Conditions that wait for ``user``, who checks them as a member of the board that judged the case."""
    rows = conditions_due(council).filter(_waits_for_checker(), checker=ConditionChecker.BOARD)
    return rows.filter(line__request__in=judged_by(user))


def _waits_for_checker() -> Q:
    """Evidence was handed in, or a later day is asked for."""
    return Q(state=ConditionState.SUBMITTED) | Q(pk__in=_time_asked())


def _time_asked() -> QuerySet[TimeAsked, int]:
    return TimeAsked.objects.filter(answered_at__isnull=True).values_list("condition", flat=True)


def withdrawals_due(
    council: Council, organisations: Iterable[Organisation] | None = None
) -> QuerySet[Pursuit]:
    """Withdrawals that a recipient has not answered, earliest first."""
    rows = Pursuit.objects.filter(delivery__council=council, outcome=PursuitOutcome.DUE)
    if organisations is not None:
        rows = rows.filter(recipient__in=organisations)
    return rows.select_related("delivery__council", "delivery__grant__line__request", "recipient").order_by(
        "due_on"
    )


def receipts_to_confirm(council: Council, organisations: Iterable[Organisation]) -> QuerySet[Delivery]:
    """Released deliveries that the recipient has not confirmed."""
    rows = Delivery.objects.filter(
        council=council,
        state=DeliveryState.RELEASED,
        confirmed_at__isnull=True,
        grant__line__request__applicant__in=organisations,
    )
    return rows.select_related("council", "grant__line__request").order_by("released_at")


def drafts_of(council: Council, organisations: Iterable[Organisation]) -> QuerySet[SharingRequest]:
    """Drafts of the organisations, the newest first."""
    rows = SharingRequest.objects.filter(
        council=council, state=RequestState.DRAFTED, applicant__in=organisations
    )
    return rows.select_related("council", "applicant").order_by("-pk")


def open_incidents(council: Council) -> QuerySet[Incident]:
    """Incidents and disputes not settled yet, oldest first."""
    rows = Incident.objects.filter(council=council)
    return rows.exclude(state__in=[IncidentState.SETTLED, IncidentState.CLOSED]).order_by("reported_at")


def ending(
    council: Council, organisations: Iterable[Organisation] | None = None, *, by: date | None = None
) -> QuerySet[Grant]:
    """Grants that run or wait for their conditions and end by a day, the earliest end first."""
    living = [GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.AWAITING]
    rows = Grant.objects.filter(council=council, state__in=living)
    if by is not None:
        rows = rows.filter(ends_on__lte=by)
    if organisations is not None:
        rows = rows.filter(line__request__applicant__in=organisations)
    return rows.select_related("council", "line__request__applicant").order_by("ends_on", "pk")


def checks_due(council: Council, organs: Iterable[Organ]) -> Iterator[tuple[Grant, date]]:
    """Grants of the organs' data whose measures abroad are to be checked within 30 days, or should have been."""
    abroad = {"line__dataset__provider__in": list(organs), "line__foreign_route": ForeignRoute.MEASURES}
    for grant in ending(council).filter(**abroad):
        due = next_check(grant.line)
        if due is not None and due <= clock.today() + timedelta(days=30):
            yield grant, due


def suspended_grants(council: Council) -> QuerySet[Grant]:
    """Grants that are suspended, the earliest end first."""
    return ending(council).filter(state=GrantState.SUSPENDED)


def grants_to_change(council: Council) -> QuerySet[Grant]:
    """Grants with a suspension or revocation, or the end of their agreement, whose day lies ahead."""
    ordered = Suspension.objects.filter(begun_at__isnull=True, ended_at__isnull=True)
    ahead = Q(revoked_from__isnull=False) | Q(suspensions__in=ordered)
    return ending(council).filter(ahead | Q(line__agreements__terminated_from__isnull=False)).distinct()


def changes_on(grant: Grant) -> date | None:
    """The day of the next ordered suspension or revocation of ``grant``, or of the end of its agreement."""
    days = list(ordered_suspensions(grant).values_list("from_on", flat=True)[:1])
    ends = grant.line.agreements.values_list("terminated_from", flat=True)
    days += [day for day in ends if day is not None]
    return min([*days, *([grant.revoked_from] if grant.revoked_from else [])], default=None)
