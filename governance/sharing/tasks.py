"""Periodic work of sharing; each is harmless to repeat."""

from __future__ import annotations

from celery import shared_task

from core.outbox.rounds import every
from core.outbox.work import Effect, Work
from governance.sharing.actions import (
    books,
    conditions,
    deliveries,
    disposals,
    emergencies,
    endings,
    grants,
    lapsing,
    record_books,
    record_lookups,
    replays,
    revoking,
    suspensions,
    unanswered,
)
from governance.sharing.queries.deliveries import delivery_to_list
from governance.sharing.views.lifecycle import stages_of


@shared_task
def run_the_clock() -> None:
    """Expire grants whose period is over, revoke, suspend and resume those whose day has come, suspend those with an
    overdue condition, put answers to withdrawals on record that are overdue, let provisional approvals lapse that were
    not ratified in time, let requests lapse that nobody touches and approvals whose period has passed unused, warn and
    remind."""
    every(
        revoking.revoke_due,
        grants.expire_due,
        endings.end_due,
        suspensions.turn_due,
        emergencies.lapse_unratified,
        lapsing.lapse_untouched,
        lapsing.lapse_lines,
        conditions.suspend_overdue,
        unanswered.open_duties_overdue,
        grants.warn_of_expiry,
        conditions.remind,
        disposals.remind,
        unanswered.remind,
    )


def policy_replay(work: Work) -> Effect:
    """Judge past cases under a text in work; the outbox calls it for jobs of the kind ``policy_replay``."""
    return replays.run_replay(work)


def meeting_book(work: Work) -> Effect:
    """Make a reader's copy of a meeting's papers; jobs of the kind ``meeting_book``."""
    return books.make_book(work, stages=stages_of)


def release_list(work: Work) -> None:
    """Write the list of a prepared delivery, telling how far it is; each stretch commits by itself, and doing it again
    does no harm."""
    deliveries.write_list(delivery_to_list(int(work.payload["delivery"])), told=work.progress)


def person_records(work: Work) -> Effect:
    """Print the records about one person."""
    return record_lookups.make_print(work)


def record_book(work: Work) -> Effect:
    """Make the yearly book of one provider."""
    return record_books.make_book(work)
