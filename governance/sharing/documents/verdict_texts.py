"""What each check of the gate says, in plain words: what was found, and what to do next.

The sentences stand beside the rules' codes (``gate.<check>.<reason>``) and are registered with core.http,
so that a refused action, a disabled button and the checklist say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http import texts
from governance.sharing.documents import sentences_decisions, sentences_people, sentences_request
from governance.sharing.documents.verdict_words import WORDS
from governance.sharing.rules.verdict import Basis, Check, Moment, State

NAMES: Mapping[str, str | Promise] = {
    "standing": _("Standing as members"),
    "pledge": _("Pledge to the participation rules"),
    "dataset": _("Dataset and its items"),
    "purpose": _("Purpose of use"),
    "transfer_form": _("Form of transfer"),
    "data_class": _("Class of data"),
    "legal_ground": _("Legal ground"),
    "pia": _("Privacy impact assessment"),
    "consent": _("Consent of the persons"),
    "consent_feed": _("Consents kept elsewhere"),
    "person_hold": _("Holds on persons"),
    "foreign_recipient": _("Recipient abroad"),
    "foreign_storage": _("Storage abroad"),
    "retention": _("Period and disposal"),
    "safeguards": _("Safety measures"),
    "opinion": _("Opinion of the board"),
    "approval": _("Approval to use"),
    "provider_decision": _("Decision of the provider"),
    "agreement": _("Agreement"),
    "conditions": _("Conditions of approval"),
    "incident": _("Incidents and disputes"),
    "window": _("Period of the grant"),
}
"""Name of each check, as the checklist shows it."""

STATES: Mapping[State, str | Promise] = {
    State.PASS: pgettext_lazy("verdict", "in order"),
    State.FAIL: pgettext_lazy("verdict", "not in order"),
    State.WAIT: pgettext_lazy("verdict", "waiting"),
    State.NOT_APPLICABLE: pgettext_lazy("verdict", "does not apply"),
    State.UNKNOWN: pgettext_lazy("verdict", "unknown"),
}

MOMENTS: Mapping[Moment, str | Promise] = {
    Moment.SUBMISSION: _("At submission"),
    Moment.APPROVAL: _("At approval"),
    Moment.FLOW: _("At the flow"),
}
"""The moments at which the gate's answer is kept."""

BASES: Mapping[Basis, str | Promise] = {
    "law": pgettext_lazy("verdict", "law or regulation"),
    "council": pgettext_lazy("verdict", "rule of the council"),
}

BY_CHECK: Mapping[str, Mapping[str, str | Promise]] = {
    **sentences_request.SENTENCES,
    **sentences_people.SENTENCES,
    **sentences_decisions.SENTENCES,
}

SENTENCES: Mapping[str, str | Promise] = {
    f"gate.{check}.{reason}": text for check, reasons in BY_CHECK.items() for reason, text in reasons.items()
}


def register() -> None:
    """Make the sentences and words known to core.http (called once, when the app is ready)."""
    texts.register(SENTENCES)
    texts.register_words(WORDS)


def sentence(check: Check) -> str:
    """What ``check`` found, in the reader's language."""
    return texts.sentence(check.message, check.params)


def name(check: Check) -> str:
    """The check's name, in the reader's language."""
    return str(NAMES[check.code])


def state(check: Check) -> str:
    """The check's state in a word or two."""
    return str(STATES[check.state])


def basis(check: Check) -> str:
    """法令 or 協議会の定め."""
    return str(BASES[check.basis])
