"""The right to receive."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council
from governance.sharing.enums import GrantState, SuspensionCause
from governance.sharing.models.lines import RequestLine


class Grant(models.Model):
    """利用承認の効力: for a purpose and items, for a period; opened by the agreement, closed by the disposal."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="grants")
    line = models.OneToOneField(RequestLine, on_delete=models.PROTECT, related_name="grant")
    reference = models.CharField(max_length=20)
    succeeds = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor"
    )
    """The grant that ended in favour of this one."""
    items = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    disposal_due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=GrantState, default=GrantState.AWAITING)
    suspended_reason = models.CharField(max_length=300, blank=True)
    """What it is suspended by, in short: a reference, or the reason given. The suspensions say it in full."""
    revoked_from = models.DateField(null=True, blank=True)
    """The day from which a revocation takes effect; on a later day nothing flows any more."""
    revocation_reason = models.TextField(blank=True)
    revoking_decision = models.ForeignKey(
        "assembly.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The decision itself: its number may come again in another fiscal year."""
    warned = models.SmallIntegerField(null=True, blank=True)
    """The last warning of the end that was given: days that were left."""
    reminded = models.SmallIntegerField(null=True, blank=True)
    """The last reminder of the disposal: days that were left, below nought when the day had passed."""
    history_step = models.PositiveIntegerField(default=0)
    """Counts the changes of state; the idempotency key of mails about them."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)
    """When a verified certificate said that what was delivered under it is gone: its own, or that of the grant under
    which the data were held on. Until then a withdrawal is pursued, closed or not."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "line",
            "reference",
            "succeeds",
            "items",
            "starts_on",
            "ends_on",
            "disposal_due_on",
            "state",
            "suspended_reason",
            "revoked_from",
            "revocation_reason",
            "revoking_decision",
            "warned",
            "reminded",
            "history_step",
            "opened_at",
            "closed_at",
            "disposed_at",
        }
    )

    class Meta:
        verbose_name = _("grant")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="grant_reference_once"),
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="grant_state_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="grant_period"),
            models.CheckConstraint(
                condition=Q(revoked_from__isnull=True, revoking_decision__isnull=True)
                | Q(revoked_from__isnull=False, revoking_decision__isnull=False),
                name="grant_revoked_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True) | Q(state=GrantState.CLOSED),
                name="grant_disposed_is_closed",
            ),
        )
        indexes = (
            models.Index(fields=["state", "ends_on"], name="grant_expiry"),
            models.Index(
                fields=["disposed_at"], condition=Q(disposed_at__isnull=False), name="grant_disposed"
            ),
        )

    def __str__(self) -> str:
        return self.reference


class Suspension(models.Model):
    """One reason for which nothing may be delivered under a grant, from a day on, until it is lifted. The grant is
    suspended while any of its suspensions has begun and has not ended."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="suspensions")
    cause = models.CharField(max_length=12, choices=SuspensionCause)
    about = models.CharField(max_length=60, blank=True)
    """Public reference of the condition, assessment, incident or organisation; empty where it was ordered."""
    reason = models.TextField(_("reason"), blank=True)
    from_on = models.DateField()
    made_at = models.DateTimeField()
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty where the grant was suspended by itself."""
    begun_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """The day from which deliveries may go on, where it was fixed beforehand."""
    end_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "grant",
            "cause",
            "about",
            "reason",
            "from_on",
            "made_at",
            "ordered_by",
            "begun_at",
            "ends_on",
            "end_reason",
            "ended_at",
        }
    )

    class Meta:
        verbose_name = _("suspension of a grant")
        constraints = (
            models.CheckConstraint(
                condition=Q(cause__in=SuspensionCause.values), name="suspension_cause_known"
            ),
            models.UniqueConstraint(
                fields=["grant", "cause", "about"],
                condition=Q(ended_at__isnull=True) & ~Q(cause="ordered"),
                name="suspension_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(cause="ordered") | (Q(ordered_by__isnull=False) & ~Q(reason="")),
                name="suspension_ordered_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("from_on")),
                name="suspension_dates",
            ),
        )
        indexes = (models.Index(fields=["ended_at", "from_on"], name="suspension_open"),)

    def __str__(self) -> str:
        return f"{self.grant} {self.cause}"
