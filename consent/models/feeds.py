"""Consents kept elsewhere: how fresh our copy is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentFeed(models.Model):
    """The reconciliation, by count and digest, with the system of one provider organ."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("accounts.Organ", on_delete=models.PROTECT, related_name="+")
    reconciled_at = models.DateTimeField(null=True, blank=True)
    their_count = models.PositiveIntegerField(default=0)
    their_digest = models.CharField(max_length=64, blank=True)
    our_count = models.PositiveIntegerField(default=0)
    our_digest = models.CharField(max_length=64, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "source", "reconciled_at", "their_count", "their_digest", "our_count", "our_digest"}
    )

    class Meta:
        verbose_name = _("feed of consents")
        constraints = (models.UniqueConstraint(fields=["council", "source"], name="feed_once"),)

    def __str__(self) -> str:
        return f"{self.council_id} {self.source_id}"
