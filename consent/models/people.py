"""Who acts for a person, and holds on a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.enums import HoldKind, ProxyKind

USER = "accounts.User"
PERSON = "accounts.Person"


class Proxy(models.Model):
    """Somebody who acts for a person (代理). Shown to the person prominently; one step ends it."""

    principal = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="proxies")
    agent = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="acts_for")
    kind = models.CharField(max_length=12, choices=ProxyKind)
    basis = models.CharField(max_length=100, blank=True)
    """What was shown: the document's kind and date, no personal data (戸籍謄本 2026-04-02)."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """Last day."""
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"principal", "agent", "kind", "basis", "registered_by", "ended_by"}
    )
    special_fields: ClassVar[frozenset[str]] = frozenset()
    plain_fields: ClassVar[frozenset[str]] = frozenset({"since", "until", "registered_at", "ended_at"})

    class Meta:
        verbose_name = _("person who acts for another")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ProxyKind.values), name="proxy_kind_known"),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="proxy_is_another"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="proxy_until_after"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("registered_at")), name="proxy_dates"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_by__isnull=False), name="proxy_ended_by"
            ),
            models.UniqueConstraint(
                fields=["principal", "agent", "kind"],
                condition=Q(ended_at__isnull=True),
                name="proxy_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.principal_id} ({self.kind})"


class PersonHold(models.Model):
    """A hold (提供停止): applies on every legal ground, from the moment it is placed."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=12, choices=HoldKind)
    hidden_from = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="hidden_records"
    )
    """The parent or spouse from whom a protective measure hides places and records."""
    basis = models.CharField(max_length=100)
    """Reference of the request or notice behind it; no reasons."""
    since = models.DateTimeField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"person", "placed_by", "lifted_by", "since"})
    special_fields: ClassVar[frozenset[str]] = frozenset({"kind", "hidden_from", "basis"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"placed_at", "lifted_at"})

    class Meta:
        verbose_name = _("hold")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="hold_kind_known"),
            models.CheckConstraint(
                condition=Q(hidden_from__isnull=True) | Q(kind="protection"), name="hold_hidden_is_protection"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("placed_at")), name="hold_dates"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_by__isnull=False), name="hold_lifted_by"
            ),
        )
        indexes = (
            models.Index(fields=["person", "since"], condition=Q(lifted_at__isnull=True), name="hold_open"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"
