"""Who had a hand in a revision of an assessment."""

from __future__ import annotations

from core.access.queries import Someone
from pia.models import Assessment, Coverage, Finding, Flow, Requirement, Risk

PARTS = (Coverage, Flow, Requirement, Risk)
"""What assessors write; the histories keep who wrote and removed what."""


def had_a_hand(user: Someone, assessment: Assessment) -> bool:
    """Did ``user`` write any part of this revision, also one that was changed or removed since, submit it in any
    round, or answer a finding about it?"""
    key = user.pk or 0
    return (
        any(part.history.filter(assessment_id=assessment.pk, history_user_id=key).exists() for part in PARTS)
        or Assessment.history.filter(id=assessment.pk, submitted_by_id=key).exists()
        or Finding.objects.filter(assessment=assessment, answered_by_id=key).exists()
    )
