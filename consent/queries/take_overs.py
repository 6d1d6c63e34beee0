"""Tables of earlier consents that were, or are being, taken over."""

from __future__ import annotations

from django.db.models import QuerySet

from consent.models import TakeOver
from core.accounts.models import Council
from core.outbox.models import Job


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
