"""Staff with an interest in a case, and the second person who checks what they do in it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import Interest
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.requests import SharingRequest

USER = settings.AUTH_USER_MODEL


class StaffInterest(models.Model):
    """A conflict of interest of somebody of the secretariat in one case; it stays on record."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="staff_interests")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    interest = models.CharField(max_length=20, choices=Interest)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "note", "recorded_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"request", "interest", "recorded_at"})

    class Meta:
        verbose_name = _("interest of staff")
        constraints = (
            models.UniqueConstraint(fields=["request", "user"], name="staff_interest_once"),
            models.CheckConstraint(
                condition=Q(interest__in=Interest.values) & ~Q(interest=Interest.NONE),
                name="staff_interest_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request}: {self.interest}"


class CaseKeeper(models.Model):
    """Who of the secretariat looks after a case (担当); the ledger keeps who did before."""

    request = models.OneToOneField(SharingRequest, on_delete=models.PROTECT, related_name="keeper")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    assigned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "assigned_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"request", "since"})

    class Meta:
        verbose_name = _("keeper of a case")

    def __str__(self) -> str:
        return f"{self.request}: {self.user}"


class SecondCheck(models.Model):
    """One act that somebody with an interest wants to do, and the other person who checked it beforehand; good
    for this act on this submission only, and once."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="second_checks")
    turn = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=40)
    line = models.ForeignKey(
        RequestLine, on_delete=models.PROTECT, null=True, blank=True, related_name="second_checks"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    """When the act was done; doing it again needs another check."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"asked_by", "checked_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"request", "turn", "verb", "line", "asked_at", "checked_at", "used_at"}
    )

    class Meta:
        verbose_name = _("check by a second person")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["request", "turn", "verb", "line", "asked_by"],
                condition=Q(used_at__isnull=True),
                nulls_distinct=False,
                name="second_check_once",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(checked_at__isnull=False),
                name="second_check_used_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="second_check_pair",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("asked_by")),
                name="second_check_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request}: {self.verb}"
