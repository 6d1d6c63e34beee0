"""Periodic work of sharing; each is harmless to repeat."""

from __future__ import annotations

from celery import shared_task

from governance.sharing.actions import conditions, grants


@shared_task
def run_the_clock() -> None:
    """Expire grants whose period is over, suspend those with an overdue condition, and warn of those that end soon."""
    grants.expire_due()
    conditions.suspend_overdue()
    grants.warn_of_expiry()
