"""Tables of assessments."""

from __future__ import annotations

from pia.models.assessments import Assessment, AssessmentGrant
from pia.models.coverage import Coverage, CoverageRecipient
from pia.models.parts import Flow, Requirement, Risk
from pia.models.reviews import Acceptance, Finding

__all__ = [
    "Acceptance",
    "Assessment",
    "AssessmentGrant",
    "Coverage",
    "CoverageRecipient",
    "Finding",
    "Flow",
    "Requirement",
    "Risk",
]
