"""Periodic work of sharing; each is harmless to repeat."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from core.outbox.work import Effect, Work
from governance.sharing.actions import approvals, conditions, deliveries, grants, replays


@shared_task
def run_the_clock() -> None:
    """Expire grants whose period is over, suspend those with an overdue condition, warn of those that end soon, and
    let provisional approvals lapse that were not ratified in time."""
    grants.expire_due()
    approvals.lapse_unratified()
    conditions.suspend_overdue()
    grants.warn_of_expiry()


def release_list(work: Work) -> Effect:
    """Write the list of a prepared delivery; the outbox calls it for jobs of the kind ``release_list``."""
    return partial(deliveries.write_list_of, int(work.payload["delivery"]))


def policy_replay(work: Work) -> Effect:
    """Judge past cases under a draft amendment; the outbox calls it for jobs of the kind ``policy_replay``."""
    return replays.run_replay(work)
