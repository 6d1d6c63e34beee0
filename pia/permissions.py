"""Who may do what on an assessment: roles of the case, combined with the workflow table."""

from __future__ import annotations

from core.access.queries import Someone, holders, roles_on
from core.access.roles import Role
from core.accounts.models import Council, User
from core.errors import ALLOWED, NotPermitted, Verdict
from pia.models import Assessment
from pia.workflows import ASSESSMENT

SYSTEM = frozenset({"system"})
OWNERS = (Role.CHAIR, Role.APPROVER)
"""Who may take responsibility for residual risk, the weightier office first."""


def roles_of(user: Someone | None, assessment: Assessment) -> frozenset[str]:
    """The roles of the case that ``user`` has; None is the system.

    A reviewer is independent: whoever assesses, or has submitted this revision, is no reviewer of it.
    """
    if user is None:
        return SYSTEM
    on_council = roles_on(user, assessment.council)
    on_case = roles_on(user, assessment)
    held = set()
    if Role.SECRETARY in on_council:
        held.add("secretary")
    if Role.ASSESSOR in on_council | on_case:
        held.add("assessor")
    elif Role.REVIEWER in on_case and assessment.submitted_by_id != user.pk:
        held.add("reviewer")
    if on_council.intersection(OWNERS):
        held.add("owner")
    return frozenset(held)


def permit(user: Someone | None, assessment: Assessment, verb: str) -> Verdict:
    """May ``user`` do ``verb`` on ``assessment`` now?"""
    return ASSESSMENT.permit(assessment.state, verb, roles_of(user, assessment))


def permit_open(user: Someone, council: Council) -> Verdict:
    """May ``user`` open a new assessment in ``council``?"""
    if roles_on(user, council) & {Role.SECRETARY, Role.ASSESSOR}:
        return ALLOWED
    return Verdict(False, "not_your_verb", {"verb": "open"}, error=NotPermitted)


def capacity(user: User, council: Council) -> Role | None:
    """The office in which ``user`` can accept residual risk, or None."""
    held = roles_on(user, council)
    return next((role for role in OWNERS if role in held), None)


def is_assessor(user: User, assessment: Assessment) -> bool:
    """Does ``user`` assess this case?"""
    return Role.ASSESSOR in roles_on(user, assessment.council) | roles_on(user, assessment)


def reviewers(assessment: Assessment) -> tuple[User, ...]:
    """The assigned reviewers who are independent."""
    assigned = holders(Role.REVIEWER, assessment).order_by("pk")
    return tuple(user for user in assigned if not is_assessor(user, assessment))
