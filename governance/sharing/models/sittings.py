"""How the board considers a case: at one of its meetings, or by circulation of papers (持ち回り)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import Judgement, SittingForm
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.reviews import Review

USER = settings.AUTH_USER_MODEL


class Sitting(models.Model):
    """Where the votes of one round are cast: under an item of a meeting, or by circulation until a day."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sittings")
    ballot_round = models.PositiveSmallIntegerField(default=1)
    form = models.CharField(max_length=15, choices=SittingForm)
    motion = models.ForeignKey(
        "assembly.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="sittings"
    )
    until = models.DateField(null=True, blank=True)
    """The last day of a circulation."""
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    meeting_asked_at = models.DateTimeField(null=True, blank=True)
    meeting_asked_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """A member who does not agree to the circulation: a meeting considers the case."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"arranged_by", "meeting_asked_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"review", "ballot_round", "form", "motion", "until", "arranged_at", "meeting_asked_at"}
    )

    class Meta:
        verbose_name = _("sitting of the board on a case")
        constraints = (
            models.UniqueConstraint(fields=["review", "ballot_round"], name="sitting_once_a_round"),
            models.CheckConstraint(condition=Q(form__in=SittingForm.values), name="sitting_form_known"),
            models.CheckConstraint(
                condition=Q(form=SittingForm.HELD, motion__isnull=False, until__isnull=True)
                | Q(form=SittingForm.CIRCULATED, motion__isnull=True, until__isnull=False),
                name="sitting_place",
            ),
            models.CheckConstraint(
                condition=Q(meeting_asked_at__isnull=True, meeting_asked_by__isnull=True)
                | Q(meeting_asked_at__isnull=False, meeting_asked_by__isnull=False),
                name="sitting_meeting_asked_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.review}: {self.form}"


class NoObjection(models.Model):
    """A finding on one line that nobody at the meeting objected to (異議なし); ``members`` are those present."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="without_objection")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="without_objection")
    ballot_round = models.PositiveSmallIntegerField(default=1)
    finding = models.CharField(max_length=20, choices=Judgement)
    members = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"recorded_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"review", "line", "ballot_round", "finding", "members", "recorded_at"}
    )

    class Meta:
        verbose_name = _("finding without objection")
        constraints = (
            models.UniqueConstraint(fields=["review", "line", "ballot_round"], name="no_objection_once"),
            models.CheckConstraint(
                condition=Q(finding__in=Judgement.values), name="no_objection_finding_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.line}: {self.finding}"
