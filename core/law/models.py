"""The law as dated rows, with their source and history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.accounts.models import User
from core.law.enums import Confidence, Origin, RowKind


class LawRow(models.Model):
    """One row of the law tables: what it says (``content``), from when to when, and where it comes from.

    A row without a first day is announced: it is shown and changes no verdict.
    """

    kind = models.CharField(max_length=20, choices=RowKind)
    code = models.CharField(max_length=60)
    label_ja = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    """The last day in force."""
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=20, choices=Confidence)
    origin = models.CharField(max_length=20, choices=Origin)
    position = models.PositiveIntegerField(default=0)
    """Order in its table, as shipped."""
    history = HistoricalRecords()
    _history_user: User

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "kind",
            "code",
            "label_ja",
            "label_en",
            "content",
            "valid_from",
            "valid_to",
            "source",
            "confidence",
            "origin",
            "position",
        }
    )

    class Meta:
        verbose_name = _("row of the law tables")
        verbose_name_plural = _("rows of the law tables")
        ordering = ("kind", "position", "code", "valid_from")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RowKind.values), name="law_kind_known"),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values), name="law_confidence_known"
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="law_origin_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="law_dates"
            ),
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="law_row_once"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(valid_from__isnull=True), name="law_announced_once"
            ),
        )

    def __str__(self) -> str:
        return self.label_ja or self.code
