"""Decisions, drafts for approval and the documents issued from them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council
from core.paper import FORMS, LANGUAGES
from governance.assembly.enums import Authority, DocumentKind, DraftState, Visibility
from governance.assembly.models.bodies import Body
from governance.assembly.models.meetings import Motion

USER = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """A decision of the council (決定), numbered in the fiscal year; never changed, only superseded."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="decisions")
    fiscal_year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    """As printed: 汐見協第24号. Unique within the fiscal year."""
    title_ja = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    reasons_ja = models.TextField(max_length=20000)
    reasons_en = models.TextField(max_length=20000, blank=True)
    dissent_ja = models.TextField(max_length=20000, blank=True)
    dissent_en = models.TextField(max_length=20000, blank=True)
    authority = models.CharField(max_length=10, choices=Authority)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    motion = models.ForeignKey(
        Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    article = models.JSONField(null=True, blank=True)
    """The provision that gives the power to decide."""
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    links = models.JSONField(default=list, blank=True)
    """Public references of what it rests on or concerns."""
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"recorded_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "fiscal_year",
            "serial",
            "number",
            "title_ja",
            "title_en",
            "reasons_ja",
            "reasons_en",
            "dissent_ja",
            "dissent_en",
            "authority",
            "body",
            "motion",
            "article",
            "subject",
            "links",
            "visibility",
            "supersedes",
            "decided_on",
            "recorded_at",
        }
    )

    class Meta:
        verbose_name = _("decision")
        ordering = ("-fiscal_year", "-serial")
        constraints = (
            models.UniqueConstraint(fields=["council", "fiscal_year", "serial"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="decision_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(authority__in=Authority.values), name="decision_authority_known"
            ),
            models.CheckConstraint(
                condition=~Q(authority=Authority.MOTION) | Q(motion__isnull=False),
                name="decision_rests_on_motion",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Draft(models.Model):
    """An outgoing document before and while its line of approval signs (起案・決裁).

    ``context`` is the document in every language (core.paper), frozen with its digest: what is signed is what
    is issued, as PDF and as DOCX.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    subject = models.CharField(max_length=120, db_index=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    """The decision that it tells: once of each subject, but where a draft replaces another. None where it is none."""
    title_ja = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="ja")
    """The language whose text is the authoritative one."""
    context = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    line = models.JSONField(default=list)
    """Offices that sign, in order, as the rule stood when it was drafted."""
    article = models.JSONField(null=True, blank=True)
    addressee_users = models.JSONField(default=list, blank=True)
    addressee_organisations = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=15, choices=DraftState, default=DraftState.DRAFTED)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    return_reason = models.TextField(max_length=2000, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    """What whoever drafted it again says to those who sign; not part of the document."""

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"context", "addressee_users", "prepared_by", "returned_by", "return_reason", "note"}
    )
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "kind",
            "subject",
            "decision",
            "title_ja",
            "title_en",
            "language",
            "digest",
            "line",
            "article",
            "addressee_organisations",
            "state",
            "replaces",
            "prepared_at",
            "returned_at",
        }
    )

    class Meta:
        verbose_name = _("draft for approval")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="draft_kind_known"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | Q(returned_at__gte=F("prepared_at"), returned_by__isnull=False),
                name="draft_returned_pair",
            ),
            models.UniqueConstraint(
                fields=["decision", "subject"],
                condition=Q(decision__isnull=False, replaces__isnull=True),
                name="draft_tells_decision_once",
            ),
        )

    def __str__(self) -> str:
        return self.title_ja


class Signature(models.Model):
    """One signature in a line of approval, over the digest of what was shown; never changed."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"signed_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"draft", "order", "office", "digest", "signed_at"})

    class Meta:
        verbose_name = _("signature")
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["draft", "order"], name="signature_place_once"),
            models.UniqueConstraint(fields=["draft", "signed_by"], name="signature_once_each"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.office}"


class Document(models.Model):
    """An issued document: its number and day; never changed. The file follows from a worker."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="documents")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="document")
    fiscal_year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    """As printed: 汐見協発第12号."""
    issued_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "draft", "fiscal_year", "serial", "number", "issued_at"}
    )

    class Meta:
        verbose_name = _("document")
        constraints = (
            models.UniqueConstraint(fields=["council", "fiscal_year", "serial"], name="document_number_once"),
        )

    def __str__(self) -> str:
        return self.number


class DocumentFile(models.Model):
    """One file of a document, by language and form; which file it is never changes, its bytes can be erased."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=5)
    form = models.CharField(max_length=5)
    """``pdf`` or ``docx``."""
    stored = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    rendered_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"document", "language", "form", "stored", "rendered_at"}
    )

    class Meta:
        verbose_name = _("file of a document")
        ordering = ("document", "-language", "-form")
        constraints = (
            models.UniqueConstraint(fields=["document", "language", "form"], name="document_file_once"),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES, form__in=FORMS), name="document_file_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.stored)
