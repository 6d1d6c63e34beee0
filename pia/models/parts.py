"""Flows, requirements and risks of an assessment."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from pia.enums import Answer, Impact, Likelihood, Principle, Stage, Treatment
from pia.models.assessments import Assessment


class Flow(models.Model):
    """One movement of data in one stage of its life (29134, 6.4.1)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="flows")
    number = models.PositiveSmallIntegerField()
    """Order and name of the flow; never given twice within one assessment."""
    stage = models.CharField(_("lifecycle stage"), max_length=10, choices=Stage)
    source = models.CharField(pgettext_lazy("flow", "from"), max_length=100)
    destination = models.CharField(pgettext_lazy("flow", "to"), max_length=100)
    items = models.JSONField(_("data items"), default=list)
    place = models.CharField(_("country"), max_length=2, default="JP")
    measures = models.TextField(_("protective measures"), blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "number", "stage", "source", "destination", "items", "place", "measures", "version"}
    )

    class Meta:
        verbose_name = _("information flow")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["assessment", "number"], name="pia_flow_number_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="pia_flow_stage_known"),
        )

    def __str__(self) -> str:
        return f"{self.assessment} F{self.number}"


class Requirement(models.Model):
    """The answer to one privacy principle of ISO/IEC 29100 (29134, 6.4.3)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="requirements")
    principle = models.CharField(_("principle"), max_length=20, choices=Principle)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer)
    note = models.TextField(_("how, or why not"), blank=True)
    history = HistoricalRecords()

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"assessment", "principle", "answer", "note"})

    class Meta:
        verbose_name = _("privacy requirement")
        constraints = (
            models.UniqueConstraint(fields=["assessment", "principle"], name="pia_principle_once"),
            models.CheckConstraint(condition=Q(principle__in=Principle.values), name="pia_principle_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="pia_answer_known"),
        )

    def __str__(self) -> str:
        return f"{self.assessment} {self.principle}"


def _degree(field: str, **extra: Any) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [1, 2, 3, 4]}, **extra) | Q(**{f"{field}__isnull": True}),
        name=f"pia_risk_{field}_degree",
    )


class Risk(models.Model):
    """A threat to an asset, with impact and likelihood before and after treatment (29134, 6.4.4 and 6.4.5)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="risks")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(_("lifecycle stage"), max_length=10, choices=Stage)
    threat = models.TextField(_("what could happen"))
    asset = models.CharField(_("what is exposed"), max_length=200)
    consequence = models.TextField(_("what it would mean for a person"), blank=True)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), choices=Likelihood)
    treatment = models.CharField(_("treatment"), max_length=10, choices=Treatment, blank=True)
    controls = models.TextField(_("controls"), blank=True)
    owner = models.CharField(_("risk owner (post, not a person's name)"), max_length=100, blank=True)
    due = models.DateField(_("in place by"), null=True, blank=True)
    residual_impact = models.PositiveSmallIntegerField(
        _("impact after treatment"), choices=Impact, null=True, blank=True
    )
    residual_likelihood = models.PositiveSmallIntegerField(
        _("likelihood after treatment"), choices=Likelihood, null=True, blank=True
    )
    in_place_on = models.DateField(_("in place since"), null=True, blank=True)
    """Since when the controls are in place; none while they are only promised."""
    in_place_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_place_note = models.TextField(_("what shows it"), blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    personal_fields: ClassVar[frozenset[str]] = frozenset({"in_place_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "number", "stage", "threat", "asset", "consequence", "impact", "likelihood"}
        | {"treatment", "controls", "owner", "due", "residual_impact", "residual_likelihood", "version"}
        | {"in_place_on", "in_place_note"}
    )

    class Meta:
        verbose_name = _("risk")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["assessment", "number"], name="pia_risk_number_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="pia_risk_stage_known"),
            models.CheckConstraint(
                condition=Q(treatment__in=["", *Treatment.values]), name="pia_risk_treatment_known"
            ),
            models.CheckConstraint(
                condition=Q(in_place_on__isnull=True, in_place_by__isnull=True, in_place_note="")
                | (Q(in_place_on__isnull=False, in_place_by__isnull=False) & ~Q(in_place_note="")),
                name="pia_risk_in_place_shown",
            ),
            *(_degree(f) for f in ("impact", "likelihood", "residual_impact", "residual_likelihood")),
        )

    def __str__(self) -> str:
        return f"{self.assessment} R{self.number}"
