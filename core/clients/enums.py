"""Words of API clients."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a machine may do with its key."""

    DECIDE = "decide", _("ask whether a flow may happen")
    SEARCH = "search", _("search subjects, resources and actions")
    RELEASE = "release", _("fetch release lists of deliveries")
    REPORT = "report", _("report what was handed over")
    CONSENT = "consent", _("report consent events")

    @property
    def named(self) -> str:
        """As the form of a key calls it, and as it is written in the key."""
        return f"{self.label} ({self.value})"
