"""Copies that a recipient passed on: each is accounted for before a disposal is verified."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import CopyOutcome
from governance.sharing.models.grants import Grant


class OnwardCopy(models.Model):
    """What a sub-processor, or somebody else to whom the recipient passed the data on, holds or held (再委託先など)."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="copies")
    holder = models.CharField(_("who holds it"), max_length=200)
    place = models.CharField(_("where it is held"), max_length=200, blank=True)
    listed_at = models.DateTimeField()
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty where the request had named it."""
    outcome = models.CharField(max_length=12, choices=CopyOutcome, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(_("how, and who saw it"), blank=True)
    accounted_at = models.DateTimeField(null=True, blank=True)
    accounted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "grant",
            "holder",
            "place",
            "listed_at",
            "named_by",
            "outcome",
            "done_on",
            "note",
            "accounted_at",
            "accounted_by",
        }
    )

    class Meta:
        verbose_name = _("copy passed on")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=["", *CopyOutcome.values]), name="copy_outcome_known"
            ),
            models.UniqueConstraint(fields=["grant", "holder"], name="copy_holder_once"),
            models.CheckConstraint(
                condition=Q(accounted_at__isnull=True, accounted_by__isnull=True, outcome="")
                | (Q(accounted_at__isnull=False, accounted_by__isnull=False) & ~Q(outcome="")),
                name="copy_accounted_pair",
            ),
        )

    def __str__(self) -> str:
        return self.holder
