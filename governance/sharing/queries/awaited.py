"""What the secretariat waits for: a step of an applicant, of the board, a provider or a recipient, with its beginning.

What is the reader's own step stands in ``waiting``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet

from core import clock
from core.accounts.models import Council, Organ
from governance.sharing.enums import PursuitOutcome, RequestState, SittingForm
from governance.sharing.models import (
    Disposal,
    Grant,
    IndividualOpinion,
    PanelMember,
    Pursuit,
    Review,
    Sitting,
    Submission,
)
from governance.sharing.queries import waiting
from governance.sharing.queries.facts_decisions import seated_among
from governance.sharing.queries.panels import before_boards
from governance.sharing.queries.questions import standing_still


def sent_back(council: Council) -> QuerySet[Submission]:
    """Submissions that the applicant has to correct and hand in again, the oldest first."""
    rows = Submission.objects.filter(request__council=council, returned_at__isnull=False)
    rows = rows.filter(request__turn=F("turn") + 1, request__state=RequestState.DRAFTED)
    return rows.select_related("request__applicant").order_by("returned_at", "pk")


def reviewed(council: Council) -> list[tuple[Review, int]]:
    """Open reviews with the number of members whose opinion is still to come, the oldest first; none while the
    applicant is asked something. Counted as the board counts before it opens its opinions: by seat, whoever holds it,
    and by line that waits for the board."""
    rows = waiting.open_reviews(council).filter(consolidated_at__isnull=True).select_related("body")
    rows = rows.exclude(request__in=standing_still(council)).order_by("opened_at", "pk")
    panels = PanelMember.objects.select_related("user", "sits_for")
    reviews = list(rows.prefetch_related(Prefetch("panel", panels)))
    lines: dict[int, list[int]] = {}
    for pk, request in before_boards(reviews).values_list("pk", "request_id"):
        lines.setdefault(request, []).append(pk)
    given = _given(reviews)
    counted = ((row, _silent(row, lines.get(row.request_id, []), given)) for row in reviews)
    return [(row, many) for row, many in counted if many]


def _given(reviews: Collection[Review]) -> set[tuple[int, int]]:
    """Of which seat the opinion on which line is given, by whoever held the seat."""
    said = IndividualOpinion.objects.filter(member__review__in=reviews).select_related("member")
    return {(row.member.place, row.line_id) for row in said}


def _silent(review: Review, lines: Collection[int], given: Collection[tuple[int, int]]) -> int:
    members = [row for row in seated_among(review.panel.all(), review) if row.judges()]
    return sum(any((row.place, line) not in given for line in lines) for row in members)


def circulated(council: Council) -> QuerySet[Sitting]:
    """Circulations of papers in which the board may still vote, the oldest first."""
    rows = Sitting.objects.filter(
        form=SittingForm.CIRCULATED,
        until__gte=clock.today(),
        meeting_asked_at__isnull=True,
        ballot_round=F("review__ballot_round"),
        review__request__council=council,
        review__closed_at__isnull=True,
    )
    return rows.select_related("review__request", "review__body").order_by("arranged_at", "pk")


def before_providers(council: Council) -> QuerySet[Any]:
    """Approved lines that wait for the provider's own decision, with the day of the approval (``approved_on``)."""
    rows = waiting.for_provider(council, Organ.objects.all())
    approved = Max("approvals__decided_on", filter=Q(approvals__is_approved=True))
    return rows.annotate(approved_on=approved)


def certified(council: Council) -> QuerySet[Disposal]:
    """Certificates that wait for their provider, the oldest first."""
    found = waiting.certificates_to_verify(council, Organ.objects.all())
    rows = Disposal.objects.filter(grant__in=found.order_by().values("pk"), is_verified__isnull=True)
    rows = rows.select_related("grant__line__request", "grant__line__dataset__provider__organisation")
    return rows.order_by("filed_at", "pk")


def uncertified(council: Council) -> QuerySet[Grant]:
    """Grants that ended and whose recipient has not said yet that the data are gone, earliest first."""
    filed = Disposal.objects.filter(grant=OuterRef("pk"), is_verified__isnull=True)
    return waiting.disposals_due(council).exclude(Exists(filed))


def pursued(council: Council) -> QuerySet[Any, Any]:
    """Withdrawals that a recipient has not answered, one row for all of a delivery: how many, since when and
    until when."""
    due = Pursuit.objects.filter(delivery__council=council, outcome=PursuitOutcome.DUE).order_by()
    told = due.values("delivery__reference", "delivery__grant__line__request__reference", "recipient")
    counted = told.annotate(many=Count("pk"), since=Min("opened_at"), due=Min("due_on"))
    return counted.order_by("due", "delivery__reference")
