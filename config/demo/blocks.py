"""A member kept from receiving data by a decision, its appeal, and the decision that found it right."""

from __future__ import annotations

from datetime import timedelta

from config.demo.past_decisions import BLOCKED, UNBLOCKED
from config.demo.people import Cast
from core import clock
from governance.assembly.queries import decisions
from governance.members import queries
from governance.members.actions import blocks
from governance.members.enums import BlockScope

OBJECTION = (
    "廃棄証明は3月28日に事務局へ持参し、受領印のある控えを保管しています。"
    "控えの写しを添えますので、停止を解いてください。"
)


def fill(cast: Cast) -> None:
    """Once, in the first council: it was all over before the story of the requests begins."""
    world = cast.shiomi
    membership = queries.membership_of(world.council, world.organisations["bus"])
    if membership is None or queries.blocks_of(membership).exists():
        return
    secretary = world.users["secretary"]
    ordered = decisions(world.council).get(title_ja=BLOCKED[0])
    lifted = decisions(world.council).get(title_ja=UNBLOCKED[0])
    with clock.at(clock.on(ordered.decided_on, 17)):
        row = blocks.block(
            membership,
            by=secretary,
            scope=BlockScope.RECIPIENT,
            reason=BLOCKED[2],
            decision_number=ordered.number,
            from_on=ordered.decided_on + timedelta(days=1),
            until_on=ordered.decided_on + timedelta(days=90),
        )
    with clock.at(clock.on(ordered.decided_on + timedelta(days=6), 10)):
        row = blocks.appeal(row, by=world.users["rep_bus"], objection=OBJECTION)
    with clock.at(clock.on(lifted.decided_on, 17)):
        blocks.lift(row, by=secretary, decision_number=lifted.number, reason=UNBLOCKED[2])
