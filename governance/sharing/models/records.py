"""What came of a delivery: what the holder handed over, what the recipient confirmed, and who looked records up."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council, Organ, Person, SubjectLink
from core.clients.models import ApiClient
from core.crypto.fields import SealedJSONField, SealedTextField
from governance.sharing.models.deliveries import Delivery


class HandOver(models.Model):
    """What the holder says that it sent under a released list; told by a person or by a machine. Append-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="hand_overs")
    key = models.CharField(max_length=60)
    """Idempotency key: the same report comes in once."""
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the ids sent, in the order of the list, each followed by a line feed; empty where none was told."""
    salt = models.BinaryField(max_length=16)
    """Salt of the commitment that the ledger holds."""
    sent_at = models.DateTimeField()
    refused = SealedJSONField(null=True, blank=True)
    """The holder's ids on the list that it did not send; they are taken off the list."""
    refused_count = models.PositiveIntegerField(default=0)
    agrees = models.BooleanField()
    """Do number and digest fit the list without the refused?"""
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField()

    personal_fields: ClassVar[frozenset[str]] = frozenset({"refused"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "delivery",
            "key",
            "count",
            "digest",
            "salt",
            "sent_at",
            "refused_count",
            "agrees",
            "client",
            "reported_by",
            "reported_at",
        }
    )

    class Meta:
        verbose_name = _("report of a hand-over")
        constraints = (
            models.UniqueConstraint(fields=["delivery", "key"], name="hand_over_once"),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=False, reported_by__isnull=False, client__isnull=True)
                | Q(reported_at__isnull=False, reported_by__isnull=True, client__isnull=False),
                name="hand_over_reported_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.count}"


class ReceiptRecord(models.Model):
    """What the recipient confirmed and recorded of a receipt (個人情報保護法 30条, 規則 22条・24条). Append-only."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="receipt")
    form = models.CharField(max_length=60)
    content = models.JSONField()
    """Provider's name, address and representative as confirmed, how it acquired the data, what consent; in words."""
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"delivery", "form", "content", "recorded_at", "recorded_by"}
    )

    class Meta:
        verbose_name = _("record of receipt")

    def __str__(self) -> str:
        return f"{self.form} {self.delivery_id}"


class RecordLookup(models.Model):
    """Somebody looked up the records about one identified person, and why (個人情報保護法 33条5項)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    """Under whose id the person was identified."""
    link = models.ForeignKey(SubjectLink, on_delete=models.PROTECT, related_name="+", null=True)
    """Under which id: what a recipient reads went under it. None only in rows older than the field whose link is not
    to be told."""
    reason = SealedTextField()
    looked_up_at = models.DateTimeField()
    looked_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "link", "reason"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"council", "holder", "looked_up_at", "looked_up_by"})

    class Meta:
        verbose_name = _("look-up of records about a person")

    def __str__(self) -> str:
        return f"{self.person} {self.looked_up_at:%Y-%m-%d}"
