"""A grant reached through the actions: research on steps, on consent."""

from __future__ import annotations

from typing import Any

from config.demo import moments, requests
from config.demo.people import World
from core import clock
from governance.sharing.actions import requests as verbs


def granted(world: World) -> Any:
    """The grant of a research request on D-01, agreed and in force."""
    line = requests._draft_research(world)
    with clock.at(moments.story(2)):
        verbs.pass_formal_check(line.request, by=world.users["secretary"])
    with clock.at(moments.story(3)):
        requests.review(world, line.request, {line.number: "suitable"})
    with clock.at(moments.story(4)):
        requests.conclude(world, line, reasons="利用目的が明確で、同意の範囲内である。")
    number = requests.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        return requests._agree(world, line, number)
