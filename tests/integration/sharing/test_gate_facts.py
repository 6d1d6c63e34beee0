"""Which of several assessments and notices the gate looks at for a line."""

from __future__ import annotations

from typing import Any

import pytest

from consent.models import Consent
from core import clock
from core.access.roles import Role
from gateway.authzen.memory import memory
from governance.sharing.models import Grant, RequestLine
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.views.assessed import assessed
from pia import actions as pia
from tests.cast import Cast, World
from tests.factories import assessments as make
from tests.factories import consents
from tests.integration.authzen.conftest import NOON, flow

pytestmark = [pytest.mark.begins_with("granted")]


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


def promised(world: World, line: RequestLine, first: int, second: int) -> Any:
    """Another notice that covers the line: its first version promises so many months, its second others."""
    data = [{"code": code, "ja": code, "easy": code, "en": code} for code in line.items]
    choice = consents.choice(world, data_items=data, retention_months=first)
    version = consents.notice(world, choice)
    consents.next_version(version.notice.pk, world, {**choice, "retention_months": second})
    return version


def test_a_version_that_nobody_is_under_limits_nobody(world: World, line: RequestLine) -> None:
    version, asked = promised(world, line, 1, 24), flow(world)
    found = judge(load_line(line.pk), Moment.FLOW).verdict.check("retention")
    assert found.reason == "within", found.params
    assert asked.decision()["decision"] is True
    one = Consent.objects.filter(person__council=world.council, state="in_force", item__dataset="D-01")
    moved = one.exclude(person=world.persons["chihiro"]).first()
    moved.item = version.items.get()
    moved.save()
    found = judge(load_line(line.pk), Moment.FLOW).verdict.check("retention")
    assert (found.reason, found.params["allowed"]) == ("longer_than", 1)


def test_whoever_was_promised_less_does_not_flow_by_facts_held_before(
    world: World, line: RequestLine
) -> None:
    """A consent moves no counter: what is held does not know yet that somebody is under the older version."""
    version, asked = promised(world, line, 1, 24), flow(world)
    assert asked.decision()["decision"] is True
    mine = Consent.objects.get(
        person=world.persons["chihiro"],
        state="in_force",
        item__recipient__isnull=False,
        item__dataset="D-01",
        item__purpose=line.request.purpose,
    )
    mine.item = version.items.get()
    mine.save()
    assert asked.reasons() == ["gate.consent.person_promised_less"]
    memory.forget()
    assert "gate.retention.longer_than" in asked.reasons()


def test_the_newest_version_limits_before_anybody_is_under_it(world: World, line: RequestLine) -> None:
    promised(world, line, 24, 1)
    found = judge(load_line(line.pk), Moment.FLOW).verdict.check("retention")
    assert (found.reason, found.params["allowed"]) == ("longer_than", 1)
