"""The board's deliberation after the individual opinions were opened: notes, a common draft, dissent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.sharing.models.lines import RequestLine
from governance.sharing.models.reviews import PanelMember, Review


class DeliberationNote(models.Model):
    """What one member says to the others about one line; nobody outside the panel reads it. Append-only."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="notes")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="deliberation_notes")
    text = models.TextField(_("note"))
    written_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"member", "line", "text", "written_at"})

    class Meta:
        verbose_name = _("note of the deliberation")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.member}: {self.line}"


class OpinionProposal(models.Model):
    """The common draft of the board's opinion on one line, written by the panel and the secretariat in turn."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="proposals")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="proposals")
    reasons = models.TextField(_("reasons"))
    remark = models.TextField(_("accompanying remark (not binding)"), blank=True)
    conditions = models.JSONField(default=list)
    """Objects of ``rules.conditions.ConditionAsked``."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"saved_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"review", "line", "reasons", "remark", "conditions", "saved_at"}
    )

    class Meta:
        verbose_name = _("draft of the board's opinion")
        constraints = (models.UniqueConstraint(fields=["review", "line"], name="opinion_proposal_once"),)

    def __str__(self) -> str:
        return f"{self.review}: {self.line}"


class Dissent(models.Model):
    """A member's dissent from the board's opinion on one line (少数意見); named in the papers only on request."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="dissents")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="dissents")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="dissents")
    text = models.TextField(_("dissenting opinion"))
    is_named = models.BooleanField(_("to be named in the papers"), default=False)
    recorded_at = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"review", "line", "member", "text", "is_named", "recorded_at"}
    )

    class Meta:
        verbose_name = _("dissenting opinion")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["line", "member"], name="dissent_once"),)

    def __str__(self) -> str:
        return f"{self.line}: {self.member}"
