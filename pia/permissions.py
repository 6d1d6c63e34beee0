"""Who may do what on an assessment: roles of the case, combined with the workflow table."""

from __future__ import annotations

from collections.abc import Iterable

from core.access.queries import Someone, holders, roles_held, roles_on
from core.access.roles import Role
from core.accounts.models import Council, User
from core.errors import ALLOWED, Verdict, not_yours
from pia.enums import State
from pia.models import Assessment
from pia.queries.assessments import DECIDED, SEES_ALL
from pia.queries.authors import had_a_hand
from pia.workflows import ASSESSMENT

SYSTEM = frozenset({"system"})
OWNERS = (Role.CHAIR, Role.APPROVER)
"""Who may take responsibility for residual risk, the weightier office first."""
AUTHORS = frozenset({Role.SECRETARY, Role.ASSESSOR})
"""Who, by a role on the council, opens and writes its assessments."""


def roles_of(user: Someone | None, assessment: Assessment) -> frozenset[str]:
    """The roles of the case that ``user`` has; None is the system.

    A reviewer is independent: whoever assesses, or had a hand in this revision or one before it, is no reviewer.
    """
    if user is None:
        return SYSTEM
    on = roles_held(user, assessment.council, assessment)
    on_council, on_case = on[assessment.council], on[assessment]
    held = set()
    if Role.SECRETARY in on_council:
        held.add("secretary")
    if Role.ASSESSOR in on_council | on_case:
        held.add("assessor")
    elif Role.REVIEWER in on_case and not had_a_hand(user, assessment):
        held.add("reviewer")
    if on_council.intersection(OWNERS):
        held.add("owner")
    return frozenset(held)


def permit(user: Someone | None, assessment: Assessment, verb: str) -> Verdict:
    """May ``user`` do ``verb`` on ``assessment`` now?"""
    return permits(user, assessment, [verb])[verb]


def permits(user: Someone | None, assessment: Assessment, verbs: Iterable[str]) -> dict[str, Verdict]:
    """:func:`permit` for each of ``verbs``, as a page with many buttons asks: who ``user`` is, is found once."""
    roles = roles_of(user, assessment)
    return {verb: ASSESSMENT.permit(assessment.state, verb, roles) for verb in verbs}


def reads_drafting(user: Someone, assessment: Assessment) -> bool:
    """May ``user``, who sees ``assessment``, read how it was drafted, with what was taken out of it? While it is
    drafted and reviewed its authors and reviewers; once it is decided also whoever reads every assessment."""
    held = roles_held(user, assessment.council, assessment)
    if held[assessment] or held[assessment.council] & AUTHORS:
        return True
    is_decided = assessment.state in (*DECIDED, State.NOT_REQUIRED)
    return is_decided and bool(held[assessment.council] & SEES_ALL)


def permit_open(user: Someone, council: Council) -> Verdict:
    """May ``user`` open a new assessment in ``council``?"""
    return ALLOWED if roles_on(user, council) & {Role.SECRETARY, Role.ASSESSOR} else not_yours("open")


def capacity(user: User, council: Council) -> Role | None:
    """The office in which ``user`` can accept residual risk, or None."""
    held = roles_on(user, council)
    return next((role for role in OWNERS if role in held), None)


def is_assessor(user: User, assessment: Assessment) -> bool:
    """Does ``user`` assess this case?"""
    held = roles_held(user, assessment.council, assessment)
    return Role.ASSESSOR in held[assessment.council] | held[assessment]


def is_independent(user: User, assessment: Assessment) -> bool:
    """May ``user`` review this revision: neither assesses it nor had a hand in it or in one before it?"""
    return not is_assessor(user, assessment) and not had_a_hand(user, assessment)


def reviewers(assessment: Assessment) -> tuple[User, ...]:
    """The assigned reviewers who are independent."""
    assigned = holders(Role.REVIEWER, assessment).order_by("pk")
    return tuple(user for user in assigned if is_independent(user, assessment))
