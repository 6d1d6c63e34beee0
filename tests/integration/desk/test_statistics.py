"""The council's work in figures: right for the demo council, for the right people, at a fixed number of statements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.clock import TOKYO
from governance.desk.queries.statistics import charts, flat, public_charts
from governance.sharing.models import (
    Approval,
    Condition,
    Grant,
    PanelMember,
    ProviderDecision,
    RequestLine,
    Review,
    ReviewOutcome,
    SharingRequest,
    Submission,
)
from governance.sharing.queries import statistics
from governance.sharing.queries.statistics import Period
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")
ALL = Period(date(2025, 4, 1), date(2027, 3, 31))
NEVER = Period(date(2020, 4, 1), date(2021, 3, 31))


def get(cast: Cast, who: str, tail: str = "") -> Any:
    return enter(Client(), cast.shiomi.users[who]).get(f"/c/{cast.shiomi.council.slug}/statistics/{tail}")


def day(moment: Any) -> date:
    return moment.astimezone(TOKYO).date()


def ended(council: Any) -> int:
    """Formal checks that ended, one by one."""
    rows = Submission.objects.filter(request__council=council)
    return sum(
        Review.objects.filter(request=row.request, turn=row.turn).exists() or row.returned_at is not None
        for row in rows
    )


def test_turnaround_is_that_of_the_cases_counted_one_by_one(cast: Cast) -> None:
    council = cast.shiomi.council
    found = statistics.turnaround(council, ALL)
    outcomes = ReviewOutcome.objects.filter(line__request__council=council).select_related("review")
    days = sorted(
        clock.business_days_between(day(one.review.opened_at), day(one.given_at)) for one in outcomes
    )
    assert days
    assert found["review"].cases == len(days)
    assert found["review"].median == days[(len(days) + 1) // 2 - 1]
    assert found["formal_check"].cases == ended(council)
    approved = Approval.objects.filter(line__request__council=council, is_provisional=False)
    assert found["decision"].cases == sum(
        outcomes.filter(line=one.line, given_at__lte=one.recorded_at).exists() for one in approved
    )
    assert found["whole"].cases == found["agreement"].cases > 0
    assert all(
        one.cases == 0 and one.median is None for one in statistics.turnaround(council, NEVER).values()
    )


def test_only_the_own_council_is_counted(cast: Cast) -> None:
    for council in (cast.shiomi.council, cast.nagiura.council):
        found = statistics.turnaround(council, ALL)
        assert found["formal_check"].cases == ended(council)
        assert found["review"].cases == ReviewOutcome.objects.filter(line__request__council=council).count()
        seated = PanelMember.objects.filter(review__request__council=council)
        names = set(seated.values_list("user__name", flat=True))
        assert {one.name for one in statistics.load(council, ALL)} <= names


def test_what_became_of_lines(cast: Cast) -> None:
    council = cast.shiomi.council
    found = statistics.outcomes(council, ALL)
    assert (
        sum(found["board"].values()) == ReviewOutcome.objects.filter(line__request__council=council).count()
    )
    assert sum(found["council"].values()) == Approval.objects.filter(line__request__council=council).count()
    assert found["council"]["provisional"] == 1
    assert not any(sum(part.values()) for part in statistics.outcomes(council, NEVER).values())


def test_what_is_upheld_or_taken_back_is_no_second_decision(cast: Cast) -> None:
    council = cast.shiomi.council
    before = statistics.outcomes(council, ALL), statistics.turnaround(council, ALL)
    upheld = Approval.objects.filter(line__request__council=council, is_approved=True, is_provisional=False)
    back = ProviderDecision.objects.filter(line__request__council=council, is_accepted=True)
    for row, changed in (
        (upheld[0], {}),
        (back[0], {"is_accepted": False, "takes_back": True}),
        (back[0], {}),
    ):
        for name, value in ({"pk": None} | changed).items():
            setattr(row, name, value)
        row._state.adding = True
        row.save(force_insert=True)
    after = statistics.outcomes(council, ALL), statistics.turnaround(council, ALL)
    assert after == before


def test_a_condition_is_on_time_by_the_day_on_which_its_evidence_was_handed_in(cast: Cast) -> None:
    council = cast.shiomi.council
    row = Condition.objects.filter(line__request__council=council).first()
    user, now = cast.shiomi.users["rep_university"], clock.now()
    Condition.objects.filter(line__request__council=council).exclude(pk=row.pk).update(due_on=None)

    def kept(due: date, **fields: Any) -> Any:
        Condition.objects.filter(pk=row.pk).update(due_on=due, **fields)
        return statistics.conditions(council, Period(due, due))

    met = {"state": "met", "evidence_at": now, "evidence_by": user}
    today = clock.today()
    assert kept(today, **met).on_time == 1
    assert kept(today - timedelta(days=1), **met).late == 1
    assert kept(today - timedelta(days=1), state="open").overdue == 1
    assert kept(today, state="submitted").not_yet_due == 1
    assert kept(today, state="waived").waived == 1


def test_what_waits_for_its_check_or_is_not_owed_any_more_is_not_overdue(cast: Cast) -> None:
    council, late = cast.shiomi.council, clock.today() - timedelta(days=1)
    of_council = Condition.objects.filter(line__request__council=council)
    row = of_council.filter(line__grant__state="active").first()
    of_council.exclude(pk=row.pk).update(due_on=None)
    shown = {"evidence_at": clock.on(late, 9), "evidence_by": cast.shiomi.users["rep_university"]}
    other = RequestLine.objects.filter(request__council=council, grant=None).first()

    def kept(**fields: Any) -> tuple[int, int]:
        of_council.filter(pk=row.pk).update(due_on=late, **fields)
        found = statistics.conditions(council, Period(late, late))
        return found.unchecked, found.overdue

    assert kept(state="submitted", **shown) == (1, 0), "handed in on time, and still with the checker"
    assert kept(evidence_at=clock.now()) == (0, 1), "handed in late"
    Grant.objects.filter(line=row.line).update(state="disposal_due", disposal_due_on=late)
    assert kept(state="open") == (0, 0), "its grant has ended"
    for state, overdue in (("approved", 1), ("declined", 0), ("closed", 0)):
        RequestLine.objects.filter(pk=other.pk).update(state=state)
        assert kept(line=other) == (0, overdue), "there is no grant yet, or none came of it"


def test_ages_count_every_request_that_waits(cast: Cast) -> None:
    council = cast.shiomi.council
    rows = SharingRequest.objects.filter(council=council, submitted_at__isnull=False)
    after = rows.filter(state="concluded", lines__state__in=["opined", "provisional", "approved", "accepted"])
    waiting = rows.filter(state__in=["drafted", "submitted", "in_review"]).count()
    found = statistics.open_by_age(council)
    assert sum(past for _cases, past in found) == after.distinct().count()
    assert sum(cases for cases, _past in found) - after.distinct().count() == waiting > 0


def test_reviewers_are_counted_by_the_seats_they_hold(cast: Cast) -> None:
    found = statistics.load(cast.shiomi.council, ALL)
    seated = PanelMember.objects.filter(review__request__council=cast.shiomi.council)
    assert {one.name for one in found} <= set(seated.values_list("user__name", flat=True))
    assert sum(one.recused for one in found) == seated.filter(is_recused=True).count() > 0
    assert sum(one.given for one in found) > 0


def test_months_without_a_request_are_there_too(cast: Cast) -> None:
    months = statistics.submissions_by_month(cast.shiomi.council, ALL)
    assert len(months) == 24
    first = Submission.objects.filter(request__council=cast.shiomi.council, turn=1)
    assert sum(cases for _month, cases in months) == first.count()


@pytest.mark.parametrize(
    ("who", "status"), [("secretary", 200), ("chair", 200), ("auditor", 200), ("rep_bus", 403)]
)
def test_the_page_is_for_those_who_oversee(cast: Cast, who: str, status: int) -> None:
    assert get(cast, who).status_code == status


def test_the_load_of_reviewers_is_for_the_secretariat_only(cast: Cast) -> None:
    wide = "?first=2025-04-01&last=2027-03-31"
    name = statistics.load(cast.shiomi.council, ALL)[0].name
    assert name in get(cast, "secretary", wide).content.decode()
    assert name not in get(cast, "auditor", wide).content.decode()
    assert "load" not in {chart.key for chart in public_charts(cast.shiomi.council, ALL, 1)}


def test_strangers_and_the_other_council_find_nothing(cast: Cast) -> None:
    path = f"/c/{cast.shiomi.council.slug}/statistics/"
    for user in (cast.stranger, cast.nagiura.users["secretary"]):
        assert enter(Client(), user).get(path).status_code == 404


def test_the_file_has_every_figure_of_the_page(cast: Cast) -> None:
    answer = get(cast, "secretary", "?first=2025-04-01&last=2027-03-31&format=csv")
    lines = b"".join(answer).decode().strip().splitlines()
    assert len(lines) == 1 + len(list(flat(charts(cast.shiomi.council, ALL, reviewers=True))))
    assert get(cast, "secretary", "?format=xlsx").status_code == 200


def test_a_period_that_ends_before_it_begins_is_told(cast: Cast) -> None:
    assert (
        "期間の終わりが始まりより前"
        in get(cast, "secretary", "?first=2026-11-02&last=2026-11-01").content.decode()
    )


def test_the_public_sees_no_small_counts(cast: Cast) -> None:
    council = cast.shiomi.council
    for chart in public_charts(council, ALL, 5):
        assert all(row.cases >= 5 for row in chart.rows)
    answer = Client().get(f"/register/{council.slug}/statistics/?first=2025-04-01&last=2027-03-31")
    assert answer.status_code == 200
    assert all(row.cases >= 5 for chart in answer.context["charts"] for row in chart.rows)
    assert Client().get(f"/register/{council.slug}/statistics/?format=csv").status_code == 200
    assert Client().get("/register/nowhere/statistics/").status_code == 404


def test_more_cases_ask_no_more_statements(cast: Cast) -> None:
    council = cast.shiomi.council

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            charts(council, ALL, reviewers=True)
        return len(asked)

    before = statements()
    outcome = ReviewOutcome.objects.filter(line__request__council=council).first()
    for row in SharingRequest.objects.filter(council=council):
        row.pk, row.reference = None, f"X-{row.reference}"[:20]
        row.save()
        Submission.objects.create(
            request=row, turn=1, snapshot={}, submitted_at=clock.now(), submitted_by=outcome.review.opened_by
        )
    assert statements() == before <= 15
