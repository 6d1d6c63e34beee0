"""Days as offices count them: worked by hand from the calendar, not from the program."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core import clock

JST = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 12, 28), True),  # Monday, the last day of the year on which offices are open
        (date(2026, 12, 29), False),
        (date(2026, 12, 30), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2028, 1, 3), False),  # a Monday, no public holiday, and still closed
        (date(2027, 1, 4), True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 11, 30), True),
        (date(2026, 2, 11), False),  # 建国記念の日
        (date(2026, 2, 23), False),  # 天皇誕生日
        (date(2026, 3, 20), False),  # 春分の日
        (date(2026, 4, 29), False),  # 昭和の日
        (date(2026, 5, 5), False),  # こどもの日
        (date(2026, 5, 6), False),  # 3 May is a Sunday: the next day that is no holiday takes its place
        (date(2026, 5, 7), True),
        (date(2026, 9, 21), False),  # 敬老の日, third Monday
        (date(2026, 9, 22), False),  # between two holidays
        (date(2026, 9, 23), False),  # 秋分の日
        (date(2026, 9, 24), True),
        (date(2026, 11, 3), False),  # 文化の日
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 4, 1), True),
        (date(2026, 3, 31), True),
    ],
)
def test_offices_are_closed_at_weekends_on_holidays_and_over_the_new_year(day: date, is_open: bool) -> None:
    assert clock.is_business_day(day) is is_open


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 24)),  # Friday; the weekend and a holiday on Monday
        (date(2026, 11, 21), 1, date(2026, 11, 24)),  # from a day on which nobody works
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 12, 25), 2, date(2027, 1, 4)),
        (date(2026, 12, 18), 10, date(2027, 1, 7)),  # 21 22 23 24 25 28 | 4 5 6 7
        (date(2026, 4, 28), 5, date(2026, 5, 11)),  # 30 1 | 7 8 11
        (date(2026, 9, 18), 1, date(2026, 9, 24)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # over 29 February, a Tuesday
    ],
)
def test_business_days_are_counted_from_the_day_after(start: date, count: int, end: date) -> None:
    assert clock.add_business_days(start, count) == end
    if clock.is_business_day(end) and count:
        assert clock.business_days_between(start, end) == count
        assert clock.business_days_between(end, start) == -count


def test_no_business_day_lies_between_a_day_and_itself_or_a_closed_one() -> None:
    assert clock.business_days_between(date(2026, 12, 28), date(2026, 12, 28)) == 0
    assert clock.business_days_between(date(2026, 12, 28), date(2027, 1, 3)) == 0
    assert clock.business_days_between(date(2026, 12, 28), date(2027, 1, 4)) == 1


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 29), 24, date(2028, 11, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 3, 31), -1, date(2028, 2, 29)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
        (date(2027, 1, 1), -1, date(2026, 12, 1)),
        (date(2026, 5, 7), 0, date(2026, 5, 7)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(start: date, months: int, end: date) -> None:
    assert clock.add_months(start, months) == end


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2026, 11, 30), 24, date(2028, 11, 29)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
    ],
)
def test_a_period_ends_before_its_day_or_with_a_month_that_has_none(
    start: date, months: int, last: date
) -> None:
    assert clock.last_day(start, months) == last


def test_a_month_that_was_cut_short_does_not_cut_the_next() -> None:
    """Terms are counted from their start, not from each other's end: 31 January, then 31 March."""
    start = date(2026, 1, 31)
    assert [clock.add_months(start, n) for n in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


@pytest.mark.parametrize(
    ("day", "year", "end"),
    [
        (date(2026, 4, 1), 2026, date(2027, 3, 31)),
        (date(2026, 12, 31), 2026, date(2027, 3, 31)),
        (date(2027, 1, 1), 2026, date(2027, 3, 31)),
        (date(2027, 3, 31), 2026, date(2027, 3, 31)),
        (date(2027, 4, 1), 2027, date(2028, 3, 31)),
        (date(2028, 2, 29), 2027, date(2028, 3, 31)),
    ],
)
def test_a_fiscal_year_runs_from_april_to_march(day: date, year: int, end: date) -> None:
    assert clock.fiscal_year(day) == year
    assert clock.fiscal_year_end(day) == end


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 15, 0, 0, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=JST), date(2026, 3, 31)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 15, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=1))), date(2026, 3, 29)),
        (datetime(2026, 7, 1, 14, 59, tzinfo=UTC), date(2026, 7, 1)),  # nine hours in summer too
        (datetime(2026, 7, 1, 15, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_the_day_changes_at_midnight_in_tokyo(moment: datetime, day: date) -> None:
    with clock.at(moment):
        assert clock.today() == day
        assert clock.now() == moment
        assert clock.now().tzinfo is UTC


def test_what_is_valid_until_a_day_ends_when_the_next_begins() -> None:
    assert clock.end_of(date(2027, 3, 31)) == datetime(2027, 3, 31, 15, tzinfo=UTC)
    assert clock.end_of(date(2028, 2, 28)) == datetime(2028, 2, 29, 0, tzinfo=JST)
    assert clock.end_of(date(2026, 12, 31)) == datetime(2027, 1, 1, 0, tzinfo=JST)


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 7, 15)])
def test_an_hour_is_the_hour_in_tokyo_all_year(day: date) -> None:
    assert clock.on(day, 9) == datetime(day.year, day.month, day.day, 0, tzinfo=UTC)
    assert clock.on(day) == datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def test_a_stopped_clock_goes_on_afterwards_and_never_stops_the_wall() -> None:
    before = datetime.now(UTC)
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
        with clock.at(datetime(2021, 1, 1, tzinfo=UTC)):
            assert clock.today().year == 2021
        assert clock.today().year == 2020
        assert clock.wall() >= before
    assert clock.now() >= before
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass
