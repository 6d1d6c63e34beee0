"""Entry points of the worker: terms of office and blocks that begin and end by themselves."""

from __future__ import annotations

from celery import shared_task

from governance.members.actions import end_blocks as end
from governance.members.actions import turn_offices as turn


@shared_task
def turn_offices() -> int:
    """End the terms whose last day has passed, and open those whose first has come."""
    return turn()


@shared_task
def end_blocks() -> int:
    """End the blocks whose last day has passed."""
    return end()
