"""Conditions of approval, and the days that were moved."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organisation
from governance.sharing.enums import ConditionChecker, ConditionOwner, ConditionState
from governance.sharing.models.lines import RequestLine


class Condition(models.Model):
    """A binding condition of approval (承認条件): precedent to the grant, or continuing. One that comes back has a
    row for every occurrence, each with its own day."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="conditions")
    reference = models.CharField(max_length=30)
    text = models.TextField()
    is_precedent = models.BooleanField()
    owed_by = models.CharField(max_length=20, choices=ConditionOwner, default=ConditionOwner.RECIPIENT)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions"
    )
    """The organisation that owes it; none where the council's secretariat does."""
    checker = models.CharField(max_length=20, choices=ConditionChecker, default=ConditionChecker.SECRETARIAT)
    """Who sees the evidence and finds the condition met, or wanting."""
    due_on = models.DateField(null=True, blank=True)
    repeats_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a continuing condition: it is due again every so many months until the grant ends."""
    occurrence = models.PositiveSmallIntegerField(default=1)
    reminded = models.SmallIntegerField(null=True, blank=True)
    """The last reminder given: days that were left, below nought when the day had passed."""
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
    waiving_decision = models.ForeignKey(
        "assembly.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The decision by which it is waived."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "line",
            "reference",
            "text",
            "is_precedent",
            "owed_by",
            "owner",
            "checker",
            "due_on",
            "repeats_months",
            "occurrence",
            "reminded",
            "state",
            "evidence",
            "evidence_at",
            "evidence_by",
            "checked_at",
            "checked_by",
            "check_note",
            "waiving_decision",
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
                condition=Q(owed_by=ConditionOwner.SECRETARIAT, owner__isnull=True)
                | Q(owed_by__in=[ConditionOwner.RECIPIENT, ConditionOwner.PROVIDER], owner__isnull=False),
                name="condition_owner_known",
            ),
            models.CheckConstraint(
                condition=Q(checker__in=ConditionChecker.values), name="condition_checker_known"
            ),
            models.CheckConstraint(
                condition=~Q(owed_by=models.F("checker")), name="condition_owner_does_not_check"
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
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("evidence_by")),
                name="condition_checker_did_not_file",
            ),
            models.CheckConstraint(
                condition=Q(repeats_months__isnull=True) | Q(repeats_months__gt=0, is_precedent=False),
                name="condition_repeats_while_it_runs",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class ConditionExtension(models.Model):
    """A later day for a condition, by whom and why; append-only."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="extensions")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField(_("reason"))
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"condition", "from_on", "to_on", "reason", "extended_at", "extended_by"}
    )

    class Meta:
        verbose_name = _("extension of a condition")
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gt=models.F("from_on")), name="extension_is_later"),
        )

    def __str__(self) -> str:
        return f"{self.condition} {self.to_on}"


class TimeAsked(models.Model):
    """More time for a condition that its owner asked for, and the answer; the day moves only where it was agreed."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="time_asked")
    wished_on = models.DateField()
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    """The day that was set; none where more time was declined, or nobody has answered."""
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "condition",
            "wished_on",
            "reason",
            "asked_at",
            "asked_by",
            "agreed_on",
            "answer",
            "answered_at",
            "answered_by",
        }
    )

    class Meta:
        verbose_name = _("more time asked for")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="time_asked_answered_pair",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(answered_at__isnull=False),
                name="time_asked_agreed_is_answered",
            ),
            models.UniqueConstraint(
                fields=["condition"], condition=Q(answered_at__isnull=True), name="time_asked_one_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.condition} {self.wished_on}"
