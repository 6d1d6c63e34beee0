"""Which of several assessments the gate looks at for a line."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from core.access.roles import Role
from gateway.authzen.memory import memory
from governance.sharing.models import Grant, RequestLine
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.views.assessed import assessed
from pia import actions as pia
from tests import databases
from tests.cast import Cast, World
from tests.factories import assessments as make
from tests.integration.authzen.conftest import NOON, flow, template

databases.STARTS["granted"] = template
pytestmark = [pytest.mark.fresh_database("granted")]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    memory.forget()
    with clock.at(NOON):
        yield
    memory.forget()


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def line(world: World) -> RequestLine:
    return load_line(Grant.objects.get(council=world.council).line_id)


def assess(world: World, line: RequestLine, **covered: Any) -> str:
    """A newer assessment of the line's dataset, items and purpose, approved; the reference."""
    by, row = world.users["assessor"], make.opened(world)
    pia.answer_threshold(row, by=by, persons=8000, triggers=["location"])
    pia.begin(row, by=by)
    told = {"items": tuple(line.items), "purposes": (line.request.purpose,)} | covered
    pia.describe(row, make.description(world, **told), by=by)
    pia.assign(row, Role.REVIEWER, world.users["pia_reviewer"], by=world.users["secretary"])
    pia.start_assessing(row, by=by)
    for stage in make.STAGES:
        pia.add_flow(row, make.flow(stage, items=tuple(line.items)), by=by)
        made = pia.add_risk(row, make.risk(stage), by=by)
        pia.treat_risk(row, made.number, make.treatment(), by=by)
    pia.answer_requirements(row, dict.fromkeys(make.PRINCIPLES, ("met", "規程と説明書による")), by=by)
    pia.submit_for_review(row, by=by)
    pia.approve(row, by=world.users["pia_reviewer"])
    return str(row.reference)


def test_one_for_another_recipient_stops_nobody(world: World, line: RequestLine) -> None:
    asked = flow(world)
    before = judge(line, Moment.FLOW).verdict.check("pia")
    assert before.reason == "covered"
    assert asked.decision()["decision"] is True
    newer = assess(world, line, recipients=(world.organisations["bus"].pk,))
    found = judge(load_line(line.pk), Moment.FLOW).verdict.check("pia")
    assert (found.reason, found.params) == ("covered", before.params)
    assert found.params["pia"] != newer
    assert asked.decision()["decision"] is True
    beside = assessed(load_line(line.pk))
    assert beside is not None
    assert beside.reference == found.params["pia"]


def test_a_newer_one_that_covers_all_of_it_takes_over(world: World, line: RequestLine) -> None:
    newer = assess(world, line, recipients=(world.organisations["university"].pk,))
    assert judge(load_line(line.pk), Moment.FLOW).verdict.check("pia").params["pia"] == newer
