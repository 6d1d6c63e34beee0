"""Periodic work of sharing; each is harmless to repeat."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from core.outbox.work import Effect, Work
from governance.sharing.actions import (
    books,
    conditions,
    deliveries,
    disposals,
    emergencies,
    grants,
    replays,
    suspensions,
)
from governance.sharing.views.lifecycle import stages_of


@shared_task
def run_the_clock() -> None:
    """Expire grants whose period is over, revoke, suspend and resume those whose day has come, suspend those with an
    overdue condition, let provisional approvals lapse that were not ratified in time, warn and remind."""
    grants.expire_due()
    suspensions.turn_due()
    emergencies.lapse_unratified()
    conditions.suspend_overdue()
    grants.warn_of_expiry()
    conditions.remind()
    disposals.remind()


def release_list(work: Work) -> Effect:
    """Write the list of a prepared delivery; the outbox calls it for jobs of the kind ``release_list``."""
    return partial(deliveries.write_list_of, int(work.payload["delivery"]))


def policy_replay(work: Work) -> Effect:
    """Judge past cases under a draft amendment; the outbox calls it for jobs of the kind ``policy_replay``."""
    return replays.run_replay(work)


def meeting_book(work: Work) -> Effect:
    """Make a reader's copy of a meeting's papers; jobs of the kind ``meeting_book``."""
    return books.make_book(work, stages=stages_of)
