"""Entry points of the worker."""

from __future__ import annotations

import structlog
from celery import shared_task

from core.files import actions

log = structlog.get_logger()


@shared_task
def sweep() -> None:
    """Remove bytes of which no row speaks."""
    if count := actions.sweep():
        log.info("files.swept", count=count)
