"""The periodic check of equivalent measures abroad (相当措置の継続的な実施の確認)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.sharing.models.lines import RequestLine


class MeasuresCheck(models.Model):
    """The provider made sure that the recipient abroad keeps its measures up, and that its country's system does not
    hinder them (施行規則18条1項1号); append-only."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="measures_checks")
    checked_on = models.DateField(_("checked on"))
    findings = models.TextField(_("what was checked and found"), max_length=4000)
    paper = models.CharField(_("paper of the check"), max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"line", "checked_on", "findings", "paper", "recorded_at", "recorded_by"}
    )

    class Meta:
        verbose_name = _("check of equivalent measures abroad")
        verbose_name_plural = _("checks of equivalent measures abroad")
        ordering = ("checked_on", "pk")

    def __str__(self) -> str:
        return f"{self.line} {self.checked_on}"
