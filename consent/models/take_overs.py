"""Taking over a holder's table of earlier consents: what was asked for, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.models.notices import ConsentItem


class TakeOver(models.Model):
    """One table on its way. Its lines lie in a sealed file until the work is done, or somebody ends it here."""

    item = models.ForeignKey(ConsentItem, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=60)
    table = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    lines = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read = models.PositiveIntegerField(default=0)
    """Lines done: a worker that goes on after another was killed begins behind them."""
    taken = models.PositiveIntegerField(default=0)
    left_alone = models.PositiveIntegerField(default=0)
    """Persons who had answered here already."""
    to_ask = models.PositiveIntegerField(default=0)
    """Persons to be asked anew: known to have been a child, or the consent is over by now."""
    finished_at = models.DateTimeField(null=True, blank=True)
    """All lines are read."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"asked_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "item",
            "decision",
            "table",
            "lines",
            "asked_at",
            "read",
            "taken",
            "left_alone",
            "to_ask",
            "finished_at",
        }
    )

    class Meta:
        verbose_name = _("table of earlier consents")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("asked_at")),
                name="take_over_dates",
            ),
            models.CheckConstraint(condition=Q(read__lte=models.F("lines")), name="take_over_read"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.decision}"
