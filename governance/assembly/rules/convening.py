"""How long before a meeting its notice goes out (招集通知の期限)."""

from __future__ import annotations

from datetime import date, timedelta

from core.clock import is_business_day
from core.errors import ALLOWED, ArticleRef, Refused, Verdict
from core.rulebook.values import Period


def last_day_of_notice(meeting_on: date, period: Period) -> date:
    """The last day on which a notice "``days`` days before" may go out.

    Counted back like the Civil Code counts forward (arts. 138, 140): the day of the meeting is not counted and
    the whole period lies between, so that seven days before the 27th asks for a notice by the 19th.
    """
    day, left = meeting_on, period.days
    while left > 0:
        day -= timedelta(days=1)
        left -= not period.business or is_business_day(day)
    return day - timedelta(days=1) if period.days else day


def first_day_of_meeting(sent_on: date, period: Period | None) -> date:
    """The earliest day of a meeting whose notice goes out on ``sent_on``."""
    day = sent_on
    while period is not None and last_day_of_notice(day, period) < sent_on:
        day += timedelta(days=1)
    return day


def in_time(sent_on: date, meeting_on: date, period: Period | None, article: ArticleRef | None) -> Verdict:
    """Is a notice sent on ``sent_on`` in time? Without a rule any notice before the meeting is."""
    if period is None:
        return ALLOWED
    latest = last_day_of_notice(meeting_on, period)
    if sent_on <= latest:
        return ALLOWED
    params = {
        "days": period.days,
        "latest": latest.isoformat(),
        "meeting": meeting_on.isoformat(),
        "earliest": first_day_of_meeting(sent_on, period).isoformat(),
    }
    return Verdict(False, "notice_too_late", params, article, Refused)
