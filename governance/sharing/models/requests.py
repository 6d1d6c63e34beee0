"""Data-use requests, their lines, and each submission of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.accounts.models import Council, Organ, Organisation
from governance.sharing.enums import (
    DataClass,
    DisposalMethod,
    LineState,
    Processing,
    RequestState,
    RiskClass,
    TransferForm,
)
from governance.sharing.models.datasets import Dataset


class SharingRequest(models.Model):
    """Who wants which items for which purpose, how long and where (データ利用申請)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sharing_requests")
    project = models.ForeignKey("assembly.Project", on_delete=models.PROTECT, null=True, blank=True)
    reference = models.CharField(max_length=20)
    applicant = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sharing_requests")
    recipient_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="requests_as_recipient")
    title_ja = models.CharField(_("title (Japanese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    purpose = models.CharField(_("purpose (DPV)"), max_length=60)
    purpose_ja = models.TextField(_("purpose in plain words (Japanese)"))
    purpose_en = models.TextField(_("purpose in plain words (English)"), blank=True)
    is_emergency = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.DRAFTED)
    turn = models.PositiveSmallIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    """Deadline of the present stage, by the rule in force."""
    concluded_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "project",
            "reference",
            "applicant",
            "recipient_organ",
            "title_ja",
            "title_en",
            "purpose",
            "purpose_ja",
            "purpose_en",
            "is_emergency",
            "state",
            "turn",
            "created_by",
            "created_at",
            "submitted_at",
            "due_on",
            "concluded_at",
        }
    )

    class Meta:
        verbose_name = _("data-use request")
        verbose_name_plural = _("data-use requests")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="request_reference_once"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
        )
        indexes = (models.Index(fields=["council", "state", "due_on"], name="request_queue"),)

    def __str__(self) -> str:
        return f"{self.reference} {self.title_ja}"


class RequestLine(models.Model):
    """One dataset of one provider organ (申請明細): opinion, approval, decision, conditions and grant belong here."""

    request = models.ForeignKey(SharingRequest, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="lines")
    items = models.JSONField(_("items"), default=list)
    form = models.CharField(_("form of transfer"), max_length=20, choices=TransferForm, blank=True)
    processing = models.CharField(_("processing"), max_length=20, choices=Processing, blank=True)
    data_class = models.CharField(_("data class handed over"), max_length=20, choices=DataClass, blank=True)
    ground = models.CharField(_("legal ground"), max_length=40, blank=True)
    ground_reason = models.CharField(_("reason for the ground"), max_length=300, blank=True)
    statute = models.CharField(_("statute"), max_length=200, blank=True)
    purpose_judgement = models.CharField(
        _("judgement that the purpose is compatible"), max_length=300, blank=True
    )
    use_from = models.DateField(_("use from"), null=True, blank=True)
    use_until = models.DateField(_("use until"), null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("retention in months"), null=True, blank=True)
    disposal_method = models.CharField(
        _("return or disposal"), max_length=10, choices=DisposalMethod, blank=True
    )
    disposal_by = models.DateField(_("disposed of by"), null=True, blank=True)
    storage = models.JSONField(_("countries of storage"), default=list)
    environment_grasped = models.JSONField(_("countries whose system was examined"), default=list)
    """外的環境の把握: foreign places of storage whose legal system and practice were looked at."""
    safeguards = models.JSONField(_("safety measures"), default=list)
    evidenced = models.JSONField(_("measures with evidence"), default=list)
    own_purpose = models.BooleanField(_("recipient has a purpose of its own"), null=True, blank=True)
    subprocessors = models.JSONField(_("sub-processors"), null=True, blank=True)
    joint_use_known_on = models.DateField(_("joint use made known on"), null=True, blank=True)
    publication_record = models.CharField(max_length=200, blank=True)
    risk_class = models.CharField(max_length=10, choices=RiskClass, blank=True)
    state = models.CharField(max_length=20, choices=LineState, default=LineState.DRAFTED)
    history = HistoricalRecords()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "request",
            "number",
            "dataset",
            "items",
            "form",
            "processing",
            "data_class",
            "ground",
            "ground_reason",
            "statute",
            "purpose_judgement",
            "use_from",
            "use_until",
            "retention_months",
            "disposal_method",
            "disposal_by",
            "storage",
            "environment_grasped",
            "safeguards",
            "evidenced",
            "own_purpose",
            "subprocessors",
            "joint_use_known_on",
            "publication_record",
            "risk_class",
            "state",
        }
    )

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["request", "number"], name="line_number_once"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="line_state_known"),
            models.CheckConstraint(condition=Q(form__in=["", *TransferForm.values]), name="line_form_known"),
            models.CheckConstraint(
                condition=Q(processing__in=Processing.values), name="line_processing_known"
            ),
            models.CheckConstraint(
                condition=Q(data_class__in=["", *DataClass.values]), name="line_class_known"
            ),
            models.CheckConstraint(
                condition=Q(risk_class__in=["", *RiskClass.values]), name="line_risk_known"
            ),
            models.CheckConstraint(
                condition=Q(disposal_method__in=["", *DisposalMethod.values]), name="line_disposal_known"
            ),
            models.CheckConstraint(
                condition=Q(use_until__isnull=True)
                | Q(use_from__isnull=True)
                | Q(use_until__gte=models.F("use_from")),
                name="line_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request.reference}-{self.number}"

    @property
    def reference(self) -> str:
        """Public reference of the line: ``R-2026-031-1``."""
        return f"{self.request.reference}-{self.number}"


class Submission(models.Model):
    """One numbered turn of a request as it was submitted (第n次提出); append-only but for its ending."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="submissions")
    turn = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.TextField(blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "request",
            "turn",
            "snapshot",
            "submitted_at",
            "submitted_by",
            "returned_at",
            "returned_by",
            "return_reason",
        }
    )

    class Meta:
        verbose_name = _("submission")
        ordering = ("turn",)
        constraints = (
            models.UniqueConstraint(fields=["request", "turn"], name="submission_turn_once"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="submission_returned_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request.reference} #{self.turn}"
