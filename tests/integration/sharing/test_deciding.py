"""Which decision of the council an act about a line may rest on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core import clock
from core.errors import DomainError
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import Channel
from governance.sharing.actions import grants
from governance.sharing.actions.deciding import decision_about
from governance.sharing.models import Grant
from governance.sharing.views.decisions import own_decisions
from tests import databases
from tests.cast import Cast, World
from tests.factories import sharing
from tests.integration.authzen.conftest import NOON, template

databases.STARTS["granted"] = template
pytestmark = [pytest.mark.fresh_database("granted")]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with clock.at(NOON):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


def carried(world: World, about: str) -> Any:
    """An item of the steering body that was carried today."""
    secretary = world.users["secretary"]
    body = assembly_queries.body(world.council, "steering")
    meeting = assembly.plan_meeting(body, by=secretary, starts_at=clock.now(), form="circulated")
    motion = assembly.table_motion(meeting, by=secretary, title_ja="議案", about=about)
    meeting = assembly.open_meeting(assembly.convene(meeting, by=secretary), by=secretary)
    for seat in meeting.attendances.all():
        assembly.record_attendance(seat, by=secretary, channel=Channel.WRITTEN)
    assembly.no_objection(motion, by=secretary)
    motion.refresh_from_db()
    return motion


def test_a_decision_of_last_fiscal_year_is_found_when_the_numbers_begin_anew(
    grant: Grant, world: World
) -> None:
    with clock.at(datetime(2027, 3, 31, 3, tzinfo=UTC)):
        number = sharing.decided(world, grant.line)
    with clock.at(datetime(2027, 4, 5, 3, tzinfo=UTC)):
        words = {"title_ja": "別の件", "reasons_ja": "急を要する。", "about": "line:R-9999-001/1"}
        chair = world.users["chair"]
        assert any(
            assembly.record_decision(world.council, by=chair, **words).number == number for _ in range(60)
        )
        assert decision_about(grant.line, number).number == number


def test_a_superseded_decision_carries_no_act(grant: Grant, world: World) -> None:
    number = sharing.decided(world, grant.line)
    assert number in dict(own_decisions(grant.line))
    old = assembly_queries.decision(world.council, number)
    assert old is not None
    words = {"title_ja": "取消しをしない", "reasons_ja": "事実の誤りがあった。"}
    new = assembly.supersede_decision(old, by=world.users["chair"], **words)
    with pytest.raises(DomainError, match="decision_superseded"):
        grants.revoke(grant, by=world.users["chair"], decision_number=number, reason="目的外の利用")
    assert number not in dict(own_decisions(grant.line))
    assert new.number in dict(own_decisions(grant.line))


def test_what_another_item_or_a_link_names_is_not_decided_about_the_line(grant: Grant, world: World) -> None:
    subject, secretary = f"line:{grant.line.reference}", world.users["secretary"]
    words = {"by": secretary, "title_ja": "取消し", "reasons_ja": "目的外の利用"}
    other = carried(world, "line:R-9999-001-1")
    named = assembly.record_decision(world.council, motion=other, links=[subject], **words)
    loose = assembly.record_decision(world.council, motion=carried(world, ""), about=subject, **words)
    for one in (named, loose):
        with pytest.raises(DomainError, match="decision_not_about_line"):
            decision_about(grant.line, one.number)
        assert one.number not in dict(own_decisions(grant.line))
    right = assembly.record_decision(world.council, motion=carried(world, subject), **words)
    assert decision_about(grant.line, right.number) == right
