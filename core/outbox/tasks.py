"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task


@shared_task
def run(job_id: int) -> None:
    """Do one job if nobody else does."""
