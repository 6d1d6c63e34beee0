"""The lines of a data-use request."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.sharing.enums import (
    LINE_AWAITED,
    LINE_OVER,
    LINE_UNDECIDED,
    REQUEST_OVER,
    DataClass,
    DisposalMethod,
    ForeignRoute,
    LineState,
    Processing,
    RiskClass,
    TransferForm,
)
from governance.sharing.models.datasets import Dataset
from governance.sharing.models.requests import SharingRequest


class RequestLine(models.Model):
    """One dataset of one provider organ (申請明細): opinion, approval, decision, conditions and grant belong here."""

    request = models.ForeignKey(SharingRequest, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="lines")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    """The line whose grant ends in favour of this one's."""
    items = models.JSONField(_("items"), default=list)
    form = models.CharField(_("form of transfer"), max_length=20, choices=TransferForm, blank=True)
    processing = models.CharField(_("processing"), max_length=20, choices=Processing, blank=True)
    data_class = models.CharField(_("data class handed over"), max_length=20, choices=DataClass, blank=True)
    ground = models.CharField(_("legal ground"), max_length=40, blank=True)
    ground_reason = models.CharField(_("reason for the ground"), max_length=300, blank=True)
    statute = models.CharField(_("statute"), max_length=200, blank=True)
    joint_research = models.CharField(_("paper of the joint research"), max_length=200, blank=True)
    opt_out_filing = models.CharField(_("number of the opt-out filing"), max_length=100, blank=True)
    opt_out_known_on = models.DateField(_("opt-out made known on"), null=True, blank=True)
    opt_out_where = models.CharField(_("opt-out made known where"), max_length=300, blank=True)
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
    own_purpose = models.BooleanField(_("recipient has a purpose of its own"), null=True, blank=True)
    subprocessors = models.JSONField(_("sub-processors"), null=True, blank=True)
    """The tree of sub-processors: name, country, task, and of whom (0: the recipient, n: the n-th of them). None
    where nobody has answered yet, empty where there are none."""
    joint_use = models.JSONField(_("what was made known of the joint use"), default=dict, blank=True)
    """By item: fact, items, scope, purpose, manager (旨・項目・範囲・利用目的・管理責任者)."""
    joint_use_known_on = models.DateField(_("joint use made known on"), null=True, blank=True)
    joint_use_where = models.CharField(_("joint use made known where"), max_length=300, blank=True)
    succession_reference = models.CharField(_("document of the succession"), max_length=200, blank=True)
    publication_record = models.CharField(max_length=200, blank=True)
    procedure_reference = models.CharField(
        _("case of the public procedure for anonymised data"), max_length=200, blank=True
    )
    recipient_holds_as_personal = models.BooleanField(
        _("recipient holds it as personal data"), null=True, blank=True
    )
    recipient_consent_confirmed = models.BooleanField(
        _("recipient's consent was confirmed"), null=True, blank=True
    )
    foreign_route = models.CharField(
        _("what a transfer abroad rests on"), max_length=20, choices=ForeignRoute, blank=True
    )
    foreign_told = models.JSONField(_("what the person was told of the transfer abroad"), default=list)
    foreign_measures = models.CharField(_("document of the equivalent measures"), max_length=200, blank=True)
    foreign_measures_checked_on = models.DateField(_("equivalent measures checked on"), null=True, blank=True)
    trade_secret = models.TextField(_("trade secret"), max_length=4000, blank=True)
    """Read by the applicant, the line's provider, the secretariat, the seated panel and the auditor alone."""
    risk_class = models.CharField(max_length=10, choices=RiskClass, blank=True)
    is_minor = models.BooleanField(_("is a minor change"), default=False)
    """Found at the formal check of the submission by which it is decided; it stays when other lines go back."""
    state = models.CharField(max_length=20, choices=LineState, default=LineState.DRAFTED)
    revision = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    asked_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "items",
            "form",
            "processing",
            "data_class",
            "ground",
            "ground_reason",
            "statute",
            "joint_research",
            "opt_out_filing",
            "opt_out_known_on",
            "opt_out_where",
            "purpose_judgement",
            "use_from",
            "use_until",
            "retention_months",
            "disposal_method",
            "disposal_by",
            "storage",
            "environment_grasped",
            "safeguards",
            "own_purpose",
            "subprocessors",
            "joint_use",
            "joint_use_known_on",
            "joint_use_where",
            "succession_reference",
            "publication_record",
            "procedure_reference",
            "recipient_holds_as_personal",
            "recipient_consent_confirmed",
            "foreign_route",
            "foreign_told",
            "foreign_measures",
            "foreign_measures_checked_on",
            "trade_secret",
        }
    )
    """What an applicant states of a line: typed, submitted, compared and taken along."""
    plain_fields: ClassVar[frozenset[str]] = asked_fields | {
        "request",
        "number",
        "dataset",
        "follows",
        "risk_class",
        "is_minor",
        "state",
        "revision",
    }

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ("number",)
        indexes = (
            models.Index(fields=["dataset", "request"], name="line_of_dataset"),
            models.Index(
                fields=["state", "request"], name="line_awaited", condition=Q(state__in=LINE_AWAITED)
            ),
        )
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
                condition=Q(foreign_route__in=["", *ForeignRoute.values]), name="line_foreign_route_known"
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
    def is_over(self) -> bool:
        """Was it refused, closed, or left with its request, so that nobody has to do anything more?"""
        left = self.state in LINE_UNDECIDED and self.request.state in REQUEST_OVER
        return self.state in LINE_OVER or left

    @property
    def reference(self) -> str:
        """Public reference of the line: ``R-2026-031-1``."""
        return f"{self.request.reference}-{self.number}"
