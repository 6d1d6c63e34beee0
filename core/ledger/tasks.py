"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task

from core.ledger import sequencer


@shared_task
def seal() -> None:
    """Place waiting entries and seal a checkpoint over them."""
    sequencer.seal()
