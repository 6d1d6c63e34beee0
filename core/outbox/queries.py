"""What waits, what is stuck, and whether the machinery lives."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council
from core.outbox.models import IN_A_ROW, Endpoint, Heartbeat, Job, JobState

SILENCE = timedelta(seconds=60)
"""After so long without a sign of life the machinery counts as down."""


def visible_to(user: Someone) -> QuerySet[Job]:
    """Jobs that ``user`` looks after: all for an operator, a council's own for its secretariat."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return Job.objects.all()
    slugs = Council.objects.filter(pk__in=objects_with(user, Council, Role.SECRETARY)).values("slug")
    return Job.objects.filter(council__in=slugs)


def unfinished(user: Someone) -> QuerySet[Job]:
    """What is stuck, running or waiting, the stuck first."""
    rows = visible_to(user).filter(state__in=[JobState.STUCK, JobState.RUNNING, JobState.WAITING])
    return rows.order_by("state", "-created_at")


def stuck(user: Someone) -> int:
    """How much of it waits for a person."""
    return visible_to(user).filter(state=JobState.STUCK).count()


def stuck_in(council: Council) -> int:
    """How much of the work of ``council`` waits for a person."""
    return Job.objects.filter(council=council.slug, state=JobState.STUCK).count()


class Failed(NamedTuple):
    """Work that failed, stuck or to be tried again later: of one kind, in one council, for one address."""

    kind: str
    council: str
    address: str
    """Of a machine; empty for other kinds."""
    many: int
    stuck: int
    one: int
    """Any of them."""


def _failed() -> Q:
    """Stuck, tried in vain, or for an address at which nobody is found: then most calls wait untried."""
    away = list(Endpoint.objects.filter(failures__gte=IN_A_ROW).values_list("pk", flat=True))
    untried = Q(kind="webhook", payload__endpoint__in=away)
    return Q(state=JobState.STUCK) | Q(state=JobState.WAITING) & (Q(attempts__gt=0) | untried)


def failed(user: Someone) -> list[Failed]:
    """What of the work that ``user`` looks after failed, the most first."""
    rows = visible_to(user).filter(_failed()).order_by("pk")
    known: dict[tuple[str, str, int | None], list[tuple[int, str]]] = {}
    columns = ("pk", "state", "kind", "council", "payload__endpoint")
    for pk, state, kind, council, place in rows.values_list(*columns):
        known.setdefault((kind, council, place), []).append((pk, state))
    urls = dict(Endpoint.objects.filter(pk__in=[place for *_kind, place in known]).values_list("pk", "url"))
    found = [
        Failed(
            kind,
            council,
            urls.get(place, "") if kind == "webhook" and place else "",
            len(jobs),
            sum(state == JobState.STUCK for _pk, state in jobs),
            jobs[0][0],
        )
        for (kind, council, place), jobs in known.items()
    ]
    return sorted(found, key=lambda one: (-one.many, one.one))


def failed_like(job: Job) -> QuerySet[Job]:
    """What failed of the kind, in the council and for the address of ``job``."""
    rows = Job.objects.filter(_failed(), kind=job.kind, council=job.council)
    return rows.filter(payload__endpoint=job.payload["endpoint"]) if job.kind == "webhook" else rows


def of(key: str) -> Job | None:
    """The job with this idempotency key, to show its progress."""
    return Job.objects.filter(key=key).first()


def lives(name: str) -> bool:
    """Has a ``worker``, or the worker of the ``clock``, shown life within a minute?"""
    return Heartbeat.objects.filter(name=name, at__gte=clock.wall() - SILENCE).exists()


def machinery_lives() -> bool:
    """Have both?"""
    return lives("worker") and lives("clock")


def calls_of(endpoint: Endpoint) -> QuerySet[Job]:
    """What was told, or is to be told, to ``endpoint``; the newest first. Finished calls go after half a year."""
    return Job.objects.filter(kind="webhook", payload__endpoint=endpoint.pk).order_by("-created_at", "-pk")
