"""What waits, what is stuck, and whether the machinery lives."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from core import clock
from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council
from core.outbox.models import Endpoint, Heartbeat, Job, JobState

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
