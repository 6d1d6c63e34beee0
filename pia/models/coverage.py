"""What an assessment speaks for: the gate lets nothing flow outside of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.accounts.models import Organisation
from pia.models.assessments import Assessment


class Coverage(models.Model):
    """Items, purposes, places and lifecycle stages that were assessed; recipients are rows of their own."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="coverage")
    items = models.JSONField(_("data items"), default=list, blank=True)
    """Item codes of the dataset (``daily_steps``)."""
    purposes = models.JSONField(_("purposes"), default=list, blank=True)
    """Local names of the Data Privacy Vocabulary (``ResearchAndDevelopment``)."""
    places = models.JSONField(_("countries"), default=list, blank=True)
    """ISO 3166-1 alpha-2."""
    stages = models.JSONField(_("lifecycle stages"), default=list, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        _("longest retention by a recipient (months)"), null=True, blank=True
    )
    history = HistoricalRecords()

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "items", "purposes", "places", "stages", "retention_months"}
    )

    class Meta:
        verbose_name = _("coverage")

    def __str__(self) -> str:
        return f"{self.assessment}"


class CoverageRecipient(models.Model):
    """An organisation that the assessment names as recipient."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"assessment", "organisation"})

    class Meta:
        verbose_name = _("recipient covered")
        constraints = (
            models.UniqueConstraint(fields=["assessment", "organisation"], name="pia_recipient_once"),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.organisation}"
