"""The panel of a case: fixed from the appointments when the review opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from core import clock
from core.access.queries import Someone
from core.accounts.models import Council
from core.reading import once_a_page
from core.rulebook.provider import in_force
from governance.sharing.enums import LineState
from governance.sharing.models import (
    IndividualOpinion,
    PanelMember,
    RequestLine,
    Review,
    ReviewOutcome,
    SharingRequest,
)
from governance.sharing.queries.emergencies import unratified


def current_review(request: SharingRequest) -> Review | None:
    """The newest review of ``request``."""
    return request.reviews.order_by("-turn").first()


def waiting_for_board(request: SharingRequest) -> QuerySet[RequestLine]:
    """Lines on which the board still has to give its opinion in the newest review; a line that was approved
    provisionally, too, however far it has come."""
    provisional = Q(pk__in=unratified().values("pk")) & ~Q(outcomes__review=current_review(request))
    return request.lines.filter(Q(state=LineState.UNDER_REVIEW) | provisional)


def before_boards(reviews: Collection[Review]) -> QuerySet[RequestLine]:
    """:func:`waiting_for_board` of the requests of all ``reviews``, each the newest of its request."""
    judged = Exists(ReviewOutcome.objects.filter(line=OuterRef("pk"), review__in=reviews))
    provisional = Q(pk__in=unratified().values("pk")) & ~judged
    rows = RequestLine.objects.filter(request__in=[row.request_id for row in reviews])
    return rows.filter(Q(state=LineState.UNDER_REVIEW) | provisional)


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to the panel of a case: the seat in its newest review, and whether recused."""

    seat: PanelMember | None = None
    is_recused: bool = False


@once_a_page
def standing(user: Someone, request: SharingRequest) -> Standing:
    """How ``user`` stands to the panel of ``request``. Whoever was recused stays so until they declare anew: neither a
    seat in a later review changes that before, nor a later panel without them. One statement."""
    if not user.is_authenticated:
        return Standing()
    newest = Review.objects.filter(request=request).order_by("-turn").values("pk")[:1]
    rows = PanelMember.objects.filter(user=user, review__request=request).select_related("review")
    seats = list(rows.annotate(newest_review=newest).order_by("-review__turn"))
    seat = next((row for row in seats if row.review_id == row.newest_review), None)
    declared = next((row for row in seats if row.is_recused or row.declared_at is not None), None)
    if seat is not None:
        seat.review.request = request
    return Standing(seat, declared is not None and declared.is_recused)


def membership(user: Someone, request: SharingRequest) -> PanelMember | None:
    """The seat of ``user`` in the newest review, recused or not. One statement."""
    return standing(user, request).seat


def is_recused(user: Someone, request: SharingRequest) -> bool:
    """Is ``user`` recused from ``request`` by what they declared last?"""
    return standing(user, request).is_recused


def _recused() -> QuerySet[PanelMember]:
    """Seats whose holder is recused and has declared nothing since, on the panels of whichever case."""
    later = PanelMember.objects.filter(
        user=OuterRef("user"),
        review__request=OuterRef("review__request"),
        review__turn__gt=OuterRef("review__turn"),
        declared_at__isnull=False,
    )
    return PanelMember.objects.filter(~Exists(later), is_recused=True)


def recused_from(user: Someone) -> QuerySet[PanelMember, int]:
    """Keys of the requests from which ``user`` is recused by what they declared last (:func:`standing`)."""
    return _recused().filter(user_id=user.pk or 0).values_list("review__request_id", flat=True)


def recused_members(request: SharingRequest) -> QuerySet[PanelMember]:
    """The declarations by which somebody is recused from ``request``."""
    return _recused().filter(review__request=request).select_related("user")


def reviews_recused_from(user: Someone) -> QuerySet[PanelMember, int]:
    """Keys of the reviews, of whichever round, from which ``user`` is recused."""
    return PanelMember.objects.filter(user_id=user.pk or 0, is_recused=True).values_list(
        "review_id", flat=True
    )


def opinions_of(request: SharingRequest, reader: Someone) -> QuerySet[Any]:
    """The members' own opinions of every round, without the rounds from which ``reader`` is recused; each with the
    ``seat_number`` of its member on that panel."""
    panel = PanelMember.objects.filter(review=OuterRef("member__review"), pk__lte=OuterRef("member"))
    place = panel.order_by().values("review").annotate(count=Count("pk")).values("count")
    rows = IndividualOpinion.objects.filter(line__request=request)
    rows = rows.exclude(member__review__in=reviews_recused_from(reader))
    rows = rows.select_related("member__user", "member__review", "line").annotate(seat_number=Subquery(place))
    return rows.order_by("member__review__turn", "line__number", "member_id")


def opened_opinions(request: SharingRequest, reader: Someone) -> QuerySet[Any]:
    """Those of :func:`opinions_of` that are open to the panel; whoever was called in since writes their own first."""
    rows = opinions_of(request, reader).filter(member__review__consolidated_at__isnull=False)
    member = membership(reader, request)
    if member is not None and any(owes_opinion(member, line) for line in waiting_for_board(request)):
        rows = rows.exclude(member__review=member.review_id)
    return rows


def owes_opinion(member: PanelMember, line: RequestLine) -> bool:
    """Has the member come to judge after the opinions were opened, and the seat none of its own on ``line`` yet, where
    the rule asks independence? Everybody else gave one before."""
    review = member.review
    rule = in_force(review.request.council, clock.today()).get("independent_opinions")
    if review.consolidated_at is None or (rule is not None and not rule.blind):
        return False
    held = Q(member_id=member.place) | Q(member__follows_id=member.place)
    return not IndividualOpinion.objects.filter(held, line=line).exists()


def recused_references(user: Someone, council: Council) -> list[str]:
    """References of the requests of ``council`` from which ``user`` is recused."""
    rows = SharingRequest.objects.filter(council=council, pk__in=recused_from(user))
    return list(rows.values_list("reference", flat=True))


def judges(member: PanelMember | None) -> bool:
    """Does the panel member judge: neither recused nor excused and, as an alternate, called in?"""
    return (
        member is not None
        and not member.is_recused
        and member.left_at is None
        and member.excused_at is None
        and (not member.is_alternate or member.sits_for_id is not None)
    )


def has_opened_file(user: Someone, request: SharingRequest) -> bool:
    """Has ``user`` opened the file as a member of the panel (:func:`has_opened`)?"""
    return has_opened(membership(user, request))


def has_opened(member: PanelMember | None) -> bool:
    """Has the panel member declared before reading? A recused member never opens the file."""
    return member is not None and member.declared_at is not None and judges(member)


def _judging() -> QuerySet[PanelMember]:
    """Seats in the newest review of each request whose holders have declared, are not recused and, as alternates, are
    called in: whoever has opened the file."""
    later = Review.objects.filter(request=OuterRef("review__request"), turn__gt=OuterRef("review__turn"))
    rows = PanelMember.objects.filter(~Exists(later), is_recused=False, declared_at__isnull=False)
    return rows.filter(left_at__isnull=True, excused_at__isnull=True).exclude(
        is_alternate=True, sits_for__isnull=True
    )


def judged_by(user: Someone) -> QuerySet[PanelMember, int]:
    """Keys of the requests whose file ``user`` has opened as a member of the board."""
    return _judging().filter(user_id=user.pk or 0).values_list("review__request_id", flat=True)


def undeclared_by(user: Someone) -> QuerySet[PanelMember, int]:
    """Keys of the requests on whose newest panel ``user`` has a seat and has not declared for it."""
    later = Review.objects.filter(request=OuterRef("review__request"), turn__gt=OuterRef("review__turn"))
    rows = PanelMember.objects.filter(~Exists(later), user_id=user.pk or 0, declared_at__isnull=True)
    return rows.values_list("review__request_id", flat=True)


def judges_of(request: SharingRequest) -> QuerySet[PanelMember]:
    """The members of the board who have opened the file of ``request``, also after its review is over."""
    return _judging().filter(review__request=request).select_related("user").order_by("pk")


def seated_users(request: SharingRequest) -> QuerySet[PanelMember]:
    """Who may judge the open review: everybody not recused or excused, and alternates once called in."""
    rows = PanelMember.objects.filter(review__request=request, review__closed_at=None, is_recused=False)
    rows = rows.filter(left_at__isnull=True, excused_at__isnull=True)
    return rows.exclude(is_alternate=True, sits_for__isnull=True).select_related("user").order_by("pk")


def cases_of(user: Someone) -> QuerySet[PanelMember]:
    """The seats of ``user`` in reviews that are still open, soonest deadline first; none of those of which they are
    recused, of which no list tells."""
    if not user.is_authenticated:
        return PanelMember.objects.none()
    return (
        PanelMember.objects.filter(
            user=user,
            is_recused=False,
            left_at__isnull=True,
            excused_at__isnull=True,
            review__closed_at__isnull=True,
        )
        .exclude(is_alternate=True, sits_for__isnull=True)
        .select_related("review__request__applicant", "review__request__council", "review__body")
        .order_by("review__due_on")
    )
