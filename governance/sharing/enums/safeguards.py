"""Safety measures that a recipient declares (安全管理措置)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
