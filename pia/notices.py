"""Who is told what about an assessment: rows for the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import User
from core.outbox.actions import enqueue
from pia.models import Assessment
from pia.permissions import reviewers


def _tell(users: Iterable[User], template: str, assessment: Assessment, occasion: str) -> None:
    for user in users:
        enqueue(
            "mail",
            key=f"pia:{assessment.pk}:{occasion}:{user.pk}",
            council=assessment.council,
            payload={
                "template": f"pia/{template}",
                "user": user.pk,
                "references": {
                    "assessment": assessment.reference,
                    "council": assessment.council.slug,
                    "path": f"/c/{assessment.council.slug}/assessments/{assessment.reference}/",
                },
            },
        )


def _assessors(assessment: Assessment) -> set[User]:
    return {*holders(Role.ASSESSOR, assessment), assessment.created_by}


def submitted(assessment: Assessment) -> None:
    """The reviewers learn that a case waits for them."""
    _tell(reviewers(assessment), "submitted", assessment, f"submitted:{assessment.round}")


def returned(assessment: Assessment) -> None:
    """The assessors learn what to put right."""
    _tell(_assessors(assessment), "returned", assessment, f"returned:{assessment.round}")


def approved(assessment: Assessment) -> None:
    """Assessors and secretariat learn that the assessment is approved."""
    people = _assessors(assessment) | set(holders(Role.SECRETARY, assessment.council))
    _tell(people, "approved", assessment, "approved")


def outdated(assessment: Assessment) -> None:
    """Assessors and secretariat learn that the assessment no longer counts."""
    people = _assessors(assessment) | set(holders(Role.SECRETARY, assessment.council))
    _tell(people, "outdated", assessment, "outdated")
