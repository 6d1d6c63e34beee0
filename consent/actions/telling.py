"""Telling the providers that hold the data what consents have ended
(「協議会は、撤回を1営業日以内に提供元及び提供先に伝え」; recipients are asked to stop in the acting transaction)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from consent import notices
from consent.actions import evidence
from consent.queries.endings import ended_on, never_told, officers_of
from core import clock
from core.accounts.models import Council, Organ

LOOKS_BACK = 7
"""Days that are made up for one by one where no worker ran."""


def tell_holders() -> int:
    """Tell each provider's data officers of every day that is over what ended on it: that it did, and where to read
    whose. Of older days of which nobody was told, since no officer was named or no worker ran, they are told in one
    mail. Returns how many mails that were. Safe to run twice: a day is told once."""
    today, sent = clock.today(), 0
    for council, organ, by_day in never_told(today - timedelta(days=LOOKS_BACK)):
        sent += _tell(council, organ, by_day)
    for back in range(LOOKS_BACK, 0, -1):
        day = today - timedelta(days=back)
        for council, organ, many in ended_on(day):
            sent += _tell(council, organ, {day: many})
    return sent


@transaction.atomic
def _tell(council: Council, organ: Organ, by_day: Mapping[date, int]) -> int:
    """One mail to each officer about the days of ``by_day``, and one entry in the evidence log about each day."""
    last, many = max(by_day), sum(by_day.values())
    officers = officers_of(organ, council)
    told = [user for user in officers if notices.endings(user, council, organ, day=last, many=many)]
    if told:
        for day in sorted(by_day):
            evidence.write(
                evidence.HOLDER_TOLD,
                council=council,
                subject=f"organ:{organ.pk}",
                by=None,
                day=day,
                endings=by_day[day],
                officers=[user.pk for user in told],
            )
    return len(told)
