"""What is refused about incidents and their reports to the authority."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

INCIDENTS: Mapping[str, Text] = {
    "sharing.organisation_not_of_council": _("Choose organisations of this council."),
    "sharing.breach_case_unknown": _(
        "The law of that day has no such case of a leak or loss for this holder. Choose one of the list."
    ),
    "sharing.breach_holder_missing": _(
        "From the scope it does not follow who reports this to the authority: nobody within it, or one of several "
        "organs. Choose who reports it, within the scope."
    ),
    "sharing.breach_nothing_unexplained": _(
        "Say why nothing is to be reported: what was looked into, and what was found. Where this is not known yet, "
        "choose that; the days of the preliminary report run on."
    ),
    "sharing.breach_reason_missing": _(
        "This changes or takes back what was kept. Say why; what stood before stays in the history."
    ),
    "sharing.not_this_holder": _(
        "Each holder keeps what it reports to the authority itself, and the secretariat for all. This is another "
        "holder's."
    ),
    "sharing.breach_in_future": _("The day on which it was known lies ahead. Give the day itself."),
    "sharing.breach_report_day": _(
        "The full report and the notice to the persons belong to a case of the law. The day of each report and notice "
        "lies between that of knowing and today. Choose the case, or give the right days."
    ),
    "sharing.breach_unreported": _(
        "A holder has not filed a report to the authority, not told the persons, or a provider of its datasets has not "
        "said whether it reports anything. Keep the day, or that there is nothing to be reported; then close."
    ),
    "sharing.stops_already": _("Provision within its scope is stopped already."),
    "sharing.decision_used_before": _(
        "Decision %(number)s was recorded for an earlier step of this already. Put this step before the body that "
        "decides, and give the number of its decision."
    ),
    "sharing.resumption_by_vote": _(
        "Provision that this stopped resumes by a vote of the council alone. Put it before the body that decides, and "
        "give the number of its decision."
    ),
    "sharing.scope_missing": _(
        "Choose what is concerned: datasets or organisations. The secretariat and the chair may also choose the whole "
        "council, whose every flow then stops."
    ),
    "sharing.scope_twice": _("Choose either the whole council, or the datasets and organisations concerned."),
    "sharing.whole_council_not_yours": _(
        "That the whole council is concerned is for the secretariat or the chair to say. Name the datasets and "
        "organisations that you know of; the secretariat extends it."
    ),
    "sharing.scope_unchanged": _("Scope and kind are as before. Change one of them, or go back."),
    "sharing.incident_incomplete": _("Say in one line what happened, and describe it."),
}
