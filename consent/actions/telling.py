"""Telling the providers that hold the data what consents have ended
(「協議会は、撤回を1営業日以内に提供元及び提供先に伝え」; recipients are asked to stop in the acting transaction)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from consent import notices
from consent.actions import evidence
from consent.queries.endings import ended_on, officers_of
from core import clock
from core.accounts.models import Council, Organ

LOOKS_BACK = 7
"""Days that are made up for where no worker ran."""


def tell_holders() -> int:
    """Tell each provider's data officers of every day that is over what ended on it: that it did, and where to read
    whose. Returns how many mails that were. Safe to run twice: a day is told once."""
    today, sent = clock.today(), 0
    for back in range(LOOKS_BACK, 0, -1):
        day = today - timedelta(days=back)
        for council, organ, many in ended_on(day):
            sent += _tell(council, organ, day, many)
    return sent


@transaction.atomic
def _tell(council: Council, organ: Organ, day: date, many: int) -> int:
    officers = officers_of(organ, council)
    told = [user for user in officers if notices.endings(user, council, organ, day=day, many=many)]
    if told:
        evidence.write(
            evidence.HOLDER_TOLD,
            council=council,
            subject=f"organ:{organ.pk}",
            by=None,
            day=day,
            endings=many,
            officers=[user.pk for user in told],
        )
    return len(told)
