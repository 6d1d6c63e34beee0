"""A role on the council is given to somebody who has what is better kept apart from it, or is held by them already."""

from __future__ import annotations

from core import clock
from core.access.roles import Role
from core.accounts.models import Council, User
from core.errors import Refused
from core.ledger.actions import append
from core.rulebook.provider import in_force
from governance.members import queries, rules
from governance.members.actions.offices import OVERLAP_EXPLAINED
from governance.members.enums import KEPT_APART_NAMES
from governance.members.models import RoleOverlap


def role_to_be_given(council: Council, role: Role, user: User, *, by: User, reason: str) -> bool:
    """``role`` is about to be given to ``user``, in the same transaction: what is better kept apart comes into one hand
    with a reason alone, which stays on the list of officers. Where they have the role, a reason is kept as well.

    Returns whether a reason was kept.

    Raises:
        Refused: the bylaws keep an auditor apart; or there is no reason.
    """
    today = clock.today()
    held = queries.held_by(council, user, today, today)
    if role == Role.AUDITOR or Role.AUDITOR in held:
        rules.may_also_hold(str(role), held, in_force(council, today)).or_raise()
    overlaps = rules.in_one_hand({str(role), *held})
    if role not in overlaps or (role in held and not reason.strip()):
        return False
    if not reason.strip():
        names = [str(name) for word, name in KEPT_APART_NAMES.items() if word in overlaps and word != role]
        raise Refused("role_in_one_hand", held=", ".join(names))
    made = RoleOverlap.objects.create(
        council=council,
        user=user,
        role=str(role),
        overlaps=sorted(overlaps),
        reason=reason.strip(),
        given_at=clock.now(),
        given_by=by,
    )
    facts = {"role": made.role, "user": user.pk, "overlaps": made.overlaps}
    append(OVERLAP_EXPLAINED, council=council, subject=f"user:{user.pk}", facts=facts, by=by)
    return True
