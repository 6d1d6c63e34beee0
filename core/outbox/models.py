"""What must leave the transaction: mails, webhooks, documents, later reactions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council, Organisation
from core.crypto.fields import SealedTextField

IN_A_ROW = 3
"""Calls of an address that found nobody, before it is left alone for a while."""


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
    sent_at = models.DateTimeField(null=True, blank=True)
    """When a worker was last told by the reaper."""
    lease_until = models.DateTimeField(null=True, blank=True)
    owner = models.UUIDField(null=True, blank=True)
    """Random mark of the worker that holds the lease: who lost it cannot finish."""
    cancel_asked = models.BooleanField(default=False)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    retried_at = models.DateTimeField(null=True, blank=True)
    """When a person last let it try again: its patience begins anew."""
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
            "sent_at",
            "lease_until",
            "owner",
            "cancel_asked",
            "progress",
            "total",
            "last_error",
            "created_at",
            "retried_at",
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
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, owner__isnull=False),
                name="job_running_has_a_lease",
            ),
        )
        indexes = (
            models.Index(
                fields=["state", "not_before"],
                condition=Q(state__in=["waiting", "running", "stuck"]),
                name="job_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Endpoint(models.Model):
    """Where an organisation's machine wants to be told of events."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(max_length=500)
    secret = SealedTextField()
    """Key of the HMAC-SHA256 signature, shown once."""
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """Calls in a row that found nobody."""
    paused_until = models.DateTimeField(null=True, blank=True)
    """Until then nobody is looked for there; all its calls wait together."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "organisation", "url", "secret", "created_at", "ended_at", "failures", "paused_until"}
    )

    class Meta:
        verbose_name = _("webhook address")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("created_at")),
                name="endpoint_dates",
            ),
        )

    def __str__(self) -> str:
        return self.url


class Heartbeat(models.Model):
    """When beat, broker and a worker last worked together."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"at"})

    class Meta:
        verbose_name = _("sign of life")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
