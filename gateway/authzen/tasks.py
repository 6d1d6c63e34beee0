"""Background work of the decision API: called by beat."""

from __future__ import annotations

from celery import shared_task

from gateway.authzen import log


@shared_task
def forget() -> int:
    """Remove what machines asked longer ago than DECISION_LOG_DAYS."""
    return log.forget()
