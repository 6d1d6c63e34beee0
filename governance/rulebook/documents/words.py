"""Words for the codes inside settings, and for the checks that rest on provisions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.texts import Text

WORDS: Mapping[str, Text] = {
    "base_all": _("all members"),
    "base_present": _("those present"),
    "base_cast": _("the votes cast"),
    "base_eligible": _("those who may take part"),
    "tie_chair": _("in a tie the chair decides"),
    "tie_lost": _("a tie is lost"),
    "no_objection": _("asking for objections"),
    "show_of_hands": _("show of hands"),
    "written": _("in writing"),
    "online": _("online"),
    "proxy": pgettext_lazy("vote", "by proxy"),
    "blank_chair": _("a blank proxy goes to the chair"),
    "blank_invalid": _("a blank proxy is invalid"),
    "full": pgettext_lazy("class of members", "full members"),
    "supporting": pgettext_lazy("class of members", "supporting members"),
    "amendment": pgettext_lazy("matter", "amendment"),
    "expulsion": pgettext_lazy("matter", "expulsion"),
    "dissolution": pgettext_lazy("matter", "dissolution"),
    "weight_advice": _("advice"),
    "weight_required": _("required for approval"),
    "weight_decides": _("decides"),
    "chair": pgettext_lazy("body", "the chair"),
    "steering": pgettext_lazy("body", "the steering body"),
    "assembly": pgettext_lazy("body", "the general assembly"),
    "board": pgettext_lazy("body", "the data ethics board"),
    "secretariat_head": _("the head of the secretariat"),
    "statistical": _("statistics"),
    "statistics": _("statistics"),
    "anonymised": _("anonymised information"),
    "non_personal": _("no information about individuals"),
    "minor_change": _("a minor change"),
    "personal": _("personal information"),
    "special_care": _("special-care-required information"),
    "pseudonymised": _("pseudonymised information"),
    "children": _("children"),
    "location": _("location"),
    "camera": _("images in public space"),
    "abroad": _("a recipient abroad"),
    "information_security": pgettext_lazy("expertise", "information security"),
    "law": pgettext_lazy("expertise", "law"),
    "data_ethics": pgettext_lazy("expertise", "data ethics"),
    "citizen": pgettext_lazy("expertise", "citizens"),
    "member": pgettext_lazy("expertise", "member organisation"),
    "employer": pgettext_lazy("interest", "employer"),
    "funding": pgettext_lazy("interest", "funding"),
    "family": pgettext_lazy("interest", "family"),
    "adviser": pgettext_lazy("interest", "adviser"),
    "participant": pgettext_lazy("interest", "taking part in the project"),
    "other": pgettext_lazy("interest", "other"),
    "correction": _("a correction"),
    "question": _("a question"),
    "disposal": pgettext_lazy("duty", "disposal"),
    "condition": pgettext_lazy("duty", "condition of approval"),
    "report": pgettext_lazy("duty", "report"),
    "dues": pgettext_lazy("duty", "dues"),
    "JP": _("Japan"),
    "access_control": _("limited access"),
    "access_log": _("access log"),
    "encryption": _("encryption"),
    "training": _("training"),
    "separation": _("separation from other data"),
    "no_reidentification": _("no re-identification"),
    "position_entrusted": _("entrusted by the provider"),
    "position_own": _("the council's own"),
}

CHECKS: Mapping[str, Text] = {
    "standing": _("Good standing"),
    "pledge": _("Pledge"),
    "dataset": _("Registration of the dataset"),
    "purpose": _("Purpose of collection"),
    "transfer_form": _("Form of transfer"),
    "data_class": _("Class of data"),
    "legal_ground": _("Legal ground"),
    "pia": _("Impact assessment"),
    "consent": _("Consent"),
    "consent_feed": _("Reconciliation of consents"),
    "person_hold": _("Holds"),
    "foreign_recipient": _("Recipient abroad"),
    "foreign_storage": _("Place of storage"),
    "retention": _("Period of keeping"),
    "safeguards": _("Safety measures"),
    "opinion": _("Board's opinion"),
    "approval": _("Approval to use"),
    "provider_decision": _("Provider's decision"),
    "agreement": _("Agreement"),
    "conditions": _("Conditions of approval"),
    "incident": _("Incidents and disputes"),
    "window": _("Period of the grant"),
    "withdrawal": _("Effect of withdrawal"),
    "disposal": _("Return and disposal"),
    "disclosure": _("Where my information went"),
    "recusal": _("Recusal"),
    "decision_log": _("Record of decisions"),
}
"""The name of each check that may rest on a provision."""


def check_label(code: str) -> str:
    """The name of check ``code``."""
    return str(CHECKS.get(code, code))
