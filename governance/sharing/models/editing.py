"""Who is writing in a draft just now."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.models.requests import SharingRequest


class EditLock(models.Model):
    """Who writes in a draft, since when; it ends by itself. Colleagues see it before they begin."""

    request = models.OneToOneField(SharingRequest, on_delete=models.CASCADE, related_name="edit_lock")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    plain_fields: ClassVar[frozenset[str]] = frozenset({"request", "holder", "since", "until"})

    class Meta:
        verbose_name = _("edit lock")
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="edit_lock_dates"),)

    def __str__(self) -> str:
        return f"{self.request.reference}: {self.holder}"
