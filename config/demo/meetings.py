"""The steering body's next meeting: planned last, since a meeting is numbered after those planned before it."""

from __future__ import annotations

from config.demo.bodies import plan_next
from config.demo.people import Cast
from core import clock
from governance.assembly import queries


def fill(cast: Cast) -> None:
    """Plan it where none is planned."""
    for world in cast.worlds:
        coming = queries.next_meetings(world.council, clock.now())
        if not coming.filter(body__code="steering").exists():
            plan_next(world, "steering", days=12)
