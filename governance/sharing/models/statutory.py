"""Provisions that a law requires (法令に基づく提供): they go past the board, into a record of their own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Regime
from core.accounts.models import Council, Organ
from governance.sharing.enums import DataClass, StatutoryState, ToldPerson


class StatutoryProvision(models.Model):
    """Who asked, under which statute and article, what, when, who decided at the provider, and who checked it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="statutory_provisions")
    provider = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="statutory_provisions")
    reference = models.CharField(max_length=20)
    requester = models.CharField(_("who asked"), max_length=200)
    requester_regime = models.CharField(_("kind of body that asked"), max_length=30, choices=Regime)
    letter = models.CharField(_("number of its letter"), max_length=100)
    asked_on = models.DateField(_("asked on"))
    statute = models.CharField(_("statute"), max_length=200)
    article = models.CharField(_("article"), max_length=100)
    data_class = models.CharField(_("class of data"), max_length=20, choices=DataClass)
    what = models.TextField(_("what was asked for"), max_length=2000)
    persons = models.PositiveIntegerField(_("number of persons"), null=True, blank=True)
    judgement = models.TextField(_("why the provider has to or may provide"), max_length=2000, blank=True)
    told = models.CharField(_("are the persons told?"), max_length=10, choices=ToldPerson, blank=True)
    told_reason = models.CharField(_("why not, or how"), max_length=300, blank=True)
    holds_looked_at = models.BooleanField(_("holds were looked at"), default=False)
    """Did the provider look whether the use is stopped, or a person protected, of those whom it is about?"""
    held = models.PositiveIntegerField(_("of them held"), null=True, blank=True)
    file_number = models.CharField(_("file number"), max_length=60, blank=True)
    ground = models.CharField(max_length=40, blank=True)
    """Row of the law table in force when it was decided."""
    record_form = models.CharField(max_length=40, blank=True)
    record_exempt = models.BooleanField(default=False)
    """Does the law itself ask for no record of it? The council keeps this one all the same."""
    state = models.CharField(max_length=10, choices=StatutoryState, default=StatutoryState.DRAFTED)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_reason = models.CharField(max_length=300, blank=True)
    provided_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    """Since when its words are gone, as the time of keeping was over; number, statute and days stay."""
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"what", "judgement", "told_reason"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "provider",
            "reference",
            "requester",
            "requester_regime",
            "letter",
            "asked_on",
            "statute",
            "article",
            "data_class",
            "persons",
            "holds_looked_at",
            "held",
            "told",
            "file_number",
            "ground",
            "record_form",
            "record_exempt",
            "state",
            "drafted_at",
            "drafted_by",
            "decided_at",
            "decided_by",
            "checked_at",
            "checked_by",
            "returned_reason",
            "provided_on",
            "erased_at",
            "erased_by",
        }
    )

    class Meta:
        verbose_name = _("provision required by law")
        verbose_name_plural = _("provisions required by law")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="statutory_reference_once"),
            models.CheckConstraint(
                condition=Q(state__in=StatutoryState.values), name="statutory_state_known"
            ),
            models.CheckConstraint(
                condition=Q(requester_regime__in=Regime.values), name="statutory_regime_known"
            ),
            models.CheckConstraint(
                condition=Q(data_class__in=DataClass.values), name="statutory_class_known"
            ),
            models.CheckConstraint(
                condition=Q(told__in=["", *ToldPerson.values]), name="statutory_told_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="statutory_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="statutory_checked_pair",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("decided_by")),
                name="statutory_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | Q(erased_at__isnull=False, erased_by__isnull=False),
                name="statutory_erased_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.requester}"
