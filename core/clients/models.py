"""Machines of organisations that call the API."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ApiClient(models.Model):
    """One machine's key: shown once, kept as its hash."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name of the machine"), max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    """Start of the key: tells keys apart without saying them."""
    key_hash = models.BinaryField(max_length=32, unique=True)
    """SHA-256 of the whole key, which is random enough to need no slow hash."""
    scopes = models.JSONField(default=list)
    """Values of :class:`core.clients.enums.Scope`."""
    per_minute = models.PositiveIntegerField(_("requests per minute"), default=6000)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "organisation",
            "name",
            "prefix",
            "key_hash",
            "scopes",
            "per_minute",
            "created_at",
            "expires_at",
            "revoked_at",
        }
    )

    class Meta:
        verbose_name = _("API client")
        constraints = (
            models.CheckConstraint(
                condition=(Q(expires_at__isnull=True) | Q(expires_at__gte=F("created_at")))
                & (Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at"))),
                name="client_dates",
            ),
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="client_rate_positive"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
