"""What the review leaves behind: findings, and declarations that take residual risk on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.roles import Role
from pia.enums import LevelName, Section
from pia.models.assessments import Assessment


class Finding(models.Model):
    """What a reviewer asks to be put right, and the assessor's answer; rounds are kept side by side."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    round = models.PositiveSmallIntegerField()
    section = models.CharField(_("section"), max_length=20, choices=Section)
    text = models.TextField(_("finding"))
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"raised_by", "answered_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "round", "section", "text", "raised_at", "answer", "answered_at"}
    )

    class Meta:
        verbose_name = _("finding")
        ordering = ("round", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(section__in=Section.values), name="pia_finding_section_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="pia_finding_answered_at_by",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment} {self.round}-{self.pk}"


class Acceptance(models.Model):
    """An acceptance statement (29134, 3.1): a post takes responsibility for what stays high. Immutable."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="acceptances")
    round = models.PositiveSmallIntegerField()
    """It speaks for what was submitted in this round only."""
    risks = models.JSONField()
    """Numbers of the risks accepted."""
    level = models.CharField(max_length=10, choices=LevelName)
    """The highest residual level among them."""
    capacity = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in (Role.CHAIR, Role.APPROVER)]
    )
    """The role in which it was declared."""
    statement = models.TextField()
    content_digest = models.CharField(max_length=64)
    """Of the content that was accepted."""
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"accepted_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "round", "risks", "level", "capacity", "statement", "content_digest", "accepted_at"}
    )

    class Meta:
        verbose_name = _("acceptance statement")
        constraints = (
            models.CheckConstraint(
                condition=Q(level__in=LevelName.values), name="pia_acceptance_level_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=[Role.CHAIR.value, Role.APPROVER.value]),
                name="pia_acceptance_capacity_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment} {self.round}"
