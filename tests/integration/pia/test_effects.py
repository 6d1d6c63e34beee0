"""An assessment that no longer counts stops what rests on it, at once."""

from __future__ import annotations

from typing import Any

import pytest

from config.demo import moments, requests
from core import clock
from governance.sharing.actions import requests as verbs
from governance.sharing.models import Grant
from pia import actions, queries
from tests.cast import Cast, World

pytestmark = pytest.mark.usefixtures("demo")


def granted(world: World) -> Any:
    """A new request about steps, all the way to an active grant."""
    line = requests._draft_research(world)
    with clock.at(moments.story(2)):
        verbs.pass_formal_check(line.request, by=world.users["secretary"])
    with clock.at(moments.story(3)):
        requests.review(world, line.request, {line.number: "suitable"})
    with clock.at(moments.story(4)):
        requests.conclude(world, line, reasons="目的が明確である。")
    number = requests.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        return Grant.objects.get(pk=requests._agree(world, line, number).pk)


def test_the_grants_that_rest_on_it_are_suspended(cast: Cast) -> None:
    here, there = granted(cast.shiomi), granted(cast.nagiura)
    assert (here.state, there.state) == ("active", "active")
    row = queries.find(cast.shiomi.council, "PIA-01")
    actions.outdate(row, by=cast.shiomi.users["secretary"], reason="change", note="項目が増えた")
    here, there = Grant.objects.get(pk=here.pk), Grant.objects.get(pk=there.pk)
    assert (here.state, here.suspended_reason) == ("suspended", "PIA-01")
    assert there.state == "active"
