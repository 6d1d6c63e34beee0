"""Words for what rows of law say: the names of their parts, and of the values in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Regime
from core.law.enums import Confidence
from core.law.values import LAW_NAMES, AnyRow, Row, citation

Text = str | Promise

FORMS: Mapping[str, Text] = {
    "third_party": _("Provision to a third party"),
    "entrustment": _("Entrustment"),
    "joint_use": _("Joint use"),
    "succession": _("Succession of business"),
    "internal_use": _("Internal use"),
    "statutory": _("Provision required by law"),
}

DATA_CLASSES: Mapping[str, Text] = {
    "personal": _("Personal data"),
    "special_care": _("Personal data requiring special care"),
    "pseudonymised": _("Pseudonymised information"),
    "anonymised": _("Anonymised information"),
    "person_related": _("Information related to a person"),
    "statistical": _("Statistics"),
    "non_personal": _("No personal data"),
}

_REGIMES: Mapping[str, Text] = dict(Regime.choices)

FIELDS: Mapping[str, Text] = {
    "code": _("Item code"),
    "label_ja": _("Text in Japanese"),
    "label_en": _("Text in English"),
    "valid_from": _("In force from"),
    "valid_to": _("Last day in force"),
    "source": _("Source"),
    "confidence": _("How sure"),
    "law": _("Law"),
    "article": pgettext_lazy("law", "Article"),
    "check": pgettext_lazy("law", "Check"),
    "regimes": _("For whom"),
    "providers": _("Providers"),
    "recipients": _("Recipients"),
    "forms": _("Forms of transfer"),
    "data_classes": _("Classes of data"),
    "needs_consent": _("Rests on consent"),
    "excuses_abroad": _("A transfer abroad needs nothing more"),
    "provisos": _("What it asks besides"),
    "requirement": _("What the law asks"),
    "record": pgettext_lazy("law", "Record"),
    "position": _("Place in the record"),
    "required": _("Prescribed by law"),
    "side": _("Who records"),
    "grounds": _("Legal grounds"),
    "exempt": _("The law asks no record"),
    "manners": _("How it may be recorded"),
    "amount": pgettext_lazy("law", "Length"),
    "unit": pgettext_lazy("law", "Unit"),
    "extendable_by": _("May be extended by"),
    "country": _("Country (two letters)"),
    "context": _("On what occasion"),
    "item": pgettext_lazy("law", "What is told"),
    "number": _("Number of the law"),
    "passed_on": _("Passed on"),
    "promulgated_on": _("Promulgated on"),
    "in_force_by": _("In force by"),
    "persons_over": _("More than how many persons (0: any number)"),
}
"""Name of each part of a row."""

VALUES: Mapping[str, Mapping[str, Text]] = {
    "law": {},
    "regimes": _REGIMES,
    "providers": _REGIMES,
    "recipients": _REGIMES,
    "forms": FORMS,
    "data_classes": DATA_CLASSES,
    "provisos": {
        "unjust_harm": _("no fear of unjust harm"),
        "reason": _("a stated reason"),
        "statute": _("the law named"),
        "academic_recipient": _("an academic recipient"),
        "academic_provider": _("an academic provider"),
        "joint_research": _("the joint research named"),
        "opt_out": _("the filing and the prior notice of opt-out"),
    },
    "requirement": {
        "open": _("may go on a legal ground"),
        "barred": _("may not go"),
        "publication_record": _("publication beforehand"),
        "public_procedure": _("the procedure for public bodies"),
        "confirm_recipient_consent": _("consent confirmed at the recipient"),
    },
    "side": {"provider": _("Provider"), "recipient": _("Recipient")},
    "manners": {
        "each": _("each time"),
        "batch": _("all provisions in one record"),
        "contract": _("the contract stands for the record"),
    },
    "unit": {
        "days": _("days"),
        "business_days": _("business days"),
        "months": _("months"),
        "years": _("years"),
        "promptly": _("without delay"),
    },
    "context": {
        "abroad": _("transfer abroad"),
        "abroad_unknown": _("transfer abroad, country not known"),
        "joint_use": _("joint use"),
    },
    "record": {
        "council_form": _("the council's own form"),
        "appi_29_consent": _("record of provision on consent"),
        "appi_29_opt_out": _("record of provision by opt-out"),
        "appi_31_related": _("record of provision of related information"),
        "appi_30_consent": _("record of receipt on consent"),
        "appi_30_opt_out": _("record of receipt by opt-out"),
        "appi_30_related": _("record of receipt of related information"),
        "breach_report": _("report of a leak or loss"),
        "breach_notice": _("notice of a leak or loss to the person"),
        "file_register": _("register of personal information files"),
        "published_matters": _("matters to be published"),
    },
    "check": {
        "purpose": _("Purpose of use"),
        "transfer_form": _("Form of transfer"),
        "data_class": _("Class of data"),
        "legal_ground": _("Legal ground"),
        "consent": _("Consent of the persons"),
        "foreign_recipient": _("Recipient abroad"),
        "provider_decision": _("Decision of the provider"),
    },
}
"""Words for the values of a part, where they are codes."""

OWN = tuple(field.name for field in msgspec.structs.fields(Row))
"""The parts that every row has; pages show them in columns of their own."""


def choices(part: str, codes: Iterable[str]) -> list[tuple[str, Text]]:
    """Codes of a part with their words, for a form."""
    return [(code, word(part, code)) for code in codes]


def word(part: str, code: str) -> Text:
    """The word for ``code`` in ``part``; the code itself where a council made its own."""
    if part == "law":
        return LAW_NAMES.get(code, (code, code))[1 if (get_language() or "ja").startswith("en") else 0]
    return VALUES.get(part, {}).get(code, code)


def said(part: str, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, (frozenset, list, tuple)):
        return pgettext("list", ", ").join(str(word(part, code)) for code in sorted(value)) or "–"
    if value is None or value == "":
        return "–"
    return str(word(part, value)) if isinstance(value, str) else str(value)


def content(row: AnyRow, grounds: Mapping[str, str] | None = None) -> list[tuple[Text, str]]:
    """What ``row`` says besides its text, dates and source: the law with its article first, nothing that is empty or
    that the text says already.
    ``grounds`` names the legal grounds, where they are known."""
    article = getattr(row, "article", "")
    told: list[tuple[Text, str]] = []
    if hasattr(row, "law"):
        told.append((FIELDS["law"], _cited(row.law, article)))
    for part in msgspec.structs.fields(type(row)):
        value = getattr(row, part.name)
        if part.name not in (*OWN, "law", "article", "item") and value not in (None, "", frozenset(), False):
            if part.name == "grounds" and grounds:
                value = sorted({grounds.get(code, code) for code in value})
            told.append((FIELDS[part.name], said(part.name, value)))
    return told


def rests_on(source: str, confidence: str) -> str:
    """Where a row comes from and how sure we are of it, in one phrase to stand beside its use. Sources are written in
    Japanese; who reads English is told how sure, and finds the source in the table. Where the article beside it is
    the source, ``source`` is empty."""
    if not source or (get_language() or "ja").startswith("en"):
        return str(Confidence(confidence).label)
    return gettext("source: %(source)s; %(sure)s") % {"source": source, "sure": Confidence(confidence).label}


def _cited(law: str, article: str) -> str:
    found = citation(law, article)
    return found.label_en if (get_language() or "ja").startswith("en") else found.label_ja
