"""Events, their projection, receipts, and what paper and imports leave behind."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.enums import ConsentState, EventKind, ProxyKind, Route
from consent.models.notices import ConsentItem, NoticeVersion
from core.accounts.enums import Assurance
from core.crypto.fields import SealedTextField

USER = "accounts.User"
PERSON = "accounts.Person"


class ImportBatch(models.Model):
    """One taking over of earlier consents, by a decision that the texts are equivalent."""

    item = models.ForeignKey(ConsentItem, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 over the canonical list of what was taken over, committed to the ledger."""
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"imported_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"item", "decision", "count", "digest", "imported_at"})

    class Meta:
        verbose_name = _("taking over of earlier consents")

    def __str__(self) -> str:
        return f"{self.item} {self.decision}: {self.count}"


class ConsentEvent(models.Model):
    """One thing that happened to one choice of one person. Append-only: guarded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    choice = models.UUIDField()
    """The choice's identity through the versions: the state is folded over (person, choice)."""
    item = models.ForeignKey(ConsentItem, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    """Position in the history of (person, choice), from 1."""
    kind = models.CharField(max_length=12, choices=EventKind)
    route = models.CharField(max_length=10, choices=Route)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    """End of a consent given or renewed here, or brought forward."""
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proxy = models.ForeignKey(
        "consent.Proxy", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assurance = models.CharField(max_length=20, choices=Assurance, default=Assurance.LOW)
    notice_digest = models.CharField(max_length=64)
    record_number = models.CharField(max_length=100, blank=True)
    """Number of the record in the provider's system, where the event came from there."""
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    decision = models.CharField(max_length=60, blank=True)
    """Reference of the decision behind a revocation, an invalidation or a taking over."""
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "entered_by", "proxy"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "choice",
            "item",
            "sequence",
            "kind",
            "route",
            "at",
            "until",
            "assurance",
            "notice_digest",
            "record_number",
            "idempotency_key",
            "decision",
            "batch",
        }
    )

    class Meta:
        verbose_name = _("consent event")
        constraints = (
            models.UniqueConstraint(fields=["person", "choice", "sequence"], name="event_sequence_once"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="event_route_known"),
            models.CheckConstraint(condition=Q(assurance__in=Assurance.values), name="event_assurance_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True)
                | Q(until__gt=F("at"), kind__in=["given", "renewed", "shortened"]),
                name="event_until_after",
            ),
        )
        indexes = (models.Index(fields=["item", "kind", "at"], name="event_item_kind_at"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} {self.person_id}"


class Consent(models.Model):
    """Where one choice of one person stands: the projection of the events, rebuilt from them at any time."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="consents")
    choice = models.UUIDField()
    item = models.ForeignKey(ConsentItem, on_delete=models.PROTECT, related_name="consents")
    """The choice in the version that the last answer was about."""
    state = models.CharField(max_length=12, choices=ConsentState)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField()
    last_event = models.UUIDField()
    represented = models.BooleanField(default=False)
    """The last answer was given by somebody acting for the person."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "state", "since", "until"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"choice", "item", "sequence", "last_event", "represented"}
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = (
            models.UniqueConstraint(fields=["person", "choice"], name="consent_once"),
            models.CheckConstraint(condition=Q(state__in=ConsentState.values), name="consent_state_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="consent_until_after"
            ),
        )
        indexes = (
            models.Index(fields=["item", "state", "person", "until"], name="consent_item_state"),
            models.Index(fields=["until"], condition=Q(state="in_force"), name="consent_due"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id} {self.state}"


class Receipt(models.Model):
    """The receipt (同意控え) handed to the person at once. Immutable: guarded. Holds no name."""

    number = models.CharField(max_length=20, unique=True)
    """Random, not guessable: K7M4-2QXP-93TD."""
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="receipts")
    version = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    document = models.JSONField()
    """ISO/IEC TS 27560 receipt as JSON-LD in the DPV profile; the person is an opaque key in it, nothing else."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the canonical JSON of the document, committed to the ledger."""
    promise = models.JSONField()
    """The ledger's signed promise of inclusion."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"number", "version", "issued_at", "document", "digest", "promise"}
    )

    class Meta:
        verbose_name = _("receipt")
        indexes = (models.Index(fields=["person", "-issued_at"], name="receipt_person"),)

    def __str__(self) -> str:
        return self.number


class PaperEntry(models.Model):
    """A paper form or a word at the counter, typed by staff. Erasable: the events do not depend on it."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="paper_entries")
    version = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="+")
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="paper", null=True)
    answers = models.JSONField()
    """Code of the choice -> what is marked."""
    spoken = models.BooleanField(default=False)
    """A word at the counter: nothing was signed."""
    signed_on = models.DateField()
    typed_at = models.DateTimeField()
    typed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    witness = SealedTextField()
    scan_digest = models.CharField(max_length=64, blank=True)
    scan = models.CharField(max_length=80, blank=True)
    """Key of the scan in the file store."""
    signed_as = models.CharField(max_length=12, choices=ProxyKind, blank=True)
    """Who signed, when not the person."""
    also_signed = models.ManyToManyField("consent.Proxy", blank=True, related_name="+")
    """By which registrations others signed with them: the second parent."""
    layer = models.CharField(max_length=4, default="ja")
    """Text layer of the copy for the person (ja, easy, en)."""
    copy_sent_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"person", "answers", "typed_by", "witness", "scan", "undone_by", "signed_as", "also_signed"}
    )
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "version",
            "receipt",
            "spoken",
            "signed_on",
            "typed_at",
            "scan_digest",
            "layer",
            "copy_sent_at",
            "undo_until",
            "undone_at",
        }
    )

    class Meta:
        verbose_name = _("paper entry")
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_as="") | Q(signed_as__in=ProxyKind.values), name="paper_signed_as_known"
            ),
            models.CheckConstraint(condition=Q(undo_until__gt=F("typed_at")), name="paper_undo_after"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("typed_at")),
                name="paper_undone_after",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_by__isnull=False), name="paper_undone_by"
            ),
            models.CheckConstraint(
                condition=Q(copy_sent_at__isnull=True) | Q(copy_sent_at__gte=F("typed_at")),
                name="paper_copy_after",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.typed_at:%Y-%m-%d}"

    @property
    def gives(self) -> bool:
        """Was anything agreed to? Only that can be undone."""
        return "give" in self.answers.values()
