"""The right to receive."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council
from governance.sharing.enums import GrantState
from governance.sharing.models.requests import RequestLine


class Grant(models.Model):
    """利用承認の効力: for a purpose and items, for a period; opened by the agreement, closed by the disposal."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="grants")
    line = models.OneToOneField(RequestLine, on_delete=models.PROTECT, related_name="grant")
    reference = models.CharField(max_length=20)
    items = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    disposal_due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=GrantState, default=GrantState.AWAITING)
    suspended_reason = models.CharField(max_length=300, blank=True)
    history_step = models.PositiveIntegerField(default=0)
    """Counts the changes of state; the idempotency key of mails about them."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "line",
            "reference",
            "items",
            "starts_on",
            "ends_on",
            "disposal_due_on",
            "state",
            "suspended_reason",
            "history_step",
            "opened_at",
            "closed_at",
        }
    )

    class Meta:
        verbose_name = _("grant")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="grant_reference_once"),
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="grant_state_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="grant_period"),
        )
        indexes = (models.Index(fields=["state", "ends_on"], name="grant_expiry"),)

    def __str__(self) -> str:
        return self.reference
