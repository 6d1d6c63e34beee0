"""Questions of the board and the secretariat to the applicant, and the time for which a deadline stood still."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import AskedAs, ClockReason
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.requests import SharingRequest
from governance.sharing.models.reviews import Review

USER = settings.AUTH_USER_MODEL


class Question(models.Model):
    """One question to the applicant (照会) and its answer, about one line or the whole request; the applicant
    sees in whose name it was asked, not who asked."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="questions")
    line = models.ForeignKey(
        RequestLine, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    asked_as = models.CharField(max_length=20, choices=AskedAs)
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"asked_by", "answered_by", "withdrawn_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"review", "line", "asked_as", "text", "asked_at", "answer", "answered_at", "withdrawn_at"}
    )

    class Meta:
        verbose_name = _("question to the applicant")
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(asked_as__in=AskedAs.values), name="question_asked_as_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="question_answered_pair",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="question_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="question_answered_or_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        """Does it still wait for its answer?"""
        return self.answered_at is None and self.withdrawn_at is None


class ClockStop(models.Model):
    """A time for which the deadline of a request stood still, waiting for the applicant: it moved by as many
    business days as were waited."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="clock_stops")
    reason = models.CharField(max_length=20, choices=ClockReason)
    stopped_on = models.DateField()
    due_on = models.DateField()
    """The deadline when the clock stopped."""
    resumed_on = models.DateField(null=True, blank=True)
    waited = models.PositiveSmallIntegerField(null=True, blank=True)
    """Business days, once the clock runs again."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"request", "reason", "stopped_on", "due_on", "resumed_on", "waited"}
    )

    class Meta:
        verbose_name = _("stop of the clock")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=ClockReason.values), name="clock_reason_known"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(resumed_on__isnull=True), name="clock_stopped_once"
            ),
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True, waited__isnull=True)
                | Q(resumed_on__gte=models.F("stopped_on"), waited__isnull=False),
                name="clock_resumed_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request} {self.stopped_on}"
