"""When is reminded, and on which days a condition comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.sharing.rules.occurrences import occurrences
from governance.sharing.rules.reminders import BEFORE_THE_END, DUTIES, reminder

DUE = date(2027, 3, 31)


def told(marks: tuple[int, ...], days: range, missed: frozenset[int] = frozenset()) -> list[int]:
    """The days left on which somebody was told, while the clock ran every day but the ``missed``."""
    last, found = None, []
    for left in days:
        mark = None if left in missed else reminder(DUE, DUE - timedelta(days=left), marks, last)
        if mark is not None:
            last = mark
            found.append(left)
    return found


def test_the_end_is_warned_of_30_7_and_1_days_before_each_once() -> None:
    assert told(BEFORE_THE_END, range(60, -5, -1)) == [30, 7, 1]


def test_a_duty_is_reminded_of_before_and_after_its_day() -> None:
    assert told(DUTIES, range(40, -60, -1)) == [14, 3, -1, -7, -30]


def test_a_clock_that_stood_still_catches_up_with_the_nearest_mark_only() -> None:
    assert told(BEFORE_THE_END, range(60, 0, -1), frozenset(range(30, 5, -1))) == [5, 1]


def test_what_opens_late_is_told_at_once() -> None:
    assert told(BEFORE_THE_END, range(20, 0, -1)) == [20, 7, 1]


@given(st.sets(st.integers(-60, 60)))
def test_no_mark_is_given_twice_whatever_the_clock_misses(missed: set[int]) -> None:
    assert len(told(DUTIES, range(60, -61, -1), frozenset(missed))) <= len(DUTIES)


@pytest.mark.parametrize(
    ("first", "months", "last", "days"),
    [
        (date(2026, 1, 31), 1, date(2026, 5, 1), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (date(2028, 2, 29), 12, date(2030, 3, 31), ["2028-02-29", "2029-02-28", "2030-02-28"]),
        (date(2027, 3, 31), 12, date(2028, 3, 31), ["2027-03-31", "2028-03-31"]),
        (date(2027, 3, 31), 12, date(2028, 3, 30), ["2027-03-31"]),
    ],
)
def test_a_condition_comes_back_on_the_same_day(
    first: date, months: int, last: date, days: list[str]
) -> None:
    assert [day.isoformat() for day in occurrences(first, months, last)] == days
