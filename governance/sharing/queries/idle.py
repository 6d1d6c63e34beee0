"""Requests that nobody has touched, and when they lapse by the rule in force (申請の失効)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from core import clock
from core.http.dates import civil
from core.ledger.queries import last_about
from core.rulebook.provider import in_force
from core.rulebook.values import IdleRequests
from governance.sharing.enums import LineState, RequestState
from governance.sharing.models import RequestLine, SharingRequest

OPEN_STATES = (RequestState.DRAFTED, RequestState.SUBMITTED, RequestState.IN_REVIEW)


def rule_for(request: SharingRequest) -> tuple[int, int]:
    """After how many days ``request`` lapses untouched (0: never), and how many days before it is warned."""
    rule: IdleRequests | None = in_force(request.council, clock.today()).get("idle_requests")
    if rule is None:
        return 0, 0
    return (rule.drafts if request.state == RequestState.DRAFTED else rule.pending), rule.warn


def last_touched(request: SharingRequest) -> date:
    """The last day on which anybody wrote in the request or did anything about it."""
    subjects = [f"request:{request.reference}", *(f"line:{one.reference}" for one in request.lines.all())]
    moments = [
        request.created_at,
        request.history.order_by("-history_date").values_list("history_date", flat=True).first(),
        RequestLine.history.filter(request_id=request.pk)
        .order_by("-history_date")
        .values_list("history_date", flat=True)
        .first(),
        last_about(request.council, subjects),
    ]
    return max(civil(moment) for moment in moments if moment is not None)


def lapses_on(request: SharingRequest) -> date | None:
    """The first day on which the request is lapsed if nobody touches it; None where the rule lets it live.

    Never before the days of warning have run: a warning that came late moves the day.
    """
    days, warn = rule_for(request)
    if not days:
        return None
    day, warned = last_touched(request) + timedelta(days=days), request.lapse_warned_on
    if warned is None or warned < last_touched(request):
        return max(day, clock.today() + timedelta(days=warn))
    return max(day, warned + timedelta(days=warn))


def is_warned(request: SharingRequest) -> bool:
    """Was the applicant warned since the request was last touched?"""
    return request.lapse_warned_on is not None and request.lapse_warned_on >= last_touched(request)


def idle() -> Iterator[SharingRequest]:
    """Open requests of every council that could be near their end: those begun long enough ago."""
    rows = SharingRequest.objects.filter(state__in=OPEN_STATES).select_related("council").order_by("pk")
    for row in rows.iterator(chunk_size=200):
        days, warn = rule_for(row)
        if days and civil(row.created_at) + timedelta(days=days - warn) <= clock.today():
            yield row


def over_on(line: RequestLine) -> date | None:
    """The last day on which what was approved for ``line`` may be used: of the period asked for, or of the approval."""
    approval = line.approvals.filter(is_approved=True).order_by("-pk").first()
    days = (line.use_until, approval.valid_until if approval else None)
    return min((day for day in days if day is not None), default=None)


def lines_over() -> list[RequestLine]:
    """Approved lines without a grant, provider's decision or not, whose period may be over."""
    today = clock.today()
    late = Q(use_until__lt=today) | Q(approvals__valid_until__lt=today)
    rows = RequestLine.objects.filter(late, state__in=[LineState.APPROVED, LineState.ACCEPTED])
    return list(rows.distinct().order_by("pk"))
