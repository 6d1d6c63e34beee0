"""Replays of past cases under a text in work, and what would have been different."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council
from governance.sharing.models.verdicts import StoredVerdict


class Replay(models.Model):
    """One question: how would the cases of a period have come out with the text of an amendment, or with a further rule
    document as it was drafted? It changes nothing. The draft of a document goes when it is adopted or taken out, so its
    text is kept here."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(
        "rulebook.Amendment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    """The revision of the amendment that was used."""
    code = models.SlugField(max_length=40, blank=True)
    """The code of the further document."""
    text = models.TextField(blank=True)
    """The further document as it was drafted when this was asked, as TOML."""
    first_day = models.DateField()
    last_day = models.DateField()
    moments = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)
    verdicts = models.PositiveIntegerField(default=0)
    unlike_kept = models.PositiveIntegerField(default=0)
    """How many answers, judged again under the rules of their own day, are not the answer that was kept."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "amendment",
            "revision",
            "code",
            "text",
            "first_day",
            "last_day",
            "moments",
            "asked_at",
            "asked_by",
            "finished_at",
            "requests",
            "verdicts",
            "unlike_kept",
        }
    )

    class Meta:
        verbose_name = _("replay")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amendment__isnull=False, code="", text="")
                | (Q(amendment__isnull=True) & ~Q(code="") & ~Q(text="")),
                name="replay_of_one_text",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="replay_period"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("asked_at")), name="replay_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amendment or self.code} {self.first_day} {self.last_day}"


class ReplayFinding(models.Model):
    """A case that would have been different, and why."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="findings")
    verdict = models.ForeignKey(StoredVerdict, on_delete=models.PROTECT, related_name="+")
    was_allowed = models.BooleanField()
    would_be_allowed = models.BooleanField()
    checks = models.CharField(max_length=400)
    """The codes of the checks that differ, each between spaces, to filter by."""
    changes = models.JSONField(default=list)
    """For each check: what was found, what would be found, the article, and the figures before and after."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"replay", "verdict", "was_allowed", "would_be_allowed", "checks", "changes"}
    )

    class Meta:
        verbose_name = _("finding of a replay")
        constraints = (
            models.UniqueConstraint(fields=["replay", "verdict"], name="replay_finds_a_verdict_once"),
        )

    def __str__(self) -> str:
        return f"{self.replay_id} {self.verdict}"
