"""Codes for one use: by which a holder's app hands somebody over, and by which the counter finds somebody.

A code is deleted when it is used or found to be over; what it led to is in the evidence log.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Assurance
from core.crypto.fields import SealedTextField


class Handover(models.Model):
    """A holder's app hands over (遷移) whoever signed in there: its id waits for the person to sign in here."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.Organ", on_delete=models.PROTECT, related_name="+")
    identifier = SealedTextField()
    """The id under which the holder knows the person."""
    assurance = models.CharField(max_length=20, choices=Assurance)
    notice = models.ForeignKey("consent.Notice", on_delete=models.PROTECT, null=True, related_name="+")
    """The question that the app leads to, if any."""
    client = models.ForeignKey("clients.ApiClient", on_delete=models.PROTECT, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()

    personal_fields: ClassVar[frozenset[str]] = frozenset({"identifier"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "holder", "assurance", "notice", "client", "code_hash", "expires_at"}
    )

    class Meta:
        verbose_name = _("hand-over from a holder's app")
        constraints = (
            models.CheckConstraint(
                condition=Q(assurance__in=Assurance.values), name="handover_assurance_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder_id} {self.expires_at:%Y-%m-%d %H:%M}"


class CounterCode(models.Model):
    """What somebody reads out at the counter, so that they are found there without a holder's id."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"code_hash", "expires_at"})

    class Meta:
        verbose_name = _("code for the counter")

    def __str__(self) -> str:
        return f"{self.person_id} {self.expires_at:%Y-%m-%d %H:%M}"
