"""The one clock, and the counting of days.

Every ``now`` and ``today`` of the product comes from here. Deadlines are counted like those of the
Civil Code (art. 140): the first day is not counted. Business days leave out Saturdays, Sundays, Japanese
public holidays and the closure of public offices from 29 December to 3 January
(行政機関の休日に関する法律 第1条).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import jpholiday

TOKYO = ZoneInfo("Asia/Tokyo")

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def wall() -> datetime:
    """The present moment even where :func:`at` has stopped the clock: seals, leases, back-off."""
    return datetime.now(UTC)


def today() -> date:
    """The civil date in Tokyo."""
    return now().astimezone(TOKYO).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at ``moment`` (aware) within the block: demo history and tests."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware datetime")
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)


def on(day: date, hour: int = 10) -> datetime:
    """``day`` at ``hour`` o'clock in Tokyo, as an aware datetime."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=TOKYO).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after ``day`` in Tokyo: what is valid until ``day`` ends then."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=TOKYO).astimezone(UTC)


def is_business_day(day: date) -> bool:
    """Is ``day`` a day on which public offices are open?"""
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not new_year and not jpholiday.is_holiday(day)


def add_business_days(start: date, count: int) -> date:
    """The ``count``-th business day after ``start`` (``start`` itself is not counted)."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def business_days_between(start: date, end: date) -> int:
    """How many business days lie after ``start`` up to and including ``end``; negative when ``end`` is past."""
    if end < start:
        return -business_days_between(end, start)
    return sum(is_business_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_months(start: date, months: int) -> date:
    """The same day ``months`` later; the last day of the month where it has no such day (Civil Code art. 143)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    day = start.day if start.day <= 28 else min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day)


def last_day(start: date, months: int) -> date:
    """The last day of a period of ``months`` that begins on ``start``: the day before the one that corresponds to it,
    or the last of the month where that has none (Civil Code art. 143, paragraph 2)."""
    end = add_months(start, months)
    return end - timedelta(days=1) if end.day == start.day else end


def fiscal_year(day: date) -> int:
    """The fiscal year (April to March) that ``day`` lies in, as the Gregorian year of its April."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_end(day: date) -> date:
    """31 March of the fiscal year that ``day`` lies in."""
    return date(fiscal_year(day) + 1, 3, 31)
