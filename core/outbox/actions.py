"""Enqueueing work and reactions inside the acting transaction."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from core import clock
from core.accounts.models import Council
from core.outbox.models import Job
from core.outbox.tasks import run


def enqueue(kind: str, *, key: str, council: Council | None = None, payload: Mapping[str, Any]) -> Job:
    """Write a job in the acting transaction; a worker is told once it has committed.

    ``key`` makes it idempotent: a second call with the same key returns the first job unchanged.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("outside work is enqueued inside the acting transaction")
    now = clock.now()
    job, made = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "council": council.slug if council else "",
            "payload": dict(payload),
            "not_before": now,
            "created_at": now,
        },
    )
    if made:
        transaction.on_commit(lambda: run.delay(job.pk), robust=True)
    return job


def react(event: str, *, key: str, council: Council | None = None, payload: Mapping[str, Any]) -> None:
    """Do the *now* reactions of ``event`` in this transaction and enqueue its *later* ones.

    Both are listed in ``config/reactions.py`` (settings.REACTIONS). ``payload`` carries ids.
    """
    listed = import_module(settings.REACTIONS)
    for name in listed.NOW.get(event, ()):
        import_string(name)(event, dict(payload))
    for name in listed.LATER.get(event, ()):
        enqueue(
            "reaction",
            key=f"{event}:{key}:{name}",
            council=council,
            payload={"event": event, "function": name, "payload": dict(payload)},
        )
