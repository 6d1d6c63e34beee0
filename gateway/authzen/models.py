"""The log of what machines asked. Beside the answer, and not the evidence: that is the delivery's own record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Evaluation(models.Model):
    """One question or search, and its answer. Written in batches; the person is a keyed hash or nothing."""

    at = models.DateTimeField()
    council = models.CharField(max_length=40)
    """Slug of the council."""
    client = models.BigIntegerField()
    """Key of the API client."""
    request_id = models.CharField(max_length=128, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    """Opaque key of the organisation (``organisation:12``)."""
    action = models.CharField(max_length=10, blank=True)
    dataset = models.CharField(max_length=20, blank=True)
    person = models.BinaryField(max_length=32, null=True)
    """Keyed hash of the holder's id, as in the link; null where the question was not about one person."""
    line = models.CharField(max_length=30, blank=True)
    decision = models.BooleanField()
    reason = models.CharField(max_length=80, blank=True)
    """Code of the first obstacle; empty on a permit."""
    listed = models.PositiveIntegerField(null=True)
    """How many a search listed (none of them is kept); null for a question."""

    named = models.PositiveIntegerField(null=True)
    """How many ids of persons a search named (none of them is kept); null where it named none."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "at",
            "council",
            "client",
            "request_id",
            "subject",
            "action",
            "dataset",
            "line",
            "decision",
            "reason",
            "listed",
            "named",
        }
    )

    class Meta:
        verbose_name = "answer to a machine"
        indexes = (models.Index(fields=["council", "at"], name="evaluation_council_at"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(decision=True, reason="") | Q(decision=False) & ~Q(reason=""),
                name="evaluation_denial_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.line} {self.decision}"
