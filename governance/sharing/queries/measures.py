"""When equivalent measures abroad were checked, and when the next check is due."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from core import clock
from core.law.queries import in_force
from governance.sharing.enums import ForeignRoute
from governance.sharing.models import RequestLine


def rests_on_measures(line: RequestLine) -> bool:
    """Does the transfer rest on equivalent measures that the recipient abroad takes?"""
    return line.foreign_route == ForeignRoute.MEASURES


def checked_on(line: RequestLine) -> date | None:
    """The day of the newest check: one on record, or the one that the request names."""
    named: date | None = line.foreign_measures_checked_on
    if not rests_on_measures(line):
        return named
    later: date | None = line.measures_checks.aggregate(last=Max("checked_on"))["last"]
    return max((day for day in (named, later) if day is not None), default=None)


def next_check(line: RequestLine) -> date | None:
    """The last day of the next check by the law in force; None where none is asked, or the law says no period."""
    period, last = in_force(clock.today()).clocks.get("foreign_measures_check"), checked_on(line)
    if not rests_on_measures(line) or period is None or period.unit != "months" or last is None:
        return None
    return clock.add_months(last, period.amount)
