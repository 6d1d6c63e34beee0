"""The time in which a re-examination may be asked for, and that it is once."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.clock import add_business_days
from core.errors import ArticleRef
from core.rulebook.values import Period
from governance.sharing.rules.reexamining import may_ask_again, reexamination_until

ARTICLE = ArticleRef("data_rules", "approval.reexamination", "規程", "Rules", 1)
DAYS = st.dates(date(2026, 4, 1), date(2027, 3, 31))


@given(DAYS, st.integers(0, 120), st.integers(-30, 200))
def test_the_last_day_counts_and_the_next_does_not(decided: date, days: int, later: int) -> None:
    today = decided + timedelta(days=later)
    verdict = may_ask_again(decided, today, Period(days), before="", article=ARTICLE)
    assert bool(verdict) == (later <= days)
    if not verdict:
        assert verdict.code == "sharing.reexamination_too_late"
        assert verdict.params == {"until": (decided + timedelta(days=days)).isoformat()}
        assert verdict.article == ARTICLE


def test_business_days_are_counted_where_the_rule_says_so() -> None:
    decided = date(2026, 11, 5)
    assert reexamination_until(decided, Period(10, business=True)) == add_business_days(decided, 10)
    assert reexamination_until(decided, Period(60)) == date(2027, 1, 4)


def test_once_and_only_by_a_rule() -> None:
    day = date(2026, 11, 5)
    again = may_ask_again(day, day, Period(60), before="R-2026-040", article=ARTICLE)
    assert (again.code, again.params) == ("sharing.reexamined_before", {"reference": "R-2026-040"})
    assert may_ask_again(day, day, None, before="", article=None).code == "sharing.reexamination_not_ruled"
    assert reexamination_until(day, None) is None
