"""Who can put a check of the gate in order: one word beside every sentence that says something is amiss."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from governance.sharing.rules.verdict import Check

ACTORS: Mapping[str, str | Promise] = {
    "applicant": pgettext_lazy("next", "the applicant"),
    "provider": pgettext_lazy("next", "the provider"),
    "both": pgettext_lazy("next", "provider and recipient"),
    "member": pgettext_lazy("next", "the member concerned"),
    "assessor": pgettext_lazy("next", "the assessor"),
    "secretariat": pgettext_lazy("next", "the secretariat"),
    "board": pgettext_lazy("next", "members of the board"),
    "deciding": pgettext_lazy("next", "the deciding body"),
    "council": pgettext_lazy("next", "the council, by its rules"),
    "operator": pgettext_lazy("next", "the operator"),
    "nobody": pgettext_lazy("next", "nobody: it comes with time"),
}

USUALLY: Mapping[str, str] = {
    "standing": "member",
    "pledge": "applicant",
    "dataset": "applicant",
    "purpose": "applicant",
    "transfer_form": "applicant",
    "data_class": "applicant",
    "legal_ground": "applicant",
    "pia": "assessor",
    "consent": "provider",
    "consent_feed": "provider",
    "person_hold": "provider",
    "foreign_recipient": "applicant",
    "foreign_storage": "applicant",
    "retention": "applicant",
    "safeguards": "applicant",
    "opinion": "board",
    "approval": "applicant",
    "provider_decision": "provider",
    "agreement": "both",
    "conditions": "applicant",
    "incident": "secretariat",
    "window": "applicant",
}
"""Who acts on most findings of a check."""

ON_ANY: Mapping[str, str] = {
    "rule_not_set": "council",
    "not_in_law_table": "operator",
    "not_loaded": "secretariat",
    "ground_not_stated": "applicant",
    "ground_unclear": "applicant",
    "not_yet": "nobody",
}
"""Reasons that several checks share."""

BUT: Mapping[str, Mapping[str, str]] = {
    "standing": {
        "not_yet_a_member": "nobody",
        "membership_undated": "secretariat",
        "duties_unknown": "secretariat",
        "blocked": "secretariat",
    },
    "pledge": {"no_edition_in_force": "council"},
    "dataset": {"not_registered": "provider", "suspended": "provider", "lifecycle_incomplete": "provider"},
    "purpose": {"acquisition_purpose_unknown": "provider"},
    "transfer_form": {
        "not_made_known": "provider",
        "made_known_undated": "provider",
        "made_known_too_late": "provider",
    },
    "legal_ground": {"not_in_law_table": "applicant", "harm_not_judged": "provider"},
    "pia": {"scale_unknown": "provider"},
    "consent": {"not_counted": "secretariat", "person_undated": "secretariat"},
    "consent_feed": {"keeping_unknown": "secretariat"},
    "foreign_recipient": {"country_unknown": "secretariat", "not_told": "provider"},
    "retention": {"limit_not_declared": "provider"},
    "opinion": {
        "no_panel": "secretariat",
        "expedited_not_open": "secretariat",
        "conditions_not_recorded": "secretariat",
        "departure_open": "deciding",
        "departure_not_carried": "deciding",
        "departure_unpublished": "deciding",
        "conditions_dropped": "deciding",
        "unsuitable": "applicant",
    },
    "approval": {
        "not_decided": "deciding",
        "wrong_body": "deciding",
        "no_number": "secretariat",
        "undated": "secretariat",
        "superseded": "secretariat",
        "risk_unknown": "provider",
    },
    "provider_decision": {"declined": "applicant", "harm_feared": "applicant"},
    "conditions": {"waived_without_decision": "deciding"},
    "window": {"no_grant": "both", "not_begun": "nobody", "suspended": "secretariat"},
}
"""Where somebody else acts than usually."""


def actor(code: str, reason: str) -> str:
    """The key of who acts on ``reason`` of check ``code``."""
    own = BUT.get(code, {}).get(reason)
    return own or ON_ANY.get(reason) or USUALLY[code]


def who(check: Check) -> str:
    """Who acts next, in the reader's language; empty where nothing is amiss."""
    return "" if check.open else str(ACTORS[actor(check.code, check.reason)])
