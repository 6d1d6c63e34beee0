"""The days of a condition that comes back."""

from __future__ import annotations

from datetime import date

from core.clock import add_months


def occurrences(first: date, months: int, last: date) -> list[date]:
    """``first`` and every ``months`` months after it, up to ``last``. Counted from the first day, so that the end of
    a short month moves no later one."""
    days, number = [first], 1
    while (day := add_months(first, months * number)) <= last:
        days.append(day)
        number += 1
    return days
