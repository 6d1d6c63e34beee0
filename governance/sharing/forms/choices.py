"""Choices that several forms offer: purposes, triggers, safeguards, countries."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from consent.rules.dpv import PURPOSES as NAMED
from core.http.codes import COUNTRIES as COUNTRIES
from core.http.dates import english
from governance.sharing.enums.safeguards import SAFEGUARDS as SAFEGUARDS


def _name(code: str) -> str:
    return NAMED[code][1 if english() else 0]


_named = lazy(_name, str)
PURPOSES = tuple(
    (code, _named(code))
    for code in (
        "AcademicResearch",
        "ScientificResearch",
        "ImprovePublicServices",
        "ImproveTransportMobility",
        "ImproveHealthcare",
        "ProtectionOfPublicSecurity",
        "ProvideOfficialStatistics",
        "PublicPolicyMaking",
        "PublicBenefit",
        "ServiceProvision",
        "ServiceOptimisation",
        "CombatClimateChange",
        "LegalCompliance",
    )
)
"""Purposes that a request may have, by the names that notices and checks give them."""
TRIGGERS = (
    ("special_care", _("Information requiring special care")),
    ("children", _("Children")),
    ("location", _("Location")),
    ("camera", _("Camera images")),
)


def label(choices: tuple[tuple[str, object], ...], code: str) -> str:
    """The label of ``code``; the code itself where it is not among ``choices``."""
    return str(dict(choices).get(code, code))
