"""What is refused about incidents and their reports to the authority."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

INCIDENTS: Mapping[str, Text] = {
    "sharing.organisation_not_of_council": _("Choose organisations of this council."),
    "sharing.breach_case_unknown": _(
        "The law table has no such case of a leak or loss. Choose one of the list."
    ),
    "sharing.breach_in_future": _("The day on which it was known lies ahead. Give the day itself."),
    "sharing.breach_report_day": _(
        "A report to the authority is filed for a case of the law, on or after the day of knowing and by today."
    ),
    "sharing.incident_incomplete": _("Say in one line what happened, and describe it."),
}
