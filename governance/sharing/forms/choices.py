"""Choices that several forms offer: purposes, triggers, safeguards, countries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.http.codes import COUNTRIES as COUNTRIES
from governance.sharing.enums.safeguards import SAFEGUARDS as SAFEGUARDS

PURPOSES = (
    ("AcademicResearch", _("Academic research")),
    ("ScientificResearch", _("Scientific research")),
    ("ImprovePublicServices", _("Improving public services")),
    ("ImproveTransportMobility", _("Improving transport and mobility")),
    ("ImproveHealthcare", _("Improving health care")),
    ("ProtectionOfPublicSecurity", _("Protecting public safety")),
    ("ProvideOfficialStatistics", _("Providing official statistics")),
    ("PublicPolicyMaking", _("Making public policy")),
    ("PublicBenefit", _("Public benefit")),
    ("ServiceProvision", _("Providing the service")),
    ("ServiceOptimisation", _("Optimising the service")),
    ("CombatClimateChange", _("Combating climate change")),
    ("LegalCompliance", _("Complying with law")),
)
TRIGGERS = (
    ("special_care", _("Information requiring special care")),
    ("children", _("Children")),
    ("location", _("Location")),
    ("camera", _("Camera images")),
)


def label(choices: tuple[tuple[str, object], ...], code: str) -> str:
    """The label of ``code``; the code itself where it is not among ``choices``."""
    return str(dict(choices).get(code, code))
