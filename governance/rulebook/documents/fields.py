"""Labels of the parts of settings, and of the choices inside them, for the form that edits them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text
from governance.rulebook.documents.words import WORDS

WORDS_ONLY: frozenset[str] = frozenset(
    {
        "indicator_review.months",
    }
)
"""Parts of settings that people apply and the system does not; a test finds any other part without a reader."""

FIELDS: Mapping[str, Text] = {
    "numerator": _("Numerator of the fraction"),
    "denominator": _("Denominator of the fraction"),
    "strict": _("More than the fraction (otherwise: at least)"),
    "base": _("Of what"),
    "tie": _("In a tie"),
    "matters": _("Matters"),
    "days": _("Days"),
    "business": _("Business days (otherwise calendar days)"),
    "methods": _("Methods"),
    "blank_proxy_to": _("Blank proxies"),
    "classes": _("Classes of members"),
    "code": _("Code of the class"),
    "votes": _("Votes"),
    "dues": _("Dues (yen a year)"),
    "years": _("Years"),
    "renewable": _("May be reappointed"),
    "weight": _("Weight of the opinion"),
    "minor": _("Minor"),
    "ordinary": _("Ordinary"),
    "major": _("Major"),
    "major_persons": _("Major from how many persons (0: any number)"),
    "publish_reasons": _("Reasons are published"),
    "expertise": _("Expertise"),
    "seats": _("Seats"),
    "required": _("Seats that must be present"),
    "interests": _("Interests"),
    "leaves_base": _("Not counted in quorum and vote"),
    "blind": _("Opinions stay hidden until all are in"),
    "screening": _("Formal check (business days)"),
    "review": _("Review (business days)"),
    "stops": _("The clock stops during"),
    "conditions": _("Kinds of request"),
    "members_besides_chair": _("Members besides the chair"),
    "report_at_next_meeting": _("Reported at the next meeting"),
    "persons_at_least": _("From how many persons"),
    "triggers": _("Or where this is concerned"),
    "months": _("Months"),
    "tell_within": _("Business days to pass a withdrawal on"),
    "stop_within": _("Business days to stop use"),
    "under": _("Below which age"),
    "parents": _("How many parents consent"),
    "objection_holds": _("Held while another parent objects"),
    "approval_months": _("Approval (months)"),
    "until_fiscal_year_end": _("Approval ends with the fiscal year"),
    "recipient_months": _("Kept by recipients (months)"),
    "disposal_days": _("Disposal (days)"),
    "record_years": _("Records kept (years)"),
    "statutory_years": _("Records kept by law (years)"),
    "duties": _("Duties"),
    "countries": _("Countries (two letters)"),
    "barred": _("Legal grounds that are not used"),
    "personal": _("For personal information"),
    "special_care": _("For special-care-required information"),
    "pseudonymised": _("For pseudonymised information"),
    "evidenced": _("Evidence needed"),
    "position": _("Position of consent management"),
    "by": _("By whom"),
    "ratify_within": _("To be ratified within (business days)"),
    "drafts": _("Drafts (days untouched; 0: never)"),
    "pending": _("Handed in (days untouched; 0: never)"),
    "warn": _("Warned (days before)"),
    "to_council_hours": _("To the council (hours)"),
    "preliminary_days": _("Preliminary report (days)"),
    "full_days": _("Full report (days)"),
    "offices": _("Offices, in the order of signing"),
    "years_after": _("Years after leaving"),
}

BODIES = ("chair", "steering", "assembly")
"""What is written for those who decide; a council may have bodies of its own besides."""

_MEASURES = ("access_control", "access_log", "encryption", "training", "separation", "no_reidentification")
LISTED: Mapping[str, tuple[str, ...]] = {
    "classes": ("full", "supporting"),
    "matters": ("amendment", "expulsion", "dissolution"),
    "offices": ("secretariat_head", "chair"),
    "countries": ("JP",),
    **dict.fromkeys(("personal", "special_care", "pseudonymised", "evidenced"), _MEASURES),
}
"""The words that are usually written in a list, by part of a setting."""

_PREFIXES = {
    "base": "base_",
    "tie": "tie_",
    "weight": "weight_",
    "position": "position_",
    "blank_proxy_to": "blank_",
}


def choice_label(field: str, code: str) -> Text:
    """The word for ``code`` as a choice of ``field``."""
    return WORDS.get(_PREFIXES.get(field, "") + code, code)


def is_words_only(code: str, part: str) -> bool:
    """Is the part of setting ``code`` one that the system does not apply?"""
    return f"{code}.{part}" in WORDS_ONLY


def words_only(code: str) -> list[str]:
    """The names of the parts of setting ``code`` that the system does not apply."""
    found = sorted(name.partition(".")[2] for name in WORDS_ONLY if name.startswith(f"{code}."))
    return [str(FIELDS.get(name, name)) for name in found]
