"""Tables of earlier consents that were, or are being, taken over."""

from __future__ import annotations

from django.db.models import QuerySet

from consent.models import TakeOver
from core.accounts.models import Council
from core.outbox.models import Job, JobState


def take_overs(council: Council) -> QuerySet[TakeOver]:
    """Those of ``council``, the newest first."""
    rows = TakeOver.objects.filter(item__version__notice__council=council)
    return rows.select_related("item__version__notice__council", "asked_by", "table")


def job_key(row: TakeOver) -> str:
    """The key of the work."""
    return f"take_over:{row.pk}"


def job_of(row: TakeOver) -> Job | None:
    """The work, as long as it is remembered."""
    return Job.objects.filter(key=job_key(row)).first()


def broken_off(council: Council) -> list[TakeOver]:
    """Those of ``council`` that nobody reads on: stopped, given up or stuck before their end."""
    rows = list(take_overs(council).filter(finished_at=None))
    jobs = Job.objects.filter(key__in=[job_key(row) for row in rows], cancel_asked=False)
    going = jobs.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    keys = set(going.values_list("key", flat=True))
    return [row for row in rows if job_key(row) not in keys]
