"""Choices that several forms offer: purposes, triggers, safeguards, countries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.http.codes import COUNTRIES as COUNTRIES

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
SAFEGUARDS = (
    ("access_control", _("Access control")),
    ("access_log", _("Access log")),
    ("encryption", _("Encryption")),
    ("training", _("Staff training")),
    ("processor_supervision", _("Supervision of processors")),
    ("no_reidentification", _("No re-identification")),
    ("separation", _("Separate storage")),
    ("incident_plan", _("Plan for incidents")),
)


def label(choices: tuple[tuple[str, object], ...], code: str) -> str:
    """The label of ``code``; the code itself where it is not among ``choices``."""
    return str(dict(choices).get(code, code))
