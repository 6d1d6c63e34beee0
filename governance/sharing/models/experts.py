"""Outside experts (外部有識者) whom the board asks about one case: no seat, no vote, a written comment."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.models import GrantBase
from governance.sharing.enums import Interest
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.requests import SharingRequest
from governance.sharing.models.reviews import Review

USER = settings.AUTH_USER_MODEL


class RequestGrant(GrantBase):
    """Roles held on one request: an outside expert holds nothing else in the council."""

    content_object = models.ForeignKey(SharingRequest, on_delete=models.CASCADE)


class OutsideExpert(models.Model):
    """The invitation of one expert to one review; it ends when it is taken back or the review closes."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="experts")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="expert_invitations")
    reason = models.TextField(_("why this expert is asked"))
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    interest = models.CharField(max_length=20, choices=Interest, blank=True)
    interest_note = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    is_recused = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("why the invitation was taken back"), blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "interest_note", "invited_by", "ended_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "review",
            "reason",
            "invited_at",
            "interest",
            "declared_at",
            "is_recused",
            "ended_at",
            "end_reason",
        }
    )

    class Meta:
        verbose_name = _("outside expert")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["review", "user"], condition=Q(ended_at__isnull=True), name="expert_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(interest__in=["", *Interest.values]), name="expert_interest_known"
            ),
            models.CheckConstraint(
                condition=Q(interest="", declared_at__isnull=True)
                | (~Q(interest="") & Q(declared_at__isnull=False)),
                name="expert_declared_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="expert_ended_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.review}: {self.user}"


class ExpertComment(models.Model):
    """What an expert told the board about one line, or about the whole request; append-only."""

    expert = models.ForeignKey(OutsideExpert, on_delete=models.PROTECT, related_name="comments")
    line = models.ForeignKey(
        RequestLine, on_delete=models.PROTECT, null=True, blank=True, related_name="expert_comments"
    )
    text = models.TextField(_("comment"))
    given_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"expert", "line", "text", "given_at"})

    class Meta:
        verbose_name = _("comment of an outside expert")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]
