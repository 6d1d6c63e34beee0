"""Entry points of the worker."""

from __future__ import annotations

import structlog
from celery import shared_task

from core import clock
from core.outbox import work
from core.outbox.models import Job

log = structlog.get_logger()


@shared_task
def run(job_id: int) -> None:
    """Do one job if nobody else does."""
    work.perform(job_id)


@shared_task
def reap() -> None:
    """Tell workers again of jobs that got lost: the broker was down, a worker was killed, a pause is over."""
    work.sweep()
    lost = work.overdue()
    if lost:
        told = Job.objects.filter(pk__in=lost)
        told.update(sent_at=clock.wall())  # before any worker takes one
        if all(send(job_id) for job_id in lost):
            log.info("jobs.sent_again", count=len(lost))
        else:
            told.update(sent_at=None)  # so that the next round tells of them


@shared_task
def forget() -> None:
    """Remove work that was finished half a year ago; what it led to stays."""
    work.forget()


@shared_task
def heartbeat() -> None:
    """Show that beat, broker and a worker are alive (read by /readyz)."""
    work.alive("worker")


@shared_task
def tick() -> None:
    """Show that the clock's worker is alive (read by /readyz)."""
    work.alive("clock")


def send(job_id: int) -> bool:
    """Tell a worker; False when the broker cannot be reached: the reaper will, later."""
    try:
        run.delay(job_id)
    except Exception as error:
        log.warning("broker.unreachable", job=job_id, reason=type(error).__name__)
        return False
    return True
