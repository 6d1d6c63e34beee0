"""When things happened in the demo: a calendar of its own that ends on one Sunday in November 2026, so that it is
the same whenever it is filled in.

Rules and members first, then assessments, notices and consents, then the requests.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core import clock

LAST = date(2026, 11, 22)
"""The day on which the story ends."""


def founded() -> date:
    """The day the rules came into force and the members were admitted."""
    return date(2025, 10, 1)


def assessed() -> date:
    """The day the datasets were registered and the first assessment was approved."""
    return date(2026, 2, 2)


def revised() -> date:
    """The day on which a dataset was declared anew."""
    return date(2026, 4, 6)


def story(step: float, of: int = 20) -> datetime:
    """The moment of ``step`` of the requests' story, spread from mid-September to its last days, in office hours."""
    start, end = clock.on(date(2026, 9, 14), 9), clock.on(LAST - timedelta(days=2), 16)
    return _in_office_hours(start + (end - start) * step / of)


def _in_office_hours(moment: datetime) -> datetime:
    """The day squeezed into nine to five, in steps of five minutes; the next morning where nobody is in."""
    local = moment.astimezone(clock.TOKYO)
    if not clock.is_business_day(local.date()):
        return clock.on(clock.add_business_days(local.date(), 1), 9)
    minutes = (local.hour * 60 + local.minute) // 3
    return clock.on(local.date(), 9) + timedelta(minutes=minutes - minutes % 5)
