"""Background work of consent: called by beat."""

from __future__ import annotations

from celery import shared_task

from consent.actions import endings, telling


@shared_task
def expire_due() -> int:
    """End consents whose period is over."""
    return endings.expire_due()


@shared_task
def tell_holders() -> int:
    """Tell providers what consents ended on the days that are over."""
    return telling.tell_holders()
