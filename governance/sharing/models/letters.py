"""Letters that the procedure calls for and that the secretariat did without."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.assembly.enums import DocumentKind
from governance.sharing.models.requests import SharingRequest

WAIVABLE = (DocumentKind.ACCEPTANCE, DocumentKind.CORRECTION, DocumentKind.QUESTION)
"""The letters that the procedure calls for."""


class LetterWaiver(models.Model):
    """One letter that is not written, and why. ``about`` is how the letter would have been called. Immutable, but that
    it is taken back, once: then the letter is owed again."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="letters_waived")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in WAIVABLE])
    about = models.CharField(max_length=100)
    reason = models.TextField(_("reason"))
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_taken_back = models.TextField(blank=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"waived_by", "taken_back_by"})
    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"request", "kind", "about", "reason", "waived_at", "taken_back_at", "why_taken_back"}
    )

    class Meta:
        verbose_name = _("letter that is not written")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["request", "kind", "about"],
                condition=Q(taken_back_at__isnull=True),
                name="letter_waived_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(kind__in=WAIVABLE), name="letter_waived_known"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, why_taken_back="")
                | Q(taken_back_at__gte=F("waived_at"), taken_back_by__isnull=False) & ~Q(why_taken_back=""),
                name="letter_owed_again_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.about}: {self.kind}"
