"""Who takes no part in a matter and reads nothing of it (除斥・回避)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council
from governance.assembly.enums import Interest


class Exclusion(models.Model):
    """A person kept from one subject (a public reference): its items, drafts and papers are hidden from them, and
    they are recused from every vote on it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions")
    subject = models.CharField(max_length=120, db_index=True)
    interest = models.CharField(max_length=15, choices=Interest)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "lifted_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "subject", "interest", "since", "lifted_at"}
    )

    class Meta:
        verbose_name = _("exclusion from a matter")
        constraints = (
            models.CheckConstraint(
                condition=Q(interest__in=Interest.values), name="exclusion_interest_known"
            ),
            models.UniqueConstraint(
                fields=["council", "user", "subject"],
                condition=Q(lifted_at__isnull=True),
                name="exclusion_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="exclusion_lifted_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}: {self.interest}"
