"""Actual provisions, who was in them, what the law asks to record, and how they end."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council, Organisation, Person
from governance.sharing.enums import (
    Certified,
    DeliveryState,
    DisposalMethod,
    Manner,
    PursuitCause,
    PursuitOutcome,
)
from governance.sharing.models.grants import Grant


class Delivery(models.Model):
    """One provision under a grant (提供): a release list to the holder, and the record that it went."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="deliveries")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="deliveries")
    reference = models.CharField(max_length=20)
    items = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.PREPARING)
    persons = models.PositiveIntegerField(null=True, blank=True)
    """How many persons are on the list: prepared, then released."""
    prepared_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    manner = models.CharField(max_length=10, choices=Manner, default=Manner.EACH)
    """How the provision is recorded."""
    erased_at = models.DateTimeField(null=True, blank=True)
    """When the rows of single persons were erased, their time being over; number and evidence stay."""
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "grant",
            "reference",
            "items",
            "state",
            "manner",
            "erased_at",
            "erased_by",
            "persons",
            "prepared_at",
            "created_by",
            "released_at",
            "released_by",
            "confirmed_at",
            "confirmed_by",
            "created_at",
        }
    )

    class Meta:
        verbose_name = _("delivery")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="delivery_reference_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.UniqueConstraint(
                fields=["grant"], condition=Q(state__in=["preparing", "prepared"]), name="delivery_open_once"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="delivery_released_pair",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="delivery_confirmed_pair",
            ),
            models.CheckConstraint(condition=Q(manner__in=Manner.values), name="delivery_manner_known"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | Q(erased_at__isnull=False, erased_by__isnull=False, released_at__isnull=False),
                name="delivery_erased_pair",
            ),
        )
        indexes = (models.Index(fields=["council", "state", "released_at", "id"], name="delivery_newest"),)

    def __str__(self) -> str:
        return self.reference


class DeliveryPerson(models.Model):
    """One person on the list of one delivery. Rows of a prepared list are replaced at release by those who went."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="manifest")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"delivery"})

    class Meta:
        verbose_name = _("person in a delivery")
        constraints = (models.UniqueConstraint(fields=["delivery", "person"], name="delivery_person_once"),)

    def __str__(self) -> str:
        return f"{self.delivery_id}/{self.person_id}"


class ProvisionRecord(models.Model):
    """What the law asks to record of a provision (提供記録), with the record form chosen by provider, recipient
    and ground; append-only."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="record")
    form = models.CharField(max_length=60)
    """Code of the record in the dated law tables, or ``council_rule``."""
    content = models.JSONField()
    keep_until = models.DateField()
    recorded_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"delivery", "form", "content", "keep_until", "recorded_at"}
    )

    class Meta:
        verbose_name = _("provision record")

    def __str__(self) -> str:
        return f"{self.form} {self.delivery_id}"


class Pursuit(models.Model):
    """What a recipient that already holds the person's data has to do about them: after a withdrawal, a stop, or where
    what it may have has become less."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="pursuits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pursuits")
    cause = models.CharField(max_length=12, choices=PursuitCause, default=PursuitCause.WITHDRAWAL)
    items = models.JSONField(default=list, blank=True)
    """Codes of the items that it is about; empty: of all that were delivered."""
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    reminded = models.SmallIntegerField(null=True, blank=True)
    """The last reminder of the answer: days that were left, below nought when the day had passed."""
    outcome = models.CharField(max_length=20, choices=PursuitOutcome, default=PursuitOutcome.DUE)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=10, choices=DisposalMethod, blank=True)
    """How the data of this person were disposed of, where they were."""
    done_on = models.DateField(null=True, blank=True)
    confirmed_name = models.CharField(max_length=100, blank=True)
    """Post and name of whoever confirms it at the recipient."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "confirmed_name"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "delivery",
            "recipient",
            "cause",
            "items",
            "opened_at",
            "due_on",
            "reminded",
            "outcome",
            "answered_at",
            "answered_by",
            "note",
            "method",
            "done_on",
        }
    )

    class Meta:
        verbose_name = _("pursuit of a withdrawal")
        constraints = (
            models.UniqueConstraint(
                fields=["delivery", "person", "cause"],
                condition=Q(answered_at__isnull=True),
                name="pursuit_open_once",
            ),
            models.CheckConstraint(condition=Q(cause__in=PursuitCause.values), name="pursuit_cause_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=PursuitOutcome.values), name="pursuit_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(method="") | Q(method__in=DisposalMethod.values), name="pursuit_method_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, outcome="due")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="due")),
                name="pursuit_answered_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.outcome}"


class Disposal(models.Model):
    """A return or disposal certificate (返却・廃棄証明); a rejected one stays and is followed by another."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="disposals")
    method = models.CharField(max_length=10, choices=Certified)
    disposed_on = models.DateField(_("disposed of on"))
    witness = models.CharField(_("witness"), max_length=100, blank=True)
    """Nobody, where nothing was received."""
    description = models.TextField(_("what, where and how"), blank=True)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_verified = models.BooleanField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    check_note = models.TextField(blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"witness"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "grant",
            "method",
            "disposed_on",
            "description",
            "filed_at",
            "filed_by",
            "is_verified",
            "checked_at",
            "checked_by",
            "check_note",
        }
    )

    class Meta:
        verbose_name = _("return or disposal certificate")
        constraints = (
            models.CheckConstraint(condition=Q(method__in=Certified.values), name="disposal_method_known"),
            models.CheckConstraint(
                condition=Q(method=Certified.NOTHING) | ~Q(witness=""), name="disposal_witnessed"
            ),
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(is_verified__isnull=True) | Q(is_verified=True),
                name="disposal_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True, is_verified__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False, is_verified__isnull=False),
                name="disposal_checked_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.grant} {self.disposed_on}"
