"""Looking after background work by hand."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.accounts.models import Council, User
from core.administration import events, permissions
from core.ledger import actions as ledger
from core.outbox import actions as outbox
from core.outbox import queries
from core.outbox.models import Job


def _council(job: Job) -> Council | None:
    return Council.objects.filter(slug=job.council).first() if job.council else None


@transaction.atomic
def retry_job(job: Job, *, by: User | None) -> None:
    """Let a stuck job try again now.

    Raises:
        NotNow: it is running or finished.
    """
    council = _council(job)
    permissions.keep_council(by, council).or_raise()
    outbox.retry(job)
    ledger.append(events.JOB_RETRIED, council=council, subject=f"job:{job.pk}", by=by)


@transaction.atomic
def cancel_job(job: Job, *, by: User | None) -> None:
    """Give a job up.

    Raises:
        NotNow: it is finished.
    """
    council = _council(job)
    permissions.keep_council(by, council).or_raise()
    outbox.cancel(job)
    ledger.append(events.JOB_CANCELLED, council=council, subject=f"job:{job.pk}", by=by)


@transaction.atomic
def retry_alike(job: Job, *, by: User | None) -> int:
    """Let everything try again now that failed like ``job``: its kind, council and address. How many.

    Raises:
        NotNow: nothing of it rests.
    """
    council = _council(job)
    permissions.keep_council(by, council).or_raise()
    many = outbox.retry_all(queries.failed_like(job))
    ledger.append(
        events.JOB_RETRIED, council=council, subject=f"job:{job.pk}", by=by, facts=_alike(job, many)
    )
    return many


@transaction.atomic
def cancel_alike(job: Job, *, by: User | None) -> int:
    """Give everything up that failed like ``job``. How many.

    Raises:
        NotNow: nothing of it rests.
    """
    council = _council(job)
    permissions.keep_council(by, council).or_raise()
    many = outbox.cancel_all(queries.failed_like(job))
    ledger.append(
        events.JOB_CANCELLED, council=council, subject=f"job:{job.pk}", by=by, facts=_alike(job, many)
    )
    return many


def _alike(job: Job, many: int) -> dict[str, Any]:
    return {"kind": job.kind, "many": many}
