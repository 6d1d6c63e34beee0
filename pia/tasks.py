"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task

from pia.actions import outdate_expired


@shared_task(expires=3600)
def outdate_expired_assessments() -> None:
    """Daily: assessments whose validity has ended no longer count."""
    outdate_expired()
