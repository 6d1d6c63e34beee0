"""Meetings, items, votes and results."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core import canonical
from core.accounts.models import Organisation
from governance.assembly.enums import (
    Channel,
    Choice,
    Interest,
    MeetingForm,
    MeetingState,
    MotionKind,
    MotionState,
    TallyMethod,
)
from governance.assembly.models.bodies import Appointment, Body

USER = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    """A meeting of a body (第3回幹事会), or a round of papers in its place."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=10, choices=MeetingForm, default=MeetingForm.HELD)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    """How often it was moved, and cancelled: the SEQUENCE by which calendars know the newer entry."""
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(null=True, blank=True)
    convened_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    presided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(max_length=40000, blank=True)
    minutes_en = models.TextField(max_length=40000, blank=True)
    """The same in English, where the council writes it; the Japanese text is the authoritative one."""
    minutes_approved_at = models.DateTimeField(null=True, blank=True)
    minutes_approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.CharField(max_length=300, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"planned_by", "convened_by", "presided_by", "minutes", "minutes_en", "minutes_approved_by"}
    )
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "body",
            "number",
            "form",
            "state",
            "starts_at",
            "place",
            "revision",
            "convened_at",
            "opened_at",
            "closed_at",
            "minutes_approved_at",
            "cancel_reason",
        }
    )

    class Meta:
        verbose_name = _("meeting")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(form__in=MeetingForm.values), name="meeting_form_known"),
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(convened_at__isnull=True, convened_by__isnull=True)
                | Q(convened_at__isnull=False, convened_by__isnull=False),
                name="meeting_convened_pair",
            ),
            models.CheckConstraint(
                condition=Q(minutes_approved_at__isnull=True, minutes_approved_by__isnull=True)
                | Q(minutes_approved_at__isnull=False, minutes_approved_by__isnull=False),
                name="meeting_minutes_pair",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="meeting_dates"
            ),
        )
        indexes = (models.Index(fields=["body", "starts_at"], name="meeting_body_start"),)

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def minutes_revision(self) -> str:
        """Which text the minutes have, so that nobody writes over, or approves, one that they have not seen."""
        return canonical.digest([self.minutes, self.minutes_en])


class Attendance(models.Model):
    """One who may vote in a meeting, as of the day of the meeting, and the channel they take part by."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    membership = models.ForeignKey(
        "members.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who sits: the person appointed, or who acts for the member."""
    weight = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=15, choices=Channel, default=Channel.ABSENT)
    proxy_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="proxies"
    )
    changed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    """When the voter said so themselves; None where the secretariat recorded it, or nobody said anything."""
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"user", "answered_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"meeting", "appointment", "membership", "weight", "channel", "proxy_to", "changed_at", "answered_at"}
    )

    class Meta:
        verbose_name = _("attendance")
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="attendance_channel_known"),
            models.CheckConstraint(
                condition=Q(appointment__isnull=True) ^ Q(membership__isnull=True),
                name="attendance_of_one_voter",
            ),
            models.UniqueConstraint(
                fields=["meeting", "appointment"],
                condition=Q(appointment__isnull=False),
                name="attendance_appointment_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "membership"],
                condition=Q(membership__isnull=False),
                name="attendance_membership_once",
            ),
            models.CheckConstraint(
                condition=Q(proxy_to__isnull=True) | Q(channel=Channel.PROXY), name="attendance_proxy_named"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="attendance_answered_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.channel}"


class Motion(models.Model):
    """An item of a meeting (議案). ``subject`` is the public reference it is about; ``matter`` chooses the
    majority that the rules ask for (ordinary, amendment, expulsion, departure ...)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=MotionKind, default=MotionKind.RESOLUTION)
    matter = models.CharField(max_length=30, default="ordinary")
    title_ja = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    text_ja = models.TextField(max_length=20000, blank=True)
    text_en = models.TextField(max_length=20000, blank=True)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    outcome = models.TextField(max_length=4000, blank=True)
    """What came of an item for discussion, for the minutes."""
    state = models.CharField(max_length=10, choices=MotionState, default=MotionState.TABLED)
    concerned = models.ManyToManyField(Organisation, blank=True, related_name="+")
    """Organisations whose own matter this is: who comes from them does not vote."""
    tabled_at = models.DateTimeField()
    tabled_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"tabled_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "meeting",
            "number",
            "kind",
            "matter",
            "title_ja",
            "title_en",
            "text_ja",
            "text_en",
            "subject",
            "outcome",
            "state",
            "concerned",
            "tabled_at",
        }
    )

    class Meta:
        verbose_name = _("item")
        ordering = ("meeting", "number")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MotionState.values), name="motion_state_known"),
            models.CheckConstraint(condition=Q(kind__in=MotionKind.values), name="motion_kind_known"),
            models.UniqueConstraint(fields=["meeting", "number"], name="motion_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.meeting} / {self.number}"

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """Where the item stands, in words: a report that a meeting heard was reported."""
        if self.kind == MotionKind.REPORT and self.state == MotionState.CONCLUDED:
            return pgettext("item", "reported")
        return str(MotionState(self.state).label)


class Recusal(models.Model):
    """A voter who takes no part in an item (除斥・回避), and why; printed in the minutes."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="recusals")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="recusals")
    interest = models.CharField(max_length=15, choices=Interest)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"interest", "recorded_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"motion", "attendance", "recorded_at"})

    class Meta:
        verbose_name = _("recusal")
        constraints = (
            models.CheckConstraint(condition=Q(interest__in=Interest.values), name="recusal_interest_known"),
            models.UniqueConstraint(fields=["motion", "attendance"], name="recusal_once"),
        )

    def __str__(self) -> str:
        return f"{self.motion}: {self.attendance_id}"


class Ballot(models.Model):
    """One vote on an item; never changed. ``cast_by`` is the voter, the holder of the proxy, or the secretariat
    that entered a written vote or a show of hands."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="ballots")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice)
    cast_at = models.DateTimeField()
    cast_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"cast_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"motion", "attendance", "choice", "cast_at"})

    class Meta:
        verbose_name = _("ballot")
        constraints = (
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known"),
            models.UniqueConstraint(fields=["motion", "attendance"], name="ballot_once"),
        )

    def __str__(self) -> str:
        return f"{self.motion}: {self.attendance_id}"


class Tally(models.Model):
    """The result of an item, computed by the rule in force, with the certificate of its quorum; never changed."""

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="tally")
    method = models.CharField(max_length=15, choices=TallyMethod)
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    is_carried = models.BooleanField()
    is_tied = models.BooleanField(default=False)
    is_by_chair = models.BooleanField(default=False)
    quorum_present = models.PositiveIntegerField()
    quorum_base = models.PositiveIntegerField()
    quorum_needed = models.PositiveIntegerField()
    votes_present = models.PositiveIntegerField(null=True, blank=True)
    votes_eligible = models.PositiveIntegerField(null=True, blank=True)
    """Votes of those present, and of all who were not recused; the quorum counts heads. None before they were kept."""
    channels = models.JSONField(default=dict)
    """How many took part by each channel, and how many were recused."""
    article = models.JSONField(null=True, blank=True)
    """The provision that fixed the majority: instrument, provision, labels, edition."""
    quorum_article = models.JSONField(null=True, blank=True)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"counted_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "motion",
            "method",
            "votes_for",
            "votes_against",
            "abstained",
            "base",
            "needed",
            "is_carried",
            "is_tied",
            "is_by_chair",
            "quorum_present",
            "quorum_base",
            "quorum_needed",
            "votes_present",
            "votes_eligible",
            "channels",
            "article",
            "quorum_article",
            "counted_at",
        }
    )

    class Meta:
        verbose_name = _("result of a vote")
        constraints = (
            models.CheckConstraint(condition=Q(method__in=TallyMethod.values), name="tally_method_known"),
        )

    def __str__(self) -> str:
        return f"{self.motion}: {self.votes_for}/{self.base}"


class Overruling(models.Model):
    """A computed result set aside by whoever presided, with the reason; the tally stays as counted."""

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="overruling")
    reason = models.TextField(max_length=2000)
    overruled_at = models.DateTimeField()
    overruled_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"overruled_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"motion", "reason", "overruled_at"})

    class Meta:
        verbose_name = _("overruling")

    def __str__(self) -> str:
        return str(self.motion)
