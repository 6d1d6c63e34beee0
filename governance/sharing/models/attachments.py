"""Papers handed in with a request."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models.requests import SharingRequest


class Attachment(models.Model):
    """One file of a request. Removed: not part of the next turn. Purged: its bytes are gone, its digest stays."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="attachments")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    measures = models.JSONField(_("safety measures that it is evidence of"), default=list, blank=True)
    """Codes of SAFEGUARDS."""
    turn = models.PositiveSmallIntegerField()
    """The turn of the request in which it was added."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purged_at = models.DateTimeField(null=True, blank=True)
    purged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purge_reason = models.CharField(max_length=300, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"title"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "request",
            "stored",
            "measures",
            "turn",
            "added_at",
            "added_by",
            "removed_at",
            "removed_by",
            "purged_at",
            "purged_by",
            "purge_reason",
        }
    )

    class Meta:
        verbose_name = _("attachment")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_pair",
            ),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, purged_by__isnull=True)
                | Q(purged_at__isnull=False, purged_by__isnull=False),
                name="attachment_purged_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request.reference}: {self.pk}"

    @property
    def is_live(self) -> bool:
        """Is it part of the request, and are its bytes there?"""
        return self.removed_at is None and self.purged_at is None

    @property
    def measure_labels(self) -> list[str]:
        """The safety measures that it is evidence of, in words."""
        return [str(label) for code, label in SAFEGUARDS if code in self.measures]
