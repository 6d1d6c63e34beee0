"""Changes that are told and not reviewed (変更届)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import ToldChange
from governance.sharing.models.requests import SharingRequest


class ChangeNotice(models.Model):
    """変更届: the applicant tells that a contact or a form has changed; what was approved stays as it is."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="change_notices")
    what = models.CharField(max_length=10, choices=ToldChange)
    before = models.TextField(max_length=2000)
    after = models.TextField(max_length=2000)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    plain_fields: ClassVar[frozenset[str]] = frozenset({"request", "what", "told_at", "told_by"})

    class Meta:
        verbose_name = _("notice of change")
        constraints = (
            models.CheckConstraint(condition=Q(what__in=ToldChange.values), name="change_notice_what_known"),
        )

    def __str__(self) -> str:
        return f"{self.request.reference}: {self.what}"
