"""Which requests are open, and what they wait for: the board's opinion is not the end of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from core.accounts.models import Council
from governance.sharing.enums import (
    LINE_AWAITED,
    LINE_OVER,
    LineState,
    RequestStage,
    RequestState,
)
from governance.sharing.models import Approval, RequestLine, SharingRequest
from governance.sharing.queries.emergencies import unratified
from governance.sharing.queries.idle import OPEN_STATES

AFTER_REVIEW: dict[str, tuple[LineState, ...]] = {
    RequestStage.COUNCIL: (LineState.OPINED, LineState.PROVISIONAL),
    RequestStage.PROVIDER: (LineState.APPROVED,),
    RequestStage.AGREEMENT: (LineState.ACCEPTED,),
}
"""Stages after the review, and where the lines that wait there stand. A request is at the first of its lines. The
council is waited for as well where it has a provisional approval to ratify, however far its line has come."""


def _waits(*stages: str) -> Q:
    """Requests with a line that waits at one of ``stages``, those of :data:`AFTER_REVIEW`."""
    states = [state for stage in stages for state in AFTER_REVIEW[stage]]
    keys = RequestLine.objects.filter(state__in=states).order_by().values("request")
    if RequestStage.COUNCIL in stages:
        keys = keys.union(unratified().order_by().values("request"))
    return Q(pk__in=keys)


def open_requests(council: Council) -> Q:
    """Requests of ``council`` before the end of the review, and those with a line that has come neither to its
    agreement nor to its end since, or whose approval is still to be ratified. They are few, and found by index however
    many are over."""
    rows = SharingRequest.objects.filter(council=council).order_by()
    before = rows.filter(state__in=OPEN_STATES).values("pk")
    after = rows.filter(_waits(*AFTER_REVIEW), state=RequestState.CONCLUDED).values("pk")
    return Q(pk__in=before.union(after))


def at_stage(stage: str) -> Q:
    """Requests that stand at one of the stages :data:`AFTER_REVIEW`."""
    earlier = list(AFTER_REVIEW)[: list(AFTER_REVIEW).index(stage)]
    return Q(_waits(stage), ~_waits(*earlier), state=RequestState.CONCLUDED)


def requests_by_stage(council: Council) -> dict[str, int]:
    """How many requests stand at each stage. Two statements: the second counts only those that wait after the
    review."""
    rows = SharingRequest.objects.filter(council=council).order_by()
    counted = dict(rows.values_list("state").annotate(number=Count("pk")))
    waits = [When(_waits(stage), then=Value(str(stage))) for stage in AFTER_REVIEW]
    stage = Case(*waits, output_field=CharField())
    after = rows.filter(_waits(*AFTER_REVIEW), state=RequestState.CONCLUDED).annotate(stage=stage)
    waiting = dict(after.values_list("stage").annotate(number=Count("pk")))
    counted |= waiting
    counted[RequestStage.DONE] = counted.get(RequestState.CONCLUDED, 0) - sum(waiting.values())
    return {stage: counted.get(stage, 0) for stage in RequestStage.values}


def with_ends(rows: QuerySet[SharingRequest]) -> QuerySet[SharingRequest]:
    """``rows`` with what :func:`ended_at` reads besides their lines."""
    settled = [*LINE_OVER, LineState.AGREED]
    history: QuerySet[Any] = RequestLine.history.filter(request=OuterRef("pk"), state__in=settled)
    first = history.order_by().values("id").annotate(first=Min("history_date"))
    approvals = Approval.objects.filter(line__request=OuterRef("pk")).order_by().values("line__request")
    return rows.annotate(
        settled=Subquery(first.order_by("-first").values("first")[:1]),
        ratified=Subquery(approvals.annotate(last=Max("ratified_by__recorded_at")).values("last")),
        is_to_ratify=Exists(unratified().filter(request=OuterRef("pk"))),
    )


def ended_at(row: Any) -> datetime | None:
    """When ``row``, one of :func:`with_ends`, was over: concluded, its last line at its agreement or its end, and
    ratified what was approved provisionally; None while it is open."""
    waits = row.is_to_ratify or any(line.state in LINE_AWAITED for line in row.lines.all())
    if row.state in OPEN_STATES or (row.state == RequestState.CONCLUDED and waits):
        return None
    return max((at for at in (row.concluded_at, row.settled, row.ratified) if at is not None), default=None)
