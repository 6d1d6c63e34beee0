"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task

from pia import actions


@shared_task(expires=3600)
def outdate_expired() -> None:
    """Daily: assessments whose validity has ended no longer count."""
    actions.outdate_expired()
