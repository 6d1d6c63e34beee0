"""Background work of consent: called by beat, and by the outbox."""

from __future__ import annotations

from celery import shared_task

from consent.actions import asking, defects, endings, take_overs, telling
from core.outbox.work import Effect, Work


@shared_task
def expire_due() -> int:
    """End consents whose period is over."""
    return endings.expire_due()


@shared_task
def tell_holders() -> int:
    """Tell providers what consents ended on the days that are over."""
    return telling.tell_holders()


def defective_notice(work: Work) -> Effect:
    """End the consents under a defective notice; the outbox calls it for jobs of the kind ``defective_notice``."""
    return defects.end_all(work)


def ask_again(work: Work) -> Effect | None:
    """Ask those of an ended version again; the outbox calls it for jobs of the kind ``ask_again``."""
    return asking.ask_all(work)


def take_over(work: Work) -> Effect:
    """Take over a table of earlier consents; the outbox calls it for jobs of the kind ``take_over``."""
    return take_overs.take_over(work)
