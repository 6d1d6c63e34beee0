"""What somebody has in hand in the cases of a council, and which hand-overs there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from core.accounts.models import Council, User
from core.ledger.queries import history
from governance.sharing.enums import LINE_OVER, ConditionChecker, ConditionState, RequestState
from governance.sharing.models import Condition, PanelMember, RequestLine, SecondCheck, SharingRequest
from governance.sharing.queries.handling import waiting_checks
from governance.sharing.queries.idle import OPEN_STATES
from governance.sharing.rules.reshuffle import Fate, Kind, Part


def cases_kept_by(user: User, council: Council) -> QuerySet[SharingRequest]:
    """Cases that ``user`` looks after and that are not over, the oldest first."""
    lines = RequestLine.objects.exclude(state__in=LINE_OVER)
    running = Q(state__in=OPEN_STATES) | Q(state=RequestState.CONCLUDED, pk__in=lines.values("request"))
    rows = SharingRequest.objects.filter(running, council=council, keeper__user=user)
    return rows.select_related("council", "applicant").order_by("pk")


def panels_of(user: User, council: Council) -> QuerySet[PanelMember]:
    """The places of ``user`` on the panels of open reviews, in reserve too."""
    rows = PanelMember.objects.filter(
        user=user,
        left_at__isnull=True,
        excused_at__isnull=True,
        review__closed_at__isnull=True,
        review__request__council=council,
    )
    return rows.select_related("review__request__council", "review__request__applicant").order_by("pk")


def seats_to_finish(user: User, council: Council) -> QuerySet[PanelMember]:
    """Those of :func:`panels_of` that ``user`` is not recused from."""
    return panels_of(user, council).filter(is_recused=False)


def has_voted(member: PanelMember) -> bool:
    """Has the member voted in the review, or been there when nobody objected?"""
    there = member.review.without_objection.values_list("members", flat=True)
    return member.ballots.exists() or any(member.pk in row for row in there)


def evidence_to_check(request: SharingRequest) -> QuerySet[Condition]:
    """Conditions of the case whose evidence waits for the secretariat to check it."""
    rows = Condition.objects.filter(
        line__request=request, state=ConditionState.SUBMITTED, checker=ConditionChecker.SECRETARIAT
    )
    return rows.select_related("owner").order_by("pk")


def checks_asked_by(user: User, council: Council) -> QuerySet[SecondCheck]:
    """Checks of acts of their own that ``user`` waits for."""
    return waiting_checks(council).filter(asked_by=user)


def subject_of(council: Council) -> str:
    """How the ledger calls the hand-overs of a council."""
    return f"reshuffle:{council.slug}"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One hand-over, as the ledger tells it."""

    at: datetime
    predecessor: User
    successor: User
    parts: list[Part]


def hand_overs(council: Council) -> list[HandedOver]:
    """Every hand-over of ``council``, the newest first."""
    said = history(subject_of(council))
    keys = {key for one in said for key in (one.facts["from"], one.facts["to"])}
    people = User.objects.in_bulk(keys)
    return [
        HandedOver(
            datetime.fromisoformat(one.at),
            people[one.facts["from"]],
            people[one.facts["to"]],
            [
                Part(Kind(kind), ref, request, Fate(fate), reason)
                for kind, ref, request, fate, reason in one.facts["parts"]
            ],
        )
        for one in reversed(said)
    ]
