"""What must leave the transaction: mails, webhooks, documents, later reactions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """waiting -> running -> done; a failure waits again with backoff until it is stuck or cancelled."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STUCK = "stuck", _("stuck")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """One piece of outside work, written in the acting transaction and claimed with a lease."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    """Idempotency key: the same event enqueues the same work once."""
    council = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)
    """Ids and references only; whoever handles it reads the rest."""
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "kind",
            "key",
            "council",
            "payload",
            "state",
            "attempts",
            "not_before",
            "lease_until",
            "progress",
            "total",
            "last_error",
            "created_at",
            "finished_at",
        }
    )

    class Meta:
        verbose_name = _("job")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("created_at")),
                name="job_dates",
            ),
        )
        indexes = (models.Index(fields=["state", "not_before"], name="job_due"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
