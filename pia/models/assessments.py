"""One revision of an assessment, and the roles held on it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.access.models import GrantBase
from core.accounts.models import Council
from pia.enums import OutdatedBy, Standard, State


def _both_or_neither(name: str) -> models.CheckConstraint:
    """``<name>_at`` and ``<name>_by`` are filled together."""
    at, by = f"{name}_at__isnull", f"{name}_by__isnull"
    return models.CheckConstraint(
        condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}), name=f"pia_{name}_at_by"
    )


class Assessment(models.Model):
    """A privacy impact assessment (ISO/IEC 29134). A revision is a new row that links to the former one."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="assessments")
    reference = models.CharField(max_length=20)
    """PIA-12; the same for all revisions."""
    revision = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following"
    )
    title_ja = models.CharField(_("title (Japanese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    dataset_reference = models.CharField(_("dataset"), max_length=20, blank=True)
    """Public reference of the dataset (D-01): a value, since datasets are governance's."""
    project_reference = models.CharField(_("project"), max_length=20, blank=True)
    standard = models.CharField(_("edition of the standard"), max_length=30, choices=Standard)
    state = models.CharField(max_length=20, choices=State, default=State.THRESHOLD)
    version = models.PositiveIntegerField(default=1)
    """Counts changes of this row, so that the second of two tabs is told."""

    threshold_answers = models.JSONField(default=dict, blank=True)
    """``{"persons": 8000, "triggers": ["location"]}``; empty until answered."""
    threshold_required = models.BooleanField(null=True, blank=True)
    threshold_reason = models.TextField(_("reason"), blank=True)
    threshold_article_ja = models.CharField(max_length=100, blank=True)
    """The provision that the judgement rests on, as printed on that day."""
    threshold_article_en = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    scope_ja = models.TextField(_("purpose and scope (Japanese)"), blank=True)
    scope_en = models.TextField(_("purpose and scope (English)"), blank=True)
    consulted_ja = models.TextField(_("people consulted and what they said (Japanese)"), blank=True)
    consulted_en = models.TextField(_("people consulted and what they said (English)"), blank=True)
    summary_ja = models.TextField(_("public summary (Japanese)"), blank=True)
    summary_en = models.TextField(_("public summary (English)"), blank=True)

    round = models.PositiveSmallIntegerField(default=0)
    """How many times it has been submitted for review."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the canonical content at approval: shows that nothing was altered since."""
    valid_until = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outdated_on = models.DateField(null=True, blank=True)
    outdated_reason = models.CharField(max_length=10, choices=OutdatedBy, blank=True)
    outdated_note = models.TextField(_("what happened"), blank=True)
    history = HistoricalRecords()

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"decided_by", "created_by", "submitted_by", "approved_by", "published_by"}
    )
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "reference", "revision", "previous", "title_ja", "title_en", "dataset_reference"}
        | {"project_reference", "standard", "state", "version", "threshold_answers", "threshold_required"}
        | {"threshold_reason", "threshold_article_ja", "threshold_article_en", "decided_at"}
        | {"scope_ja", "scope_en", "consulted_ja", "consulted_en", "summary_ja", "summary_en", "round"}
        | {"created_at", "submitted_at", "approved_at", "content_digest", "valid_until", "published_at"}
        | {"outdated_on", "outdated_reason", "outdated_note"}
    )

    class Meta:
        verbose_name = _("privacy impact assessment")
        verbose_name_plural = _("privacy impact assessments")
        permissions = (("role_assessor", "assessor"), ("role_reviewer", "reviewer"))
        constraints = (
            models.UniqueConstraint(fields=["council", "reference", "revision"], name="pia_revision_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="pia_state_known"),
            models.CheckConstraint(condition=Q(standard__in=Standard.values), name="pia_standard_known"),
            models.CheckConstraint(
                condition=Q(outdated_reason__in=["", *OutdatedBy.values]), name="pia_outdated_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OUTDATED, outdated_on__isnull=False) & ~Q(outdated_reason="")
                | ~Q(state=State.OUTDATED) & Q(outdated_on__isnull=True, outdated_reason=""),
                name="pia_outdated_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.PUBLISHED, State.OUTDATED])
                | Q(approved_at__isnull=False, valid_until__isnull=False) & ~Q(content_digest=""),
                name="pia_approval_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=F("created_at")),
                name="pia_submitted_after_created",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=F("approved_at")),
                name="pia_published_after_approved",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, previous__isnull=True) | Q(revision__gt=1, previous__isnull=False),
                name="pia_revision_has_previous",
            ),
            *(_both_or_neither(name) for name in ("decided", "submitted", "approved", "published")),
        )
        indexes = (
            models.Index(fields=["council", "dataset_reference"], name="pia_by_dataset"),
            models.Index(fields=["council", "state"], name="pia_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.revision})" if self.revision > 1 else self.reference


class AssessmentGrant(GrantBase):
    """Roles held on one assessment: assessor, reviewer."""

    content_object = models.ForeignKey(Assessment, on_delete=models.CASCADE)
