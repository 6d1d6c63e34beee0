"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task

from core.http import once


@shared_task
def forget() -> int:
    """Remove what was pressed a day ago."""
    return once.forget()
