"""The roles that come with a seat, and the one that whoever still sits on a panel keeps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import Council, User
from governance.assembly.models import Appointment, Body
from governance.assembly.queries.bodies import active
from governance.assembly.rules.bodies import BOARD
from governance.members.queries import has_place


def _seat_role(body: Body) -> Role:
    return Role.REVIEWER if body.code == BOARD else Role.MEMBER


def give_roles(appointment: Appointment) -> None:
    """A seat opens the body's pages, and the council's to look around in."""
    seat, user = appointment.seat, appointment.user
    role = _seat_role(seat.body)
    grants.give(role, user, seat.body)
    grants.give(role, user, seat.body.council)
    if seat.is_chair and seat.alternate_of_id is None:
        grants.give(Role.CHAIR, user, seat.body)


def take_roles(appointment: Appointment) -> None:
    """Take what came with the seat, but for what another seat or a member brings."""
    user, body = appointment.user, appointment.seat.body
    role = _seat_role(body)
    grants.take(role, user, body)
    grants.take(Role.CHAIR, user, body)
    others = Appointment.objects.filter(
        active(clock.today()), user=user, seat__body__council=body.council
    ).exclude(pk=appointment.pk)
    same = (
        others.filter(seat__body__code=BOARD)
        if role == Role.REVIEWER
        else others.exclude(seat__body__code=BOARD)
    )
    if same.exists() or (role == Role.MEMBER and has_place(user, body.council)):
        return
    grants.take(role, user, body.council)


def officer_changed(_event: str, payload: dict[str, Any]) -> None:
    """Who keeps the data of an organ of a member finds in to the council, and out again when nothing else holds them:
    another member, or a seat."""
    if payload["role"] != Role.DATA_OFFICER:
        return
    user = User.objects.get(pk=payload["user"])
    for council in Council.objects.filter(pk__in=payload["councils"]):
        settle_place(user, council)


def place_left(_event: str, payload: dict[str, Any]) -> None:
    """Whoever no longer acts for a member stays in the council while a seat of theirs goes on."""
    settle_place(User.objects.get(pk=payload["user"]), Council.objects.get(pk=payload["council"]))


def settle_place(user: User, council: Council) -> None:
    """``user`` is in ``council`` while a member, the data of one, or a seat brings them there."""
    seats = Appointment.objects.filter(active(clock.today()), user=user, seat__body__council=council)
    if has_place(user, council) or seats.exclude(seat__body__code=BOARD).exists():
        grants.give(Role.MEMBER, user, council)
    else:
        grants.take(Role.MEMBER, user, council)


def keep_reading(user: User, council: Council) -> None:
    """Whoever sat on the board reads on in ``council``, to finish what they sit on."""
    grants.give(Role.REVIEWER, user, council)


def departed(users: Iterable[int], council: Council) -> list[User]:
    """Those of ``users`` (keys) who sat on the board of ``council`` and do not any more."""
    rows = Appointment.objects.filter(seat__body__council=council, seat__body__code=BOARD, user__in=users)
    sitting = rows.filter(active(clock.today())).values("user")
    gone = rows.filter(ended_at__isnull=False, from_on__lte=clock.today()).exclude(user__in=sitting)
    return list({row.user_id: row.user for row in gone.select_related("user")}.values())


def let_go(user: User, council: Council) -> None:
    """What they sat on is over: they read no more as of the board."""
    grants.take(Role.REVIEWER, user, council)
