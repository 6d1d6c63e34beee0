"""Leading members to the pledge they owe: when the rules change, before the transition ends, and after it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from core import clock
from core.outbox.rounds import each
from core.rulebook.provider import in_force
from governance.members import notices, queries, rules
from governance.members.models import Membership

AHEAD = timedelta(days=14)
"""So long before the transition ends the organisation is told once more."""


def ask_for_pledges() -> int:
    """Tell every member that owes the pledge in force, once for each stage; how many owe it. Harmless to repeat."""
    return each(_ask, queries.joined().select_related("council", "organisation").order_by("pk"))


@transaction.atomic
def _ask(membership: Membership) -> bool:
    rulebook = in_force(membership.council, clock.today())
    found = queries.what_is_missing(membership, rulebook)
    owed = next((gap for gap in found if gap.code in ("pledge_missing", "pledge_outdated")), None)
    if owed is None:
        return False
    ending = not owed.blocks and owed.until is not None and owed.until - rulebook.on <= AHEAD
    stage = "over" if owed.blocks else "ending" if ending else "asked"
    number = rulebook.editions[rules.PARTICIPATION].number
    notices.pledge_due(membership, number, stage, owed.until if not owed.blocks else None)
    return True
