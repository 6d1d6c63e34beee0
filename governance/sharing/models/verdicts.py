"""Verdicts of the gate that were acted upon, with the facts they rest on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.sharing.models.lines import RequestLine


class StoredVerdict(models.Model):
    """Facts and verdict of one line at one moment (submission, approval, flow); append-only. The ledger holds a
    salted commitment to the facts, so they can be shown, re-run and replayed under other rules."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="verdicts")
    moment = models.CharField(max_length=20)
    at = models.DateTimeField()
    facts = models.BinaryField()
    """Canonical JSON of GateFacts."""
    salt = models.BinaryField(max_length=16)
    is_allowed = models.BooleanField()
    checks = models.JSONField()
    """The checks: code, state, reason and article label, for reading without re-running."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"line", "moment", "at", "facts", "salt", "is_allowed", "checks"}
    )

    class Meta:
        verbose_name = _("stored verdict")
        indexes = (models.Index(fields=["line", "moment", "at"], name="verdict_line_moment"),)

    def __str__(self) -> str:
        return f"{self.line} {self.moment}"
