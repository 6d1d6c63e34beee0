"""What a provider can share, with its declared lifecycle."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.accounts.models import Council, Organ
from governance.sharing.enums import DataClass, DatasetState, Stage
from governance.sharing.enums.datasets import Sensitivity, Stopper


class Dataset(models.Model):
    """データ資産. ``purposes`` are DPV purposes stated at acquisition (利用目的); ``licence`` is a code of
    :mod:`governance.sharing.rules.licences` or the provider's own words."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="datasets")
    project = models.ForeignKey(
        "assembly.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="datasets"
    )
    provider = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="datasets")
    reference = models.CharField(max_length=20)
    title_ja = models.CharField(_("title (Japanese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=500, blank=True)
    """Separated by ``、``: a text, since the database searches in it."""
    covers_from = models.DateField(_("the data begin on"), null=True, blank=True)
    covers_until = models.DateField(_("the data end on"), null=True, blank=True)
    purposes = models.JSONField(default=list)
    persons = models.PositiveIntegerField(_("number of persons"), null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("retention in months"), null=True, blank=True)
    triggers = models.JSONField(default=list)
    """Which of special_care, children, location, camera apply."""
    is_open = models.BooleanField(_("open data"), default=False)
    licence = models.CharField(max_length=100, blank=True)
    link = models.URLField(blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    """How often it was declared; counts up with every revision that is adopted."""
    revises = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="revision"
    )
    """Set on a draft that is to replace the declaration of a registered dataset; such a draft is no dataset yet."""
    state = models.CharField(max_length=20, choices=DatasetState, default=DatasetState.DRAFTED)
    suspended_by = models.CharField(max_length=20, choices=Stopper, blank=True)
    """Who suspended it, and resumes it; empty where it is not suspended, or was before this was kept."""
    registered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    history = HistoricalRecords()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "project",
            "provider",
            "reference",
            "title_ja",
            "title_en",
            "description_ja",
            "description_en",
            "keywords",
            "covers_from",
            "covers_until",
            "purposes",
            "persons",
            "retention_months",
            "triggers",
            "is_open",
            "licence",
            "link",
            "version",
            "revises",
            "state",
            "suspended_by",
            "registered_at",
            "created_at",
        }
    )

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="dataset_reference_once"),
            models.CheckConstraint(condition=Q(state__in=DatasetState.values), name="dataset_state_known"),
            models.CheckConstraint(
                condition=Q(suspended_by="") | Q(suspended_by__in=Stopper.values),
                name="dataset_stopper_known",
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True)
                | Q(covers_until__isnull=True)
                | Q(covers_from__lte=models.F("covers_until")),
                name="dataset_covers_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title_ja}"


class DatasetItem(models.Model):
    """One item (column) of a dataset."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="items")
    code = models.SlugField(max_length=40)
    label_ja = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100, blank=True)
    data_class = models.CharField(max_length=20, choices=DataClass)
    category = models.CharField(max_length=60, blank=True)
    """DPV personal data category (pd:...), one of :data:`consent.rules.dpv.CATEGORIES`."""
    sensitivity = models.PositiveSmallIntegerField(choices=Sensitivity, default=Sensitivity.LOW)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"dataset", "code", "label_ja", "label_en", "data_class", "category", "sensitivity"}
    )

    class Meta:
        verbose_name = _("item")
        constraints = (
            models.UniqueConstraint(fields=["dataset", "code"], name="dataset_item_once"),
            models.CheckConstraint(
                condition=Q(data_class__in=DataClass.values), name="dataset_item_class_known"
            ),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values), name="dataset_item_sensitivity_known"
            ),
        )

    def __str__(self) -> str:
        return self.code


class DatasetStage(models.Model):
    """What is declared of one stage of the lifecycle; which fields, and which are needed, says
    :mod:`governance.sharing.rules.lifecycle`."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=10, choices=Stage)
    content = models.JSONField(default=dict)

    plain_fields: ClassVar[frozenset[str]] = frozenset({"dataset", "stage", "content"})

    class Meta:
        verbose_name = _("lifecycle stage")
        constraints = (
            models.UniqueConstraint(fields=["dataset", "stage"], name="dataset_stage_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="dataset_stage_known"),
        )

    def __str__(self) -> str:
        return self.stage
