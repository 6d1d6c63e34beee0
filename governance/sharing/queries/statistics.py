"""Figures about the council's work on requests: counted by the database, in as many statements at any size.

Days are civil dates in Tokyo, durations business days. A case belongs to a period by the day on which it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from core import clock
from core.accounts.models import Council
from core.clock import TOKYO
from governance.sharing.enums import ConditionState, Judgement, RequestState, VoteEnd
from governance.sharing.models import (
    Agreement,
    Approval,
    Condition,
    EndedVote,
    PanelMember,
    ProviderDecision,
    Review,
    ReviewOutcome,
    SharingRequest,
    Submission,
)
from governance.sharing.queries.conditions import DONE, to_be_met
from governance.sharing.queries.stages import open_requests
from governance.sharing.rules.turnaround import Spread, by_age, spread

STAGES = ("formal_check", "review", "decision", "provider_decision", "agreement", "whole")
"""The stages of a line, and the whole way from its first submission to the agreement."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Tokyo, both included."""

    first: date
    last: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after."""
        return clock.on(self.first, 0), clock.end_of(self.last)


@dataclass(frozen=True, slots=True)
class Kept:
    """Conditions that fell due in a period. ``unchecked``: evidence came by the day and waits for its check."""

    on_time: int
    late: int
    unchecked: int
    overdue: int
    not_yet_due: int
    waived: int


@dataclass(frozen=True, slots=True)
class Load:
    """One reviewer: cases open now, individual opinions given in the period, cases stood aside from."""

    name: str
    open: int
    given: int
    recused: int


def turnaround(council: Council, period: Period) -> dict[str, Spread]:
    """Business days of each stage that ended in ``period``. Six statements."""
    line = OuterRef("line")
    opinions = ReviewOutcome.objects.filter(line=line, given_at__lte=OuterRef("recorded_at"))
    approvals = Approval.objects.filter(line=line, is_approved=True, recorded_at__lte=OuterRef("recorded_at"))
    accepted = ProviderDecision.objects.filter(
        line=line, is_accepted=True, recorded_at__lte=OuterRef("recorded_at")
    )
    handed_in = Submission.objects.filter(request=OuterRef("line__request"))
    opened = Review.objects.filter(request=OuterRef("request"), turn=OuterRef("turn")).values("opened_at")
    given = opinions.order_by("-given_at").values("given_at")[:1]
    approved = approvals.order_by("recorded_at").values("recorded_at")[:1]
    provided = accepted.order_by("-recorded_at").values("recorded_at")[:1]
    first = handed_in.order_by().values("request").annotate(at=Min("submitted_at")).values("at")
    of_line: dict[str, Any] = {"line__request__council": council}
    agreed = Agreement.objects.filter(**of_line)
    checked = Submission.objects.filter(request__council=council).annotate(
        done=Coalesce(Subquery(opened[:1]), F("returned_at"))
    )
    rows: dict[str, tuple[QuerySet[Any], Any, str]] = {
        "formal_check": (checked, F("submitted_at"), "done"),
        "review": (ReviewOutcome.objects.filter(**of_line), F("review__opened_at"), "given_at"),
        "decision": (
            Approval.objects.filter(~_upheld(), ~Exists(_decided_before()), **of_line, is_provisional=False),
            Subquery(given),
            "recorded_at",
        ),
        "provider_decision": (
            ProviderDecision.objects.filter(~Exists(_before(ProviderDecision)), **of_line),
            Subquery(approved),
            "recorded_at",
        ),
        "agreement": (agreed, Subquery(provided), "recorded_at"),
        "whole": (agreed, Subquery(first), "recorded_at"),
    }
    return {stage: _spread(*rows[stage], period) for stage in STAGES}


def _before(model: type[Approval] | type[ProviderDecision]) -> QuerySet[Any]:
    """Earlier decisions of the kind on the same line."""
    return model._default_manager.filter(line=OuterRef("line"), pk__lt=OuterRef("pk"))


def _upheld() -> Q:
    """An approval that upholds an earlier one is no further approval."""
    return Q(Exists(_before(Approval).filter(is_approved=True)), is_approved=True)


def _decided_before() -> QuerySet[Any]:
    """Earlier decisions on the same line by the body that the rule names: what overturns them did not wait since the
    board's opinion."""
    return _before(Approval).filter(Q(is_provisional=False) | Q(ratified_by__isnull=False))


def _spread(rows: QuerySet[Any], start: Any, end: str, period: Period) -> Spread:
    begin, after = period.span
    ended = rows.filter(**{f"{end}__gte": begin, f"{end}__lt": after}).annotate(begun_at=start)
    pairs = (
        ended.filter(begun_at__isnull=False)
        .annotate(begun=TruncDate("begun_at", tzinfo=TOKYO), ended=TruncDate(end, tzinfo=TOKYO))
        .order_by()
        .values_list("begun", "ended")
        .annotate(cases=Count("pk"))
    )
    return spread(_days(pairs))


def _days(pairs: Iterable[tuple[date, date, int]]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for begun, ended, cases in pairs:
        counts[_business_days(begun, ended)] += cases
    return counts


@lru_cache(maxsize=20_000)
def _business_days(begun: date, ended: date) -> int:
    return max(0, clock.business_days_between(begun, ended))


def open_by_age(council: Council) -> list[tuple[int, int]]:
    """Requests that were submitted and are open now, by their age since then; and how many of them have come past the
    board. One statement."""
    rows = (
        SharingRequest.objects.filter(open_requests(council), submitted_at__isnull=False)
        .annotate(day=TruncDate("submitted_at", tzinfo=TOKYO))
        .order_by()
        .values_list("day", "state")
        .annotate(cases=Count("pk"))
    )
    today = clock.today()
    found = [(_business_days(day, today), state, cases) for day, state, cases in rows]
    everyone = by_age((age, cases) for age, _state, cases in found)
    past = by_age((age, cases) for age, state, cases in found if state == RequestState.CONCLUDED)
    return list(zip(everyone, past, strict=True))


def outcomes(council: Council, period: Period) -> dict[str, dict[str, int]]:
    """What became of lines in ``period``: the board's opinions, the council's decisions, the providers' decisions.
    Four statements: that the deliberation continues is carried without an opinion."""
    of_line: dict[str, Any] = {"line__request__council": council}
    begin, after = period.span
    recorded = {"recorded_at__gte": begin, "recorded_at__lt": after}
    board = ReviewOutcome.objects.filter(**of_line, given_at__gte=begin, given_at__lt=after)
    opinions = dict(board.order_by().values_list("judgement").annotate(cases=Count("pk")))
    continued = EndedVote.objects.filter(
        **of_line,
        came_to=VoteEnd.CONTINUED,
        followed_by__opened_at__gte=begin,
        followed_by__opened_at__lt=after,
    ).count()
    if continued:
        opinions[Judgement.CONTINUED] = continued
    decided = Approval.objects.filter(~_upheld(), **of_line, **recorded).aggregate(
        approved=Count("pk", filter=Q(is_approved=True, is_provisional=False)),
        provisional=Count("pk", filter=Q(is_approved=True, is_provisional=True)),
        not_approved=Count("pk", filter=Q(is_approved=False)),
    )
    again = Q(Exists(_before(ProviderDecision).filter(is_accepted=True)), is_accepted=True)
    provided = ProviderDecision.objects.filter(~again, **of_line, **recorded, takes_back=False).aggregate(
        accepted=Count("pk", filter=Q(is_accepted=True)), declined=Count("pk", filter=Q(is_accepted=False))
    )
    return {"board": opinions, "council": decided, "provider": provided}


def conditions(council: Council, period: Period) -> Kept:
    """Conditions due in ``period``: was the evidence that was found good handed in by the day? What is neither done nor
    to be met any more is left out."""
    rows = (
        Condition.objects.filter(
            line__request__council=council, due_on__gte=period.first, due_on__lte=period.last
        )
        .filter(Q(state__in=DONE) | to_be_met(council))
        .annotate(shown=TruncDate("evidence_at", tzinfo=TOKYO))
    )
    waiting, today = ~Q(state__in=DONE), clock.today()
    unchecked = Q(state=ConditionState.SUBMITTED, shown__lte=F("due_on"))
    wanting = ~Q(state=ConditionState.SUBMITTED) | Q(shown__gt=F("due_on"))
    return Kept(
        **rows.aggregate(
            on_time=Count("pk", filter=Q(state=ConditionState.MET, shown__lte=F("due_on"))),
            late=Count("pk", filter=Q(state=ConditionState.MET, shown__gt=F("due_on"))),
            unchecked=Count("pk", filter=unchecked & Q(due_on__lt=today)),
            overdue=Count("pk", filter=waiting & wanting & Q(due_on__lt=today)),
            not_yet_due=Count("pk", filter=waiting & Q(due_on__gte=today)),
            waived=Count("pk", filter=Q(state=ConditionState.WAIVED)),
        )
    )


def load(council: Council, period: Period) -> list[Load]:
    """Every reviewer of a case that is open or was opened in ``period``, the busiest first; alternates who were not
    called in are left out."""
    begin, after = period.span
    rows = PanelMember.objects.filter(review__request__council=council).exclude(
        is_alternate=True, sits_for__isnull=True
    )
    concerned = Q(review__closed_at__isnull=True) | Q(
        review__opened_at__gte=begin, review__opened_at__lt=after
    )
    sits = Q(is_recused=False, excused_at__isnull=True)
    written = Q(opinions__given_at__gte=begin, opinions__given_at__lt=after)
    counted = (
        rows.filter(concerned | written)
        .order_by()
        .values_list("user", "user__name")
        .annotate(
            open=Count(
                "review", filter=sits & Q(left_at__isnull=True, review__closed_at__isnull=True), distinct=True
            ),
            given=Count("opinions", filter=written, distinct=True),
            recused=Count("review", filter=Q(is_recused=True), distinct=True),
        )
        .order_by("-open", "-given", "user")
    )
    return [Load(name, *numbers) for _user, name, *numbers in counted]


def submissions_by_month(council: Council, period: Period) -> list[tuple[date, int]]:
    """First submissions of requests in each month of ``period``, months without any included."""
    begin, after = period.span
    rows = (
        Submission.objects.filter(
            request__council=council, turn=1, submitted_at__gte=begin, submitted_at__lt=after
        )
        .annotate(month=TruncMonth("submitted_at", tzinfo=TOKYO))
        .order_by()
        .values_list("month")
        .annotate(cases=Count("pk"))
    )
    found = {month.astimezone(TOKYO).date(): cases for month, cases in rows}
    months, month = [], period.first.replace(day=1)
    while month <= period.last:
        months.append((month, found.get(month, 0)))
        month = clock.add_months(month, 1)
    return months
