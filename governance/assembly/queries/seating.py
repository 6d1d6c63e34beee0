"""Bodies as their pages show them: who sits there, what is missing, when they meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Aggregate, Count, Max, Min, QuerySet

from core import clock
from core.accounts.models import Council
from governance.assembly.models import Appointment, Body, Meeting, Seat
from governance.assembly.queries.bodies import (
    active,
    appointments_of,
    bodies,
    coming_appointments,
    gaps,
    seats_of,
    standing,
)
from governance.assembly.queries.meetings import held_meetings, next_meetings
from governance.assembly.rules.bodies import ASSEMBLY
from governance.members.queries import voters


@dataclass(frozen=True, slots=True)
class BodySeen:
    """A body in a list: how many may vote, whether a seat is missing, the last and the next meeting."""

    body: Body
    seated: int
    has_gaps: bool
    last: datetime | None
    next: datetime | None

    @property
    def of_members(self) -> bool:
        """Is it the general assembly, where the members sit?"""
        return self.body.code == ASSEMBLY


@dataclass(frozen=True, slots=True)
class SeatSeen:
    """A seat with who holds it, and who is to come."""

    seat: Seat
    held: Appointment | None
    coming: tuple[Appointment, ...]

    @property
    def people(self) -> tuple[Appointment, ...]:
        """All of them."""
        return (self.held, *self.coming) if self.held else self.coming


def bodies_seen(council: Council, on: date) -> list[BodySeen]:
    """All bodies on ``on``, in the order they were set up."""
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(standing(on), body__council=council):
        seats.setdefault(seat.body_id, []).append(seat)
    held = Appointment.objects.filter(active(on), seat__body__council=council)
    seated = dict(held.order_by().values_list("seat__body").annotate(number=Count("pk")))
    filled = frozenset(held.values_list("seat", flat=True))
    last = _begins(held_meetings(council), Max("starts_at"))
    coming = _begins(next_meetings(council, clock.now()), Min("starts_at"))
    return [
        BodySeen(
            body,
            len(voters(council, on)) if body.code == ASSEMBLY else seated.get(body.pk, 0),
            any(not gap.in_order for gap in gaps(body, seats.get(body.pk, ()), filled, on)),
            last.get(body.pk),
            coming.get(body.pk),
        )
        for body in bodies(council).select_related("council")
    ]


def _begins(rows: QuerySet[Meeting], at: Aggregate) -> dict[int, datetime]:
    return dict(rows.order_by().values_list("body").annotate(at=at))


def seats_seen(body: Body, on: date) -> list[SeatSeen]:
    """The seats of ``body`` on ``on``, in their order."""
    held = {row.seat_id: row for row in appointments_of(body, on)}
    coming: dict[int, list[Appointment]] = {}
    for row in coming_appointments(body, on):
        coming.setdefault(row.seat_id, []).append(row)
    return [SeatSeen(seat, held.get(seat.pk), tuple(coming.get(seat.pk, ()))) for seat in seats_of(body, on)]
