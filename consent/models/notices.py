"""What people are shown: notices, their drafts and their immutable versions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.enums import Language, Necessity, NoticeState

HOME = "JP"


class Notice(models.Model):
    """A notice (同意説明書) about one service; its texts live in versions."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="notices")
    reference = models.CharField(max_length=20)
    service_ja = models.CharField(max_length=100)
    service_en = models.CharField(max_length=100)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFTED)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "reference",
            "service_ja",
            "service_en",
            "title_ja",
            "title_en",
            "state",
            "created_at",
            "retired_at",
        }
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="notice_reference_once"),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, state__in=["drafted", "published"])
                | Q(retired_at__gte=models.F("created_at"), state="retired"),
                name="notice_retired_has_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title_ja}"


class NoticeDraft(models.Model):
    """The next version while it is being written; gone once published."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="draft")
    authoritative = models.CharField(max_length=2, choices=Language, default=Language.JA)
    texts = models.JSONField(default=dict)
    """Block of ISO/IEC 29184 -> layer (ja, easy, en) -> text."""
    items = models.JSONField(default=list)
    """The choices, in order; keys as the fields of ConsentItem, provider and recipient as primary keys."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"changed_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"notice", "authoritative", "texts", "items", "changed_at"}
    )

    class Meta:
        verbose_name = _("draft of a notice")
        constraints = (
            models.CheckConstraint(
                condition=Q(authoritative__in=Language.values), name="draft_language_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice.reference} (draft)"


class NoticeVersion(models.Model):
    """Exactly what a person was shown. Immutable, but that it may be found defective, once: guarded in the database."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    authoritative = models.CharField(max_length=2, choices=Language)
    texts = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the canonical JSON of texts and choices."""
    decision = models.CharField(max_length=60, blank=True)
    """Public reference of the council's decision to publish it (汐見協第24号)."""
    change_ja = models.CharField(max_length=500, blank=True)
    change_en = models.CharField(max_length=500, blank=True)
    """What is new against the version before."""
    published_at = models.DateTimeField()
    defective_at = models.DateTimeField(null=True, blank=True)
    """Since when it counts as defective: nothing flows on the consents under it, ended already or not."""
    defective_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    defective_decision = models.CharField(max_length=60, blank=True)
    """Reference of the council's decision that found it so."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"defective_by"})
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "notice",
            "number",
            "authoritative",
            "texts",
            "digest",
            "decision",
            "change_ja",
            "change_en",
            "published_at",
            "defective_at",
            "defective_decision",
        }
    )

    class Meta:
        verbose_name = _("version of a notice")
        ordering = ("notice", "number")
        constraints = (
            models.UniqueConstraint(fields=["notice", "number"], name="notice_version_once"),
            models.CheckConstraint(
                condition=Q(authoritative__in=Language.values), name="version_language_known"
            ),
            models.CheckConstraint(
                condition=Q(defective_at__isnull=True, defective_by__isnull=True, defective_decision="")
                | (
                    Q(defective_at__gte=models.F("published_at"), defective_by__isnull=False)
                    & ~Q(defective_decision="")
                ),
                name="version_defective_by_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice.reference} v{self.number}"


class ConsentItem(models.Model):
    """One choice (同意項目) of a version: one purpose x data kinds x recipient. Immutable like its version.

    ``choice`` is its identity through the versions: an answer to a later version takes the place of the
    answer to an earlier one.
    """

    version = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="items")
    choice = models.UUIDField(default=uuid.uuid4)
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    provider = models.ForeignKey("accounts.Organ", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=20)
    """Public reference of the dataset (D-01)."""
    data_items = models.JSONField()
    """Kinds of data: list of {"code", "ja", "easy", "en"}."""
    purpose = models.CharField(max_length=60)
    """Local name of the purpose in DPV."""
    purpose_words = models.JSONField()
    """The purpose in plain words: {"ja", "easy", "en"}."""
    necessity = models.CharField(max_length=10, choices=Necessity)
    retention_months = models.PositiveSmallIntegerField()
    storage_country = models.CharField(max_length=2)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "version",
            "choice",
            "code",
            "order",
            "provider",
            "recipient",
            "dataset",
            "data_items",
            "purpose",
            "purpose_words",
            "necessity",
            "retention_months",
            "storage_country",
            "valid_months",
            "valid_until",
        }
    )

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(fields=["version", "code"], name="item_code_once"),
            models.UniqueConstraint(fields=["version", "choice"], name="item_choice_once"),
            models.CheckConstraint(condition=Q(necessity__in=Necessity.values), name="item_necessity_known"),
            models.CheckConstraint(
                condition=Q(valid_months__isnull=False) | Q(valid_until__isnull=False), name="item_has_end"
            ),
        )
        indexes = (models.Index(fields=["dataset", "purpose"], name="item_dataset_purpose"),)

    def __str__(self) -> str:
        return f"{self.version} {self.code}"

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the kinds of data."""
        return frozenset(str(kind["code"]) for kind in self.data_items)

    @property
    def places(self) -> frozenset[str]:
        """Where the data may be kept by what the person is told: in the country named, and at home."""
        return frozenset({self.storage_country, HOME})

    def spoken(self) -> dict[str, Any]:
        """What the digest of the version covers of this choice."""
        return {
            "code": self.code,
            "order": self.order,
            "provider": self.provider_id,
            "recipient": self.recipient_id,
            "dataset": self.dataset,
            "data_items": self.data_items,
            "purpose": self.purpose,
            "purpose_words": self.purpose_words,
            "necessity": self.necessity,
            "retention_months": self.retention_months,
            "storage_country": self.storage_country,
            "valid_months": self.valid_months,
            "valid_until": self.valid_until,
        }
