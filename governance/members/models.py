"""Tables of membership: who belongs, who acts for them, what they promised and what they owe."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council, Organisation
from governance.members.enums import (
    OPEN_STATES,
    BlockScope,
    BlockState,
    DelegateKind,
    DutyKind,
    MembershipState,
    OfficeKind,
)


class Membership(models.Model):
    """An organisation in a council (会員). ``votes`` is fixed by the rule on admission."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    member_class = models.CharField(max_length=30)
    votes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=MembershipState, default=MembershipState.APPLIED)
    state_reason = models.CharField(max_length=500, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    """The decision that the present state rests on."""
    suspended_until = models.DateField(_("suspended until"), null=True, blank=True)
    """The last day of a suspension; it ends by itself. Those of before have none."""
    motive = models.TextField(max_length=2000, blank=True)
    """What the organisation wants to do in the council (入会の動機)."""
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    admitted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"applied_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "organisation",
            "member_class",
            "votes",
            "state",
            "state_reason",
            "decision_number",
            "suspended_until",
            "motive",
            "applied_at",
            "admitted_on",
            "ended_on",
        }
    )

    class Meta:
        verbose_name = _("membership")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=MembershipState.values), name="membership_state_known"
            ),
            models.UniqueConstraint(
                fields=["council", "organisation"],
                condition=Q(state__in=OPEN_STATES),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(admitted_on__isnull=True)
                | Q(ended_on__gte=F("admitted_on")),
                name="membership_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "suspended"]) | Q(admitted_on__isnull=False),
                name="membership_admitted_has_date",
            ),
            models.CheckConstraint(
                condition=Q(suspended_until__isnull=True) | Q(state="suspended"),
                name="membership_suspended_until_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} @ {self.council}"


class Delegate(models.Model):
    """A user who acts for a member: its representative or a deputy (代理出席). ``post`` is set where the
    place goes with a post (充て職) and so follows a reshuffle."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="delegates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    kind = models.CharField(max_length=15, choices=DelegateKind)
    post_ja = models.CharField(max_length=100, blank=True)
    post_en = models.CharField(max_length=100, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "post_ja", "post_en"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"membership", "kind", "from_on", "until_on"})

    class Meta:
        verbose_name = _("delegate")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DelegateKind.values), name="delegate_kind_known"),
            models.UniqueConstraint(
                fields=["membership", "user"], condition=Q(until_on__isnull=True), name="delegate_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="delegate_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.membership}"


class Pledge(models.Model):
    """Acceptance of one edition of the participation rules (誓約); never changed."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="pledges")
    instrument = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    text_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the canonical text that was accepted."""
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"accepted_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"membership", "instrument", "edition", "text_digest", "accepted_at"}
    )

    class Meta:
        verbose_name = _("pledge")
        constraints = (
            models.UniqueConstraint(fields=["membership", "instrument", "edition"], name="pledge_once"),
        )

    def __str__(self) -> str:
        return f"{self.membership}: {self.instrument} {self.edition}"


class Office(models.Model):
    """An office of the council (役員) and who holds it. ``post`` names the post it goes with, if any. ``term_ends_on``
    is the last day of the term as it began; ``until_on`` lies before it where the office was given up early.
    ``overlap_reason``, given on ``overlap_said_on``, says why its holder also has what is better kept apart from it; it
    is about ``overlaps`` alone, as :data:`governance.members.rules.KEPT_APART` calls them."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=15, choices=OfficeKind)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post_ja = models.CharField(max_length=100, blank=True)
    post_en = models.CharField(max_length=100, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    term_ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    overlap_reason = models.TextField(_("why it is in one hand with others"), blank=True)
    overlaps = models.JSONField(default=list, blank=True)
    overlap_said_on = models.DateField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "post_ja", "post_en", "overlap_reason"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            *("council", "kind", "organisation", "from_on", "until_on", "term_ends_on", "ended_at"),
            *("overlaps", "overlap_said_on"),
        }
    )

    class Meta:
        verbose_name = _("office")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OfficeKind.values), name="office_kind_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="office_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.council}"


class RoleOverlap(models.Model):
    """Why somebody has a role on the council and what is better kept apart from it: ``overlaps`` is what was in one
    hand when that was said, the role among it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="role_overlaps")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    overlaps = models.JSONField()
    reason = models.TextField(_("why it is in one hand with others"))
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "reason", "given_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"council", "role", "overlaps", "given_at"})

    class Meta:
        verbose_name = _("role in one hand with others")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.role} of {self.council}"


class Dues(models.Model):
    """Dues of a member for one fiscal year, in yen."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="dues")
    fiscal_year = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField()
    due_on = models.DateField()
    charged_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"membership", "fiscal_year", "amount", "due_on", "charged_at", "paid_at"}
    )

    class Meta:
        verbose_name = _("dues")
        constraints = (
            models.UniqueConstraint(fields=["membership", "fiscal_year"], name="dues_once_a_year"),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(paid_at__gte=F("charged_at")), name="dues_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership} {self.fiscal_year}"


class Duty(models.Model):
    """Something that a member has to do by a day; it may block what else they ask for."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=15, choices=DutyKind)
    subject = models.CharField(max_length=120)
    """Public reference of what it is about (``grant:G-2026-007``)."""
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who of the secretariat found it settled; empty where it was done, or is open."""
    settled_reason = models.TextField(_("reason"), blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"settled_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"membership", "kind", "subject", "due_on", "opened_at", "settled_at", "settled_reason"}
    )

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DutyKind.values), name="duty_kind_known"),
            models.UniqueConstraint(
                fields=["membership", "kind", "subject"],
                condition=Q(settled_at__isnull=True),
                name="duty_open_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("opened_at")), name="duty_dates"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_reason="")
                | (Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(settled_reason="")),
                name="duty_settled_with_reason",
            ),
        )
        indexes = (models.Index(fields=["settled_at", "due_on"], name="duty_open_due"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def shown(self) -> str:
        """The reference of what it is about, as people know it."""
        return self.subject.partition(":")[2] or self.subject


class Block(models.Model):
    """An organisation is kept from providing, receiving or both, by a decision, for a time. Seen by the organisation
    and the secretariat only. ``until_on`` is its last day."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="blocks")
    scope = models.CharField(max_length=10, choices=BlockScope)
    reason = models.TextField(_("reason"))
    decision_number = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=10, choices=BlockState, default=BlockState.STANDING)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    objection = models.TextField(_("objection"), blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome_decision = models.CharField(max_length=60, blank=True)
    """The decision by which it was upheld or lifted."""
    outcome_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"ordered_by", "appealed_by", "decided_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "membership",
            "scope",
            "reason",
            "decision_number",
            "from_on",
            "until_on",
            "state",
            "ordered_at",
            "objection",
            "appealed_at",
            "outcome_decision",
            "outcome_reason",
            "decided_at",
            "ended_at",
        }
    )

    class Meta:
        verbose_name = _("block")
        constraints = (
            models.CheckConstraint(condition=Q(scope__in=BlockScope.values), name="block_scope_known"),
            models.CheckConstraint(condition=Q(state__in=BlockState.values), name="block_state_known"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="block_dates"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decision_number=""), name="block_decided_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(appealed_at__isnull=True, appealed_by__isnull=True)
                | Q(appealed_at__isnull=False, appealed_by__isnull=False),
                name="block_appealed_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome_decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome_decision="")),
                name="block_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=["standing", "appealed", "upheld"])
                | Q(ended_at__isnull=False, state__in=["lifted", "over"]),
                name="block_ended_has_moment",
            ),
        )
        indexes = (models.Index(fields=["state", "until_on"], name="block_live"),)

    def __str__(self) -> str:
        return f"{self.membership} {self.from_on} - {self.until_on}"
