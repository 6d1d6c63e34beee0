"""What the first pages refuse, in words (registered with core.http when the app is ready)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

SENTENCES: Mapping[str, Text] = {
    "today_of_staff": _(
        "This list of work is for those who run the council: the secretariat, the approvers, the chair, the auditor "
        "and the assessors."
    ),
    "statistics_of_overseers": _(
        "The statistics are read by the secretariat, the approvers, the chair and the auditor of the council."
    ),
    "log_of_overseers": _(
        "The list of entries is read by the council's auditor, its chair and the secretariat. A receipt that you hold "
        "can be checked by anybody on the page of the evidence log."
    ),
}
