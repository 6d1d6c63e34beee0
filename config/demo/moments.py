"""When things happened in the demo, counted from the day it is filled.

The council has a past: rules and members first, then assessments, notices and consents, then the story of the
requests, which stays within one fiscal year because approvals end with it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core import clock


def founded() -> date:
    """The day the rules came into force and the members were admitted."""
    return clock.today() - timedelta(days=420)


def assessed() -> date:
    """The day the first assessment was approved."""
    return clock.today() - timedelta(days=330)


def asked() -> date:
    """The day the notice was published and citizens began to answer."""
    return clock.today() - timedelta(days=300)


def story(step: int, of: int = 20) -> datetime:
    """The moment of ``step`` of the requests' story: spread over the last 160 days, within the fiscal year."""
    today = clock.today()
    start = max(today - timedelta(days=160), date(clock.fiscal_year(today), 4, 1))
    span = clock.now() - timedelta(hours=1) - clock.on(start, 9)
    return clock.on(start, 9) + span * step / of
