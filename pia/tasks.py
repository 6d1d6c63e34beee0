"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task

from core.outbox.work import Effect, Work
from pia.actions import make_report, outdate_expired


@shared_task
def outdate_expired_assessments() -> None:
    """Assessments whose validity has ended no longer count."""
    outdate_expired()


def report(work: Work) -> Effect | None:
    """Jobs of the kind ``pia_report``: the report of an assessment as PDF."""
    return make_report(work)
