"""Data-use requests, and each submission of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.accounts.models import Council, Organ, Organisation
from governance.sharing.enums import RequestKind, RequestState


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
    kind = models.CharField(max_length=20, choices=RequestKind, default=RequestKind.NEW)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    """The request that this one amends or renews, or of which it asks again for what was refused."""
    new_reasons = models.TextField(_("new reasons for a re-examination"), blank=True)
    is_emergency = models.BooleanField(default=False)
    minor_reason = models.TextField(_("why the change is minor"), blank=True)
    """What the secretariat found at the formal check of this turn (軽微な変更); empty where it found nothing."""
    minor_found_at = models.DateTimeField(null=True, blank=True)
    minor_found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.DRAFTED)
    turn = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    """Goes up with every change of the head: whoever saves says which one they had read."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    """Deadline of the present stage, by the rule in force."""
    concluded_at = models.DateTimeField(null=True, blank=True)
    lapse_warned_on = models.DateField(null=True, blank=True)
    """When the applicant was last told that the request lapses unless somebody touches it."""
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
            "kind",
            "follows",
            "new_reasons",
            "is_emergency",
            "minor_reason",
            "minor_found_at",
            "minor_found_by",
            "state",
            "turn",
            "revision",
            "created_by",
            "created_at",
            "submitted_at",
            "due_on",
            "concluded_at",
            "lapse_warned_on",
        }
    )

    class Meta:
        verbose_name = _("data-use request")
        verbose_name_plural = _("data-use requests")
        permissions = (("role_expert", "outside expert"),)
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="request_reference_once"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.NEW, follows__isnull=True)
                | Q(follows__isnull=False) & ~Q(kind=RequestKind.NEW),
                name="request_follows_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.REEXAMINATION) & ~Q(new_reasons="")
                | ~Q(kind=RequestKind.REEXAMINATION) & Q(new_reasons=""),
                name="request_new_reasons_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(minor_found_at__isnull=True, minor_found_by__isnull=True, minor_reason="")
                | Q(
                    minor_found_at__isnull=False,
                    minor_found_by__isnull=False,
                    kind__in=[RequestKind.AMENDMENT, RequestKind.RENEWAL],
                )
                & ~Q(minor_reason=""),
                name="request_minor_found",
            ),
        )
        indexes = (
            models.Index(fields=["council", "state", "due_on"], name="request_queue"),
            models.Index(fields=["council", "submitted_at", "id"], name="request_handed_in"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title_ja}"


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
