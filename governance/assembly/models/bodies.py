"""Projects; bodies, their seats, and who sits on them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access.models import GrantBase
from core.accounts.models import Council, Organisation
from governance.assembly.enums import BodyKind, Expertise, ProjectState


class Project(models.Model):
    """What the council does (事業): parent of datasets, assessments and requests, with the vision it serves."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="projects")
    reference = models.CharField(max_length=20)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    vision_ja = models.TextField(max_length=4000, blank=True)
    vision_en = models.TextField(max_length=4000, blank=True)
    plan_ja = models.TextField(max_length=8000, blank=True)
    plan_en = models.TextField(max_length=8000, blank=True)
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.RUNNING)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "reference",
            "title_ja",
            "title_en",
            "vision_ja",
            "vision_en",
            "plan_ja",
            "plan_en",
            "state",
            "opened_at",
            "finished_at",
        }
    )

    class Meta:
        verbose_name = _("project")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
            models.UniqueConstraint(fields=["council", "reference"], name="project_reference_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("opened_at")),
                name="project_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title_ja}"


class Body(models.Model):
    """A body of the council (会議体). ``code`` is what rules name it by: assembly, steering, ethics_board ..."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="bodies")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=BodyKind, default=BodyKind.ORGAN)
    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    set_up_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"council", "code", "kind", "name_ja", "name_en", "set_up_at"}
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        permissions = (
            ("role_reviewer", "reviewer"),
            ("role_member", "member of the body"),
            ("role_chair", "chair of the body"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=BodyKind.values), name="body_kind_known"),
            models.UniqueConstraint(fields=["council", "code"], name="body_code_once"),
        )

    def __str__(self) -> str:
        return self.name_ja


class BodyGrant(GrantBase):
    """Roles held on a body, given with an appointment."""

    content_object = models.ForeignKey(Body, on_delete=models.CASCADE)


class Seat(models.Model):
    """A place on a body (委員枠) and what it asks for. An alternate seat names the seat it stands in for."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    expertise = models.CharField(max_length=30, choices=Expertise)
    is_chair = models.BooleanField(default=False)
    is_deputy = models.BooleanField(default=False)
    """Acts for the chair who is recused or absent (職務代理)."""
    is_required = models.BooleanField(default=False)
    """Must be filled for the body to be properly composed."""
    alternate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="alternates"
    )
    closed_on = models.DateField(null=True, blank=True)
    """The first day on which the body does without the seat."""
    order = models.PositiveSmallIntegerField(default=0)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"body", "expertise", "is_chair", "is_deputy", "is_required", "alternate_of", "closed_on", "order"}
    )

    class Meta:
        verbose_name = _("seat")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(expertise__in=Expertise.values), name="seat_expertise_known"),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(is_chair=True, alternate_of__isnull=True, closed_on__isnull=True),
                name="seat_chair_once",
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(is_deputy=True, closed_on__isnull=True), name="seat_deputy_once"
            ),
            models.UniqueConstraint(
                fields=["alternate_of"], condition=Q(closed_on__isnull=True), name="seat_alternate_once"
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | Q(is_chair=False, alternate_of__isnull=True),
                name="seat_deputy_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.expertise}"


class Appointment(models.Model):
    """A person on a seat for a term (委嘱). ``term_ends_on`` is the last day of the term as it began; ``until_on`` lies
    before it where a last day was set; ``ended_at`` is when it ended."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whom the person comes from, for recusal; empty for citizens and independent experts."""
    post_ja = models.CharField(max_length=100, blank=True)
    """The post that the seat goes with (充て職): whoever follows in the post takes over the seat."""
    post_en = models.CharField(max_length=100, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    term_ends_on = models.DateField()
    decision_number = models.CharField(max_length=60, blank=True)
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"user", "post_ja", "post_en", "appointed_by", "end_reason"}
    )
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "seat",
            "organisation",
            "from_on",
            "until_on",
            "term_ends_on",
            "decision_number",
            "appointed_at",
            "ended_at",
        }
    )

    class Meta:
        verbose_name = _("appointment")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"), term_ends_on__gte=F("until_on")),
                name="appointment_dates",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("appointed_at")),
                name="appointment_ended_after",
            ),
        )
        indexes = (models.Index(fields=["seat", "from_on"], name="appointment_seat_from"),)

    def __str__(self) -> str:
        return f"{self.user} @ {self.seat}"

    @property
    def last_day(self) -> date:
        """The last day of the term, or the day on which it ended early."""
        if self.ended_at is None:
            return self.until_on
        return min(self.until_on, self.ended_at.astimezone(clock.TOKYO).date())
