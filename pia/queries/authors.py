"""Who had a hand in an assessment."""

from __future__ import annotations

from core.access.queries import Someone
from pia.models import Assessment, Coverage, Finding, Flow, Requirement, Risk

PARTS = (Coverage, Flow, Requirement, Risk)
"""What assessors write; the histories keep who wrote and removed what."""


def had_a_hand(user: Someone, assessment: Assessment) -> bool:
    """Did ``user`` write any part of this revision or of one before it, from which it was copied, also one that was
    changed or removed since, submit it in any round, or answer a finding about it?"""
    key, rows = user.pk or 0, _with_former(assessment)
    return (
        any(part.history.filter(assessment_id__in=rows, history_user_id=key).exists() for part in PARTS)
        or Assessment.history.filter(id__in=rows, submitted_by_id=key).exists()
        or Finding.objects.filter(assessment__in=rows, answered_by_id=key).exists()
    )


def _with_former(assessment: Assessment) -> list[int]:
    """Keys of the revision and of those before it."""
    if assessment.revision == 1:
        return [assessment.pk or 0]
    rows = Assessment.objects.filter(council=assessment.council_id, reference=assessment.reference)
    return list(rows.filter(revision__lte=assessment.revision).values_list("pk", flat=True))
