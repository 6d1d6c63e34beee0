"""Jobs of the kind ``reaction``: later effects that config/reactions.py lists."""

from __future__ import annotations

from functools import partial

from django.utils.module_loading import import_string

from core.outbox.work import Effect, Work


def later(work: Work) -> Effect:
    """The listed function, called in the transaction that completes the job: it happens once."""
    return partial(import_string(work.payload["function"]), work.payload["event"], work.payload["payload"])
