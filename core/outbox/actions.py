"""Enqueueing work and reactions inside the acting transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core import clock
from core.accounts.models import Council, Organisation
from core.errors import NotNow
from core.outbox.models import Endpoint, Job, JobState
from core.outbox.tasks import send


def enqueue(kind: str, *, key: str, council: Council | None = None, payload: Mapping[str, Any]) -> Job:
    """Write a job in the acting transaction; a worker is told once it has committed.

    ``key`` makes it idempotent: a second call with the same key returns the first job unchanged.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("outside work is enqueued inside the acting transaction")
    now = clock.wall()
    slug = council.slug if council else ""
    job = Job(kind=kind, key=key, council=slug, payload=dict(payload), not_before=now, created_at=now)
    if not _insert_new(job):
        return Job.objects.get(key=key)
    transaction.on_commit(lambda: send(job.pk), robust=True)
    return job


def _insert_new(job: Job) -> bool:
    """Insert ``job`` unless its key is taken; one statement, where get_or_create takes four."""
    fields = [field for field in Job._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = f"INSERT INTO {Job._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    values = [field.get_db_prep_save(getattr(job, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ON CONFLICT (key) DO NOTHING RETURNING id", values)
        made = cursor.fetchone()
    if made is None:
        return False
    job.pk = made[0]
    return True


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


def tell_machines(
    council: Council, organisations: Iterable[Organisation], *, event: str, key: str, body: Mapping[str, Any]
) -> None:
    """Tell ``event`` to the addresses that ``organisations`` have in ``council``. ``body`` carries references."""
    rows = Endpoint.objects.filter(council=council, organisation__in=list(organisations), ended_at=None)
    for endpoint in rows:
        call(endpoint, event=event, key=key, body=body)


def call(endpoint: Endpoint, *, event: str, key: str, body: Mapping[str, Any]) -> Job:
    """Enqueue one call of ``endpoint``."""
    return enqueue(
        "webhook",
        key=f"webhook:{endpoint.pk}:{event}:{key}",
        council=endpoint.council,
        payload={"endpoint": endpoint.pk, "event": event, "body": dict(body)},
    )


@transaction.atomic
def retry(job: Job) -> None:
    """Let a stuck job, or one that pauses, try again now.

    Raises:
        NotNow: it is running, finished or cancelled.
    """
    now = clock.wall()
    again = Job.objects.filter(pk=job.pk, state__in=[JobState.STUCK, JobState.WAITING]).update(
        state=JobState.WAITING, attempts=0, not_before=now, retried_at=now, sent_at=None, cancel_asked=False
    )
    if not again:
        raise NotNow("job_not_waiting")
    if job.kind == "webhook":
        Endpoint.objects.filter(pk=job.payload["endpoint"]).update(paused_until=None)
    transaction.on_commit(lambda: send(job.pk), robust=True)


@transaction.atomic
def retry_all(jobs: QuerySet[Job]) -> int:
    """Let all of ``jobs`` that rest try again; the reaper tells the workers within seconds. How many.

    Raises:
        NotNow: none rests.
    """
    found, now = _resting(jobs), clock.wall()
    again = Job.objects.filter(pk__in=found).update(
        state=JobState.WAITING, attempts=0, not_before=now, retried_at=now, sent_at=None, cancel_asked=False
    )
    paused = Job.objects.filter(pk__in=found, kind="webhook").values_list("payload__endpoint", flat=True)
    Endpoint.objects.filter(pk__in=set(paused)).update(paused_until=None)
    return again


@transaction.atomic
def cancel_all(jobs: QuerySet[Job]) -> int:
    """Give all of ``jobs`` up that rest. How many.

    Raises:
        NotNow: none rests.
    """
    rows = Job.objects.filter(pk__in=_resting(jobs))
    return rows.update(state=JobState.CANCELLED, finished_at=clock.wall())


def _resting(jobs: QuerySet[Job]) -> list[int]:
    resting = jobs.filter(state__in=[JobState.STUCK, JobState.WAITING]).select_for_update().order_by("pk")
    found = list(resting.values_list("pk", flat=True))
    if not found:
        raise NotNow("job_not_waiting")
    return found


@transaction.atomic
def cancel(job: Job) -> None:
    """Give a job up: at once when nobody works on it, else at its next sign of progress.

    Raises:
        NotNow: it is finished or cancelled already.
    """
    now = clock.wall()
    resting = Job.objects.filter(pk=job.pk, state__in=[JobState.STUCK, JobState.WAITING])
    if resting.update(state=JobState.CANCELLED, finished_at=now):
        return
    if not Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True):
        raise NotNow("job_not_waiting")
