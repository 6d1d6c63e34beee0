"""Users, natural persons and the bodies that hold or receive data."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Assurance, LinkMethod, Regime
from core.crypto.fields import SealedJSONField, SealedTextField


class Accounts(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A user who signs in with ``email``."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """An operator of the whole installation."""
        return self.create_user(email, password, is_staff=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. ``is_staff`` marks an operator of the installation (law tables, councils)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    """Language of mails; set by the language switch."""
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"email", "name", "last_login", "date_joined"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"password", "language", "is_superuser", "is_active", "is_staff"}
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.CheckConstraint(condition=Q(language__in=["ja", "en"]), name="user_language_known"),
        )

    def __str__(self) -> str:
        return self.name or self.email


class Council(models.Model):
    """The tenant (協議会): every governed object belongs to exactly one."""

    slug = models.SlugField(max_length=40, unique=True)
    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    short_name_ja = models.CharField(max_length=40, blank=True)
    """Prefix of decision numbers: 汐見協 gives 汐見協第24号."""
    office_ja = models.CharField(max_length=200, blank=True)
    office_en = models.CharField(max_length=200, blank=True)
    address_ja = models.CharField(max_length=300, blank=True)
    """As letters have it: the postal code and the place of the secretariat."""
    address_en = models.CharField(max_length=300, blank=True)
    contact = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "slug",
            "name_ja",
            "name_en",
            "short_name_ja",
            "office_ja",
            "office_en",
            "address_ja",
            "address_en",
            "contact",
            "created_at",
        }
    )

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        permissions = (
            ("role_secretary", "secretariat"),
            ("role_approver", "approver of drafts"),
            ("role_chair", "chair"),
            ("role_auditor", "auditor"),
            ("role_assessor", "assessor of privacy risk"),
            ("role_member", "member of the council"),
            ("role_reviewer", "seated on a board of the council"),
        )

    def __str__(self) -> str:
        return self.name_ja


class Organisation(models.Model):
    """A legal entity (団体). Shared by councils; membership is governance's."""

    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    regime = models.CharField(max_length=30, choices=Regime)
    is_academic = models.BooleanField(default=False)
    """学術研究機関等."""
    country = models.CharField(max_length=2, default="JP")
    address = models.CharField(max_length=300, blank=True)
    representative = models.CharField(max_length=100, blank=True)
    """Title and name of the legal representative, as provision records ask for."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"representative"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"name_ja", "name_en", "corporate_number", "regime", "is_academic", "country", "address"}
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions = (("role_representative", "representative"), ("role_data_officer", "data officer"))
        constraints = (
            models.CheckConstraint(condition=Q(regime__in=Regime.values), name="organisation_regime_known"),
            models.UniqueConstraint(
                fields=["corporate_number"],
                condition=~Q(corporate_number=""),
                name="organisation_number_once",
            ),
        )

    def __str__(self) -> str:
        return self.name_ja


class Organ(models.Model):
    """An organ of an organisation (実施機関): provider, recipient and addressee of rights requests.

    A public body acts through several; a company has one, itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="organs")
    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    regime = models.CharField(max_length=30, choices=Regime)
    representative = models.CharField(max_length=200, blank=True)
    """Title and name of who stands for the organ, where that is not who stands for the organisation (教育長)."""
    last_on = models.DateField(null=True, blank=True)
    """Its last day, where it was or will be abolished. What it began is handed over or ended; nothing new begins."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"organisation", "name_ja", "name_en", "regime", "representative", "last_on"}
    )

    class Meta:
        verbose_name = _("organ")
        verbose_name_plural = _("organs")
        permissions = (("role_data_officer", "data officer"),)
        constraints = (
            models.CheckConstraint(condition=Q(regime__in=Regime.values), name="organ_regime_known"),
            models.UniqueConstraint(fields=["organisation", "name_ja"], name="organ_name_once"),
        )

    def __str__(self) -> str:
        return self.name_ja

    @property
    def head(self) -> str:
        """Title and name of who stands for the organ: whoever is named for it, else the legal representative where the
        organ is the organisation itself or is called by that one's office (市長). A board of education is not headed
        by the mayor: empty until somebody is named."""
        if self.representative:
            return self.representative
        whole = self.organisation
        title = whole.representative.split()[0] if whole.representative.strip() else ""
        own = self.name_ja == whole.name_ja or (title and title in self.name_ja.removeprefix(whole.name_ja))
        return whole.representative if own else ""


class StaffOrigin(models.Model):
    """From which organisation somebody of a council's secretariat comes (出向元); without a row that has not ended they
    are the council's own staff. Who said so is in the ledger."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="staff_origins")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff_origins")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was corrected, or the role ended."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "organisation"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"council", "since", "ended_at"})

    class Meta:
        verbose_name = _("where somebody of the secretariat comes from")
        constraints = (
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(ended_at__isnull=True), name="staff_origin_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("since")),
                name="staff_origin_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} @ {self.council}"


class Person(models.Model):
    """A natural person (本人) as one council knows them; may have no login.

    ``key`` is random and says nothing. Identifiers are sealed; there is no search by name.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="persons")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="persons")
    identifiers = SealedJSONField(null=True, blank=True)
    """Sealed JSON: name, kana, birth_date (ISO 8601), address; absent where the council needs none."""
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    joined_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )
    """The person this one turned out to be: receipts and history from before are shown with theirs."""
    created_at = models.DateTimeField(auto_now_add=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"user", "identifiers", "birth_year", "key", "joined_into"}
    )
    plain_fields: ClassVar[frozenset[str]] = frozenset({"council", "created_at"})

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = (
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(user__isnull=False), name="person_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.key)[:8]


class SubjectLink(models.Model):
    """The id under which a holder knows a person (利用者連携). Never made by comparing names and birthdays."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    holder = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="subject_links")
    identifier = SealedTextField()
    identifier_hash = models.BinaryField(max_length=32)
    """Of :func:`core.accounts.subjects.subject_hash`: exact matching of a holder's id within the person's council."""
    method = models.CharField(max_length=20, choices=LinkMethod)
    assurance = models.CharField(max_length=20, choices=Assurance)
    linked_at = models.DateTimeField()
    unlinked_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "identifier", "identifier_hash"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"holder", "method", "assurance", "linked_at", "unlinked_at"}
    )

    class Meta:
        verbose_name = _("link to a holder's id")
        constraints = (
            models.CheckConstraint(condition=Q(method__in=LinkMethod.values), name="link_method_known"),
            models.CheckConstraint(condition=Q(assurance__in=Assurance.values), name="link_assurance_known"),
            models.UniqueConstraint(
                fields=["holder", "identifier_hash"],
                condition=Q(unlinked_at__isnull=True),
                name="link_holder_id_once",
            ),
            models.UniqueConstraint(
                fields=["person", "holder"],
                condition=Q(unlinked_at__isnull=True),
                name="link_person_holder_once",
            ),
            models.CheckConstraint(
                condition=Q(unlinked_at__isnull=True) | Q(unlinked_at__gte=models.F("linked_at")),
                name="link_dates",
            ),
        )
        indexes = (
            models.Index(
                fields=["holder", "unlinked_at"], condition=Q(unlinked_at__isnull=False), name="link_ended"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} @ {self.holder}"


class IdentityReveal(models.Model):
    """Somebody of the secretariat looked at who a person is, and why.

    Goes with the person when that is erased; the evidence is the ledger entry, which commits to the reason.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reveals")
    revealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revealed_at = models.DateTimeField()
    reason = SealedTextField()
    reason_salt = models.BinaryField(max_length=16)
    """Salt of the commitment to the reason that the ledger holds."""

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "revealed_by", "reason"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"revealed_at", "reason_salt"})

    class Meta:
        verbose_name = _("look at an identity")

    def __str__(self) -> str:
        return f"{self.person} {self.revealed_at:%Y-%m-%d}"
