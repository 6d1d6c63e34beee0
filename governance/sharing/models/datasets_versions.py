"""What was declared of a dataset before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.sharing.models.datasets import Dataset


class DatasetVersion(models.Model):
    """A declaration that was in the catalogue until a revision replaced it; append-only. ``content`` is a
    :data:`governance.sharing.rules.declaration.Declaration`; the ledger holds its digest."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    """Why it was replaced."""
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"dataset", "number", "content", "digest", "reason", "replaced_at", "replaced_by"}
    )

    class Meta:
        verbose_name = _("earlier declaration")
        constraints = (models.UniqueConstraint(fields=["dataset", "number"], name="dataset_version_once"),)

    def __str__(self) -> str:
        return f"{self.dataset} {self.number}"
