"""The council's approval, the provider's decision, and the agreement."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ
from governance.sharing.enums import AgreementKind, Harm
from governance.sharing.models.lines import RequestLine


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
    conditions = models.JSONField(default=list)
    """The conditions under which it is approved: objects of ``rules.conditions.ConditionAsked``."""
    adopts_conditions = models.BooleanField(default=True)
    """Are all conditions of the board's opinion among them, none softened?"""
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
            "conditions",
            "adopts_conditions",
            "departure",
            "decided_on",
            "valid_until",
            "recorded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = _("approval to use")
        indexes = (
            models.Index(
                fields=["line"],
                name="approval_unratified",
                condition=Q(is_provisional=True, is_approved=True, ratified_by__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.decided_on}"


class ProviderDecision(models.Model):
    """The holder's own decision (提供決定); append-only."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="provider_decisions")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    signatory = models.CharField(max_length=200, blank=True)
    """Title and name of who stood for the organ on the day; empty in decisions that are older than the field."""
    file_number = models.CharField(_("file number"), max_length=60)
    is_accepted = models.BooleanField()
    takes_back = models.BooleanField(_("takes the former decision back"), default=False)
    """The holder had decided to provide, and takes that back."""
    ground = models.CharField(_("legal ground"), max_length=40)
    harm = models.CharField(_("judgement of harm"), max_length=20, choices=Harm)
    reasons = models.TextField(_("reasons"))
    items = models.JSONField(default=list)
    restriction = models.TextField(_("what is left out or restricted"), blank=True)
    """What the holder leaves out of the data besides whole items, in its words: a school district, a month. Whoever
    prepares a delivery keeps to it; no machine can."""
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "line",
            "organ",
            "signatory",
            "file_number",
            "is_accepted",
            "takes_back",
            "ground",
            "harm",
            "reasons",
            "items",
            "restriction",
            "decided_on",
            "recorded_at",
            "recorded_by",
        }
    )

    class Meta:
        verbose_name = _("provider's decision")
        constraints = (
            models.CheckConstraint(condition=Q(harm__in=Harm.values), name="provider_harm_known"),
            models.CheckConstraint(
                condition=Q(takes_back=False) | Q(is_accepted=False), name="provider_takes_back_or_accepts"
            ),
        )

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
    terminated_from = models.DateField(_("ended with effect from"), null=True, blank=True)
    """The first day on which it is no longer in force, where it ends before its last day."""
    termination_reason = models.TextField(_("why it ends"), blank=True)
    terminated_at = models.DateTimeField(null=True, blank=True)
    terminated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            "terminated_from",
            "termination_reason",
            "terminated_at",
            "terminated_by",
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
            models.CheckConstraint(
                condition=Q(
                    terminated_at__isnull=True,
                    terminated_by__isnull=True,
                    terminated_from__isnull=True,
                    termination_reason="",
                )
                | Q(terminated_at__isnull=False, terminated_by__isnull=False, terminated_from__isnull=False)
                & ~Q(termination_reason=""),
                name="agreement_terminated_whole",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class AgreementText(models.Model):
    """The text of an agreement as it was concluded, in every language (core.paper, frozen); append-only. Those
    recorded before texts were kept have none."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="text")
    papers = models.JSONField()
    """It names who stood for the parties by their office, as the record of a provision does."""

    plain_fields: ClassVar[frozenset[str]] = frozenset({"agreement", "papers"})

    class Meta:
        verbose_name = _("text of an agreement")

    def __str__(self) -> str:
        return str(self.agreement)


class EndCalledOff(models.Model):
    """An agreement that was to end before its last day goes on after all, and why; append-only."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="ends_called_off")
    was_to_end = models.DateField(_("was to end with effect from"))
    was_to_end_as = models.TextField(_("why it was to end"))
    reason = models.TextField(_("reason"))
    called_off_at = models.DateTimeField()
    called_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"agreement", "was_to_end", "was_to_end_as", "reason", "called_off_at", "called_off_by"}
    )

    class Meta:
        verbose_name = _("end of an agreement called off")

    def __str__(self) -> str:
        return f"{self.agreement} {self.was_to_end}"
