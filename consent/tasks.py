"""Background work of consent: called by beat."""

from __future__ import annotations

from celery import shared_task

from consent.actions import endings


@shared_task
def expire_due() -> int:
    """End consents whose period is over."""
    return endings.expire_due()
