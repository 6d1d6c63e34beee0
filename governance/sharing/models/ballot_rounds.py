"""Further rounds of voting of the board: why they were opened, and what the rounds before came to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import VoteEnd
from governance.sharing.models.lines import RequestLine
from governance.sharing.models.reviews import Review
from governance.sharing.models.sittings import Sitting

USER = settings.AUTH_USER_MODEL


class BallotRound(models.Model):
    """A further round of voting (再採決) on the lines that still wait for an opinion; append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="further_rounds")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(_("reason"))
    due_on = models.DateField(null=True, blank=True)
    """The day of the next meeting, or by when else the board is to come to its opinion."""
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"review", "number", "reason", "due_on", "opened_at", "opened_by"}
    )

    class Meta:
        verbose_name = _("further round of voting")
        constraints = (
            models.UniqueConstraint(fields=["review", "number"], name="ballot_round_once"),
            models.CheckConstraint(condition=Q(number__gt=1), name="ballot_round_is_further"),
        )

    def __str__(self) -> str:
        return f"{self.review} {self.number}"


class EndedVote(models.Model):
    """What the round before came to on one line, by the rules of that day; counts alone, append-only."""

    followed_by = models.ForeignKey(BallotRound, on_delete=models.PROTECT, related_name="ended")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="ended_votes")
    came_to = models.CharField(max_length=20, choices=VoteEnd)
    votes = models.JSONField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"followed_by", "line", "came_to", "votes"})

    class Meta:
        verbose_name = _("vote that gave no opinion")
        constraints = (
            models.UniqueConstraint(fields=["followed_by", "line"], name="ended_vote_once"),
            models.CheckConstraint(condition=Q(came_to__in=VoteEnd.values), name="ended_vote_known"),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.came_to}"


class CirculationExtension(models.Model):
    """A later end of a circulation of papers, by whom and why; append-only."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="extensions")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField(_("reason"))
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"sitting", "from_on", "to_on", "reason", "extended_at", "extended_by"}
    )

    class Meta:
        verbose_name = _("extension of a circulation")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on__gt=models.F("from_on")), name="circulation_extension_is_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sitting} {self.to_on}"
