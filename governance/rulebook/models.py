"""Rule documents: identities of documents and provisions, editions that never change, and amendments in work."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import canonical
from core.accounts.models import Council
from governance.rulebook.enums import AmendmentState, Level


class Instrument(models.Model):
    """A rule document (規程) of one council. ``short`` stands before an article number: 規約第9条."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="instruments")
    code = models.SlugField(max_length=40)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    short_ja = models.CharField(max_length=40)
    short_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "code",
            "title_ja",
            "title_en",
            "short_ja",
            "short_en",
            "position",
            "created_at",
        }
    )

    class Meta:
        verbose_name = _("rule document")
        verbose_name_plural = _("rule documents")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["council", "code"], name="instrument_code_once"),)

    def __str__(self) -> str:
        return self.title_ja


class Provision(models.Model):
    """The identity of an article, paragraph or item; it survives rewording and renumbering."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="provisions")
    key = models.CharField(max_length=100)

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"instrument", "key"})

    class Meta:
        verbose_name = _("provision")
        constraints = (models.UniqueConstraint(fields=["instrument", "key"], name="provision_key_once"),)

    def __str__(self) -> str:
        return self.key


class Edition(models.Model):
    """The whole consolidated text from a date (版). Immutable: it is written when adopted and never changed."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    effective_on = models.DateField()
    decision_number = models.CharField(max_length=60, blank=True)
    """Public reference of the decision that adopted it; empty for the founding text."""
    reason_ja = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    """SHA-256 of the canonical JSON of the text, as committed to the ledger."""
    repeals = models.BooleanField(default=False)
    """The last edition of a document that is repealed (廃止): it has no provisions."""
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "instrument",
            "number",
            "effective_on",
            "decision_number",
            "reason_ja",
            "reason_en",
            "digest",
            "repeals",
            "adopted_at",
            "adopted_by",
        }
    )

    class Meta:
        verbose_name = _("edition")
        ordering = ("effective_on", "number")
        constraints = (
            models.UniqueConstraint(fields=["instrument", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}"


class EditionWithdrawal(models.Model):
    """An edition that was taken back before its first day: it never bound. Immutable."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="withdrawal")
    together = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("together with"),
    )
    """The edition of another document that had to be withdrawn with it, by the same decision."""
    decision_number = models.CharField(max_length=60)
    reason_ja = models.TextField()
    reason_en = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"edition", "together", "decision_number", "reason_ja", "reason_en", "withdrawn_at", "withdrawn_by"}
    )

    class Meta:
        verbose_name = _("withdrawal of an edition")

    def __str__(self) -> str:
        return str(self.edition)


class ProvisionText(models.Model):
    """What a provision says in one edition, and where it stands. Immutable."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="texts")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="texts")
    position = models.PositiveIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    branch = models.BooleanField(default=False)
    number = models.CharField(max_length=20, blank=True)
    """As the standard law XML writes it: 10_2 for 第10条の2."""
    label_ja = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    heading_ja = models.CharField(max_length=200, blank=True)
    heading_en = models.CharField(max_length=200, blank=True)
    text_ja = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    reason_ja = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "edition",
            "provision",
            "position",
            "level",
            "branch",
            "number",
            "label_ja",
            "label_en",
            "heading_ja",
            "heading_en",
            "text_ja",
            "text_en",
            "reason_ja",
            "reason_en",
        }
    )

    class Meta:
        verbose_name = _("text of a provision")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "provision"], name="text_provision_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="text_position_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="text_level_known"),
        )

    def __str__(self) -> str:
        return self.label_ja


class ProvisionSetting(models.Model):
    """What a provision fixes in one edition (規程の定め). Immutable."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="settings")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, related_name="settings")
    code = models.CharField(max_length=60)
    value = models.JSONField()

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"edition", "text", "code", "value"})

    class Meta:
        verbose_name = _("setting")
        constraints = (models.UniqueConstraint(fields=["edition", "code"], name="setting_once"),)

    def __str__(self) -> str:
        return self.code


class ProvisionBasis(models.Model):
    """An automatic verdict that rests on a provision of one edition. Immutable."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="bases")
    text = models.ForeignKey(ProvisionText, on_delete=models.PROTECT, related_name="bases")
    check_code = models.CharField(max_length=60)

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"edition", "text", "check_code"})

    class Meta:
        verbose_name = _("basis of a check")
        constraints = (models.UniqueConstraint(fields=["edition", "check_code"], name="basis_once"),)

    def __str__(self) -> str:
        return self.check_code


class FoundingText(models.Model):
    """A draft of a rule document, as TOML: of one of the first, which go once they are put in force together, or of a
    further one, which goes once it is adopted."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="founding_texts")
    code = models.SlugField(max_length=40)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "code", "text", "changed_at", "changed_by"}
    )

    class Meta:
        verbose_name = _("draft of a first rule document")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["council", "code"], name="founding_text_once"),)

    def __str__(self) -> str:
        return self.code

    @property
    def revision(self) -> str:
        """Which text this is, so that nobody writes over one that they have not seen."""
        return canonical.digest(self.text)


class Amendment(models.Model):
    """A text in work (改正案): the whole document as it would read, built on the edition ``base``."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="amendments")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=AmendmentState, default=AmendmentState.DRAFTED)
    units = models.JSONField()
    """The units of the document, JSON-ready."""
    revision = models.PositiveIntegerField(default=0)
    """Counts the changes, so that a second editor is told instead of overwriting."""
    reason_ja = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.OneToOneField(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendment",
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset()
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "instrument",
            "base",
            "state",
            "units",
            "revision",
            "reason_ja",
            "reason_en",
            "drafted_at",
            "drafted_by",
            "changed_at",
            "changed_by",
            "edition",
        }
    )

    class Meta:
        verbose_name = _("amendment")
        ordering = ("-drafted_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=AmendmentState.values),
                name="amendment_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=AmendmentState.ADOPTED, edition__isnull=False)
                | (~Q(state=AmendmentState.ADOPTED) & Q(edition__isnull=True)),
                name="amendment_adopted_has_edition",
            ),
            models.CheckConstraint(condition=Q(changed_at__gte=F("drafted_at")), name="amendment_dates"),
        )

    def __str__(self) -> str:
        return f"{self.instrument} ({self.get_state_display()})"
