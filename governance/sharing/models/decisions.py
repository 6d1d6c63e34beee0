"""The council's approval, the provider's decision, the agreement, and the conditions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ, Organisation
from governance.sharing.enums import AgreementKind, ConditionState, Harm
from governance.sharing.models.requests import RequestLine


class Approval(models.Model):
    """The council's decision on a line (利用承認): never edited but for its ratification, superseded by a later one."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="approvals")
    decision = models.ForeignKey("assembly.Decision", on_delete=models.PROTECT, related_name="approvals")
    is_approved = models.BooleanField()
    is_provisional = models.BooleanField(default=False)
    reasons = models.TextField()
    items = models.JSONField(default=list)
    purpose = models.CharField(max_length=60)
    data_class = models.CharField(max_length=20)
    ratified_by = models.ForeignKey(
        "assembly.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="ratifications"
    )
    """The decision that ratified a provisional approval (緊急承認の追認)."""
    rules = models.JSONField()
    """The rules of approval on the day of decision (gate facts: ApprovalRules)."""
    departure = models.JSONField(null=True, blank=True)
    """The vote to depart from the board's opinion, where it was departed from."""
    decided_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "line",
            "decision",
            "is_approved",
            "is_provisional",
            "reasons",
            "items",
            "purpose",
            "data_class",
            "ratified_by",
            "rules",
            "departure",
            "decided_on",
            "valid_until",
            "recorded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = _("approval to use")

    def __str__(self) -> str:
        return f"{self.line} {self.decided_on}"


class ProviderDecision(models.Model):
    """The holder's own decision (提供決定); append-only."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="provider_decisions")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    file_number = models.CharField(_("file number"), max_length=60)
    is_accepted = models.BooleanField()
    ground = models.CharField(_("legal ground"), max_length=40)
    harm = models.CharField(_("judgement of harm"), max_length=20, choices=Harm)
    reasons = models.TextField(_("reasons"))
    items = models.JSONField(default=list)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "line",
            "organ",
            "file_number",
            "is_accepted",
            "ground",
            "harm",
            "reasons",
            "items",
            "decided_on",
            "recorded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = _("provider's decision")
        constraints = (models.CheckConstraint(condition=Q(harm__in=Harm.values), name="provider_harm_known"),)

    def __str__(self) -> str:
        return self.file_number


class Agreement(models.Model):
    """What provider and recipient signed or published (データ利用契約・覚書)."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=30, choices=AgreementKind)
    reference = models.CharField(_("contract number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    terminated_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "line",
            "kind",
            "reference",
            "signed_on",
            "valid_from",
            "valid_until",
            "terminated_at",
            "recorded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = _("agreement")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AgreementKind.values), name="agreement_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="agreement_period"
            ),
        )

    def __str__(self) -> str:
        return self.reference


class Condition(models.Model):
    """A binding condition of approval (承認条件): precedent to the grant, or continuing."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="conditions")
    reference = models.CharField(max_length=30)
    text = models.TextField()
    is_precedent = models.BooleanField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conditions")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=ConditionState, default=ConditionState.OPEN)
    evidence = models.TextField(blank=True)
    evidence_at = models.DateTimeField(null=True, blank=True)
    evidence_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    check_note = models.TextField(blank=True)
    waived_by_decision = models.CharField(max_length=40, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "line",
            "reference",
            "text",
            "is_precedent",
            "owner",
            "due_on",
            "state",
            "evidence",
            "evidence_at",
            "evidence_by",
            "checked_at",
            "checked_by",
            "check_note",
            "waived_by_decision",
        }
    )

    class Meta:
        verbose_name = _("condition of approval")
        constraints = (
            models.UniqueConstraint(fields=["line", "reference"], name="condition_reference_once"),
            models.CheckConstraint(
                condition=Q(state__in=ConditionState.values), name="condition_state_known"
            ),
            models.CheckConstraint(
                condition=Q(evidence_at__isnull=True, evidence_by__isnull=True)
                | Q(evidence_at__isnull=False, evidence_by__isnull=False),
                name="condition_evidence_pair",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="condition_checked_pair",
            ),
        )

    def __str__(self) -> str:
        return self.reference
