"""A term on the board ends while reviews are open: the member finishes them, or is excused from all at once."""

from __future__ import annotations

from typing import Any

from core.accounts.models import User
from core.errors import DomainError
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.sharing.actions.seating import excuse_leaver
from governance.sharing.queries.reshuffle import panels_of, seats_to_finish


def finish_or_leave(_event: str, payload: dict[str, Any]) -> None:
    """The reaction to the end of an appointment: whoever leaves for good is excused where the vote allows it; who then
    still sits on a panel reads on until the review is over."""
    row = queries.appointment(payload["appointment"])
    council, user = row.seat.body.council, row.user
    if payload["excused_by"] is not None:
        _excuse(user, User.objects.get(pk=payload["excused_by"]), row)
    if seats_to_finish(user, council).filter(review__body=row.seat.body).exists():
        assembly.keep_reading(user, council)


def _excuse(user: User, by: User, row: Any) -> None:
    """A place that cannot be left, as its vote stands or the case is closed to ``by``, is finished."""
    for member in panels_of(user, row.seat.body.council).filter(review__body=row.seat.body):
        try:
            excuse_leaver(member, by=by, note=row.end_reason)
        except DomainError:
            continue
