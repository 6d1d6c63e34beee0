"""Verdicts of the gate that were acted upon, with the facts they rest on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.sharing.models.lines import RequestLine


class StoredVerdict(models.Model):
    """Facts and verdict of one line at one moment (submission, approval, flow); append-only. The ledger holds
    salted commitments to facts and checks, so they can be shown, re-run and replayed under other rules."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="verdicts")
    moment = models.CharField(max_length=20)
    at = models.DateTimeField()
    facts = models.BinaryField()
    """Canonical JSON of GateFacts."""
    salt = models.BinaryField(max_length=16)
    is_allowed = models.BooleanField()
    checks = models.JSONField()
    """The checks: code, state, reason, and the article with its label, for reading without re-running. Those kept
    first have the label alone."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"line", "moment", "at", "facts", "salt", "is_allowed", "checks"}
    )

    class Meta:
        verbose_name = _("stored verdict")
        indexes = (models.Index(fields=["line", "moment", "at"], name="verdict_line_moment"),)

    def __str__(self) -> str:
        return f"{self.line} {self.moment}"


class CitedProvision(models.Model):
    """On which provision of the council's rules a check of a stored verdict rests, as it is looked for from the
    provision; append-only. What was found there stands in the verdict."""

    verdict = models.ForeignKey(StoredVerdict, on_delete=models.PROTECT, related_name="cited")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=20)
    at = models.DateTimeField()
    instrument = models.CharField(max_length=40)
    provision = models.CharField(max_length=100)
    code = models.CharField(max_length=60)
    """The check."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"verdict", "line", "moment", "at", "instrument", "provision", "code"}
    )

    class Meta:
        verbose_name = _("provision cited by a verdict")
        indexes = (models.Index(fields=["instrument", "provision", "-at"], name="provision_cited"),)

    def __str__(self) -> str:
        return f"{self.verdict} {self.instrument} {self.provision}"
