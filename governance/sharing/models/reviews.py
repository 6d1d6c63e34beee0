"""The board's work on a request: panel, declarations, opinions, ballots, outcome."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import Ballot, Excuse, Interest, Judgement
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.requests import SharingRequest


class Review(models.Model):
    """One review of one submission by one board; the panel is fixed when it opens."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="reviews")
    turn = models.PositiveSmallIntegerField()
    body = models.ForeignKey("assembly.Body", on_delete=models.PROTECT, related_name="reviews")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    ballot_round = models.PositiveSmallIntegerField(default=1)
    """The round of voting (採決の回) under way: the first, or one opened because nothing was carried."""
    consolidated_at = models.DateTimeField(null=True, blank=True)
    consolidated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expedited_at = models.DateTimeField(null=True, blank=True)
    """When the case was left to the chair and others (迅速審査)."""
    expedited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "request",
            "turn",
            "expedited_at",
            "expedited_by",
            "body",
            "opened_at",
            "opened_by",
            "due_on",
            "ballot_round",
            "consolidated_at",
            "consolidated_by",
            "closed_at",
        }
    )

    class Meta:
        verbose_name = _("review")
        constraints = (
            models.UniqueConstraint(fields=["request", "turn"], name="review_turn_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(closed_at__isnull=True), name="review_open_once"
            ),
            models.CheckConstraint(
                condition=Q(consolidated_at__isnull=True, consolidated_by__isnull=True)
                | Q(consolidated_at__isnull=False, consolidated_by__isnull=False),
                name="review_consolidated_pair",
            ),
            models.CheckConstraint(
                condition=Q(expedited_at__isnull=True, expedited_by__isnull=True)
                | Q(expedited_at__isnull=False, expedited_by__isnull=False),
                name="review_expedited_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request.reference} #{self.turn}"


class PanelMember(models.Model):
    """One member of the panel of one review, with the declaration made before the file opened."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panels")
    expertise = models.CharField(max_length=40)
    is_chair = models.BooleanField(default=False)
    is_deputy = models.BooleanField(default=False)
    """Acts for a chair who is recused (職務代理)."""
    is_alternate = models.BooleanField(default=False)
    """Waits in reserve: counts, sees and votes only once called in for a member who is recused or excused."""
    sits_for = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="alternate"
    )
    """The recused or excused member in whose seat this alternate sits."""
    seated_at = models.DateTimeField(null=True, blank=True)
    """From when the member judges, where that is not the opening of the review: called in, chosen anew, or followed."""
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    """The member who held this seat first, where the post that it goes with changed hands during the review."""
    left_at = models.DateTimeField(null=True, blank=True)
    """When a successor in the post took over; what was said before stays theirs."""
    interest = models.CharField(max_length=20, choices=Interest, blank=True)
    interest_note = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    is_recused = models.BooleanField(default=False)
    expedites = models.BooleanField(default=False)
    """Judges together with the chair in an expedited review."""
    excused_at = models.DateTimeField(null=True, blank=True)
    """From when the member, who has no interest, takes no part any more: absent, unless an alternate sits for them."""
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    excuse = models.CharField(max_length=20, choices=Excuse, blank=True)
    excuse_note = models.CharField(max_length=300, blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset(
        {"user", "interest_note", "excused_by", "excuse", "excuse_note"}
    )
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "review",
            "expertise",
            "is_chair",
            "is_deputy",
            "is_alternate",
            "sits_for",
            "seated_at",
            "follows",
            "left_at",
            "interest",
            "declared_at",
            "is_recused",
            "expedites",
            "excused_at",
        }
    )

    class Meta:
        verbose_name = _("panel member")
        constraints = (
            models.UniqueConstraint(fields=["review", "user"], name="panel_member_once"),
            models.CheckConstraint(
                condition=Q(interest__in=["", *Interest.values]), name="panel_interest_known"
            ),
            models.CheckConstraint(
                condition=Q(interest="", declared_at__isnull=True)
                | (~Q(interest="") & Q(declared_at__isnull=False)),
                name="panel_declared_pair",
            ),
            models.CheckConstraint(condition=Q(excuse__in=["", *Excuse.values]), name="panel_excuse_known"),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True, excused_by__isnull=True, excuse="")
                | (Q(excused_at__isnull=False, excused_by__isnull=False) & ~Q(excuse="")),
                name="panel_excused_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.review} {self.expertise}"

    @property
    def place(self) -> int:
        """The same for everybody who held this seat in the review, one after the other."""
        return self.follows_id or self.pk

    def is_excused(self, at: datetime | None = None) -> bool:
        """Is the member excused, today or at a moment that has passed?"""
        return self.excused_at is not None and (at is None or self.excused_at <= at)

    def judges(self, at: datetime | None = None) -> bool:
        """May the member judge: neither recused nor excused?"""
        return not self.is_recused and not self.is_excused(at)


class PanelCorrection(models.Model):
    """What stood before a slip on the panel was set right: an excuse that was a mistake, a declaration made anew."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="corrections")
    of_declaration = models.BooleanField()
    """Of a declaration; else of an excuse."""
    said = models.CharField(max_length=20)
    """The interest or the excuse, as its code."""
    said_note = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()
    reason = models.TextField(_("why it was set right"))
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"said", "said_note", "reason", "corrected_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"member", "of_declaration", "said_at", "corrected_at"}
    )

    class Meta:
        verbose_name = _("correction on the panel")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.member}: {self.said}"

    def get_said_display(self) -> str:
        """The interest or the excuse in the reader's language."""
        return str((Interest if self.of_declaration else Excuse)(self.said).label)


class IndividualOpinion(models.Model):
    """One member's own opinion on one line (個別意見), hidden from the others until consolidated where so ruled."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="opinions")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="individual_opinions")
    judgement = models.CharField(max_length=20, choices=Judgement)
    text = models.TextField(_("opinion"))
    given_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"member", "line", "judgement", "text", "given_at"})

    class Meta:
        verbose_name = _("individual opinion")
        constraints = (
            models.UniqueConstraint(fields=["member", "line"], name="individual_opinion_once"),
            models.CheckConstraint(
                condition=Q(judgement__in=Judgement.values), name="individual_judgement_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.judgement}"


class OpinionDraft(models.Model):
    """What a member has typed of an opinion and not given yet: theirs alone, and gone once it is given."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="drafts")
    line = models.ForeignKey(RequestLine, on_delete=models.CASCADE, related_name="opinion_drafts")
    judgement = models.CharField(max_length=20, choices=Judgement, blank=True)
    text = models.TextField(_("opinion"), blank=True)
    saved_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"member", "line", "judgement", "text", "saved_at"})

    class Meta:
        verbose_name = _("draft of an opinion")
        constraints = (
            models.UniqueConstraint(fields=["member", "line"], name="opinion_draft_once"),
            models.CheckConstraint(
                condition=Q(judgement__in=["", *Judgement.values]), name="opinion_draft_judgement_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.line}"


class BoardBallot(models.Model):
    """One vote of one member on the board's opinion on one line, in one round of voting; append-only."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="ballots")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="ballots")
    ballot_round = models.PositiveSmallIntegerField(default=1)
    choice = models.CharField(max_length=20, choices=Ballot)
    cast_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"member", "line", "ballot_round", "choice", "cast_at"}
    )

    class Meta:
        verbose_name = _("ballot")
        constraints = (
            models.UniqueConstraint(fields=["member", "line", "ballot_round"], name="board_ballot_once"),
            models.CheckConstraint(condition=Q(choice__in=Ballot.values), name="board_ballot_known"),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.choice}"


class ReviewOutcome(models.Model):
    """The board's opinion on one line (審査意見), computed from the ballots by the rule in force; append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="outcomes")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="outcomes")
    number = models.CharField(max_length=40)
    ballot_round = models.PositiveSmallIntegerField(default=1)
    """The round of voting that carried it."""
    judgement = models.CharField(max_length=20, choices=Judgement)
    reasons = models.TextField(_("reasons"))
    remark = models.TextField(_("accompanying remark (not binding)"), blank=True)
    conditions = models.JSONField(default=list)
    """Conditions of approval that the board asks for: objects of ``rules.conditions.ConditionAsked``."""
    votes = models.JSONField()
    """Counts by ballot, those entitled and present, and the rule: never names."""
    rules = models.JSONField()
    """The board's rules on the day of the vote (gate facts: BoardRules)."""
    voted_on = models.DateField()
    given_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "review",
            "line",
            "number",
            "ballot_round",
            "judgement",
            "reasons",
            "remark",
            "conditions",
            "votes",
            "rules",
            "voted_on",
            "given_at",
        }
    )

    class Meta:
        verbose_name = _("board's opinion")
        constraints = (
            models.UniqueConstraint(fields=["review", "line"], name="outcome_once"),
            models.CheckConstraint(
                condition=Q(judgement__in=Judgement.values), name="outcome_judgement_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.judgement}"
