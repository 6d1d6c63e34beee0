"""Suspending a member (資格の停止) for a time: by a vote, up to a last day, after which it ends by itself."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.errors import Refused
from core.ledger.events import public
from core.outbox.rounds import each
from governance.members.actions.memberships import decided_anew, given, locked, move
from governance.members.enums import MembershipState
from governance.members.models import Membership
from governance.members.permissions import permit

SUSPENDED = public("members.membership_suspended", _("Membership suspended"))
REINSTATED = public("members.membership_reinstated", _("Member reinstated"))


@transaction.atomic
def suspend(
    membership: Membership, *, by: User, reason: str, decision_number: str, until_on: date
) -> Membership:
    """Suspend a member up to ``until_on``, its last day, as a body of the council voted: the gate answers differently
    at once.

    Raises:
        Refused: no reason, a last day that has passed, or no decision that carries it.
    """
    membership = locked(membership)
    permit(by, membership, "suspend").or_raise()
    reason = given(reason)
    if until_on < clock.today():
        raise Refused("suspension_days")
    number = decided_anew(membership, decision_number, is_voted=True)
    return move(
        membership, "suspend", SUSPENDED, by=by, reason=reason, decision_number=number, until=until_on
    )


@transaction.atomic
def reinstate(membership: Membership, *, by: User, reason: str) -> Membership:
    """End a suspension before its last day."""
    membership = locked(membership)
    permit(by, membership, "reinstate").or_raise()
    return move(membership, "reinstate", REINSTATED, by=by, reason=given(reason))


def end_suspensions() -> int:
    """End every suspension whose last day has passed; how many. Harmless to repeat and to run twice at once."""
    over = Membership.objects.filter(state=MembershipState.SUSPENDED, suspended_until__lt=clock.today())
    return each(_run_out, over.order_by("pk"))


@transaction.atomic
def _run_out(membership: Membership) -> None:
    row = locked(membership)
    permit(None, row, "run_out").or_raise()
    move(row, "run_out", REINSTATED, by=None)
