"""Which decision of the council an act about a line may rest on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from core import clock
from core.errors import DomainError
from core.rulebook.provider import in_force
from core.rulebook.values import BoardAuthority
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.sharing.actions import revoking
from governance.sharing.actions.deciding import decision_about, need_right_body
from governance.sharing.models import Grant
from governance.sharing.queries.facts import gate_facts
from governance.sharing.views.decisions import own_decisions
from tests.cast import Cast, World
from tests.factories import sharing
from tests.integration.authzen.conftest import NOON

pytestmark = [pytest.mark.begins_with("granted")]


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
    old = assembly_queries.decisions(world.council).get(number=number)
    words = {"title_ja": "取消しをしない", "reasons_ja": "事実の誤りがあった。"}
    motion = sharing.carried(world, old.subject)
    new = assembly.supersede_decision(old, by=world.users["secretary"], motion=motion, **words)
    with pytest.raises(DomainError, match="decision_superseded"):
        revoking.revoke(grant, by=world.users["secretary"], decision_number=number, reason="目的外の利用")
    assert number not in dict(own_decisions(grant.line))
    assert new.number in dict(own_decisions(grant.line))


def test_what_another_item_or_a_link_names_is_not_decided_about_the_line(grant: Grant, world: World) -> None:
    subject, secretary = f"line:{grant.line.reference}", world.users["secretary"]
    words = {"by": secretary, "title_ja": "取消し", "reasons_ja": "目的外の利用"}
    other = sharing.carried(world, "line:R-9999-001-1")
    named = assembly.record_decision(world.council, motion=other, links=[subject], **words)
    loose = assembly.record_decision(world.council, motion=sharing.carried(world, ""), about=subject, **words)
    for one in (named, loose):
        with pytest.raises(DomainError, match="decision_not_about_line"):
            decision_about(grant.line, one.number)
        assert one.number not in dict(own_decisions(grant.line))
    right = assembly.record_decision(world.council, motion=sharing.carried(world, subject), **words)
    assert decision_about(grant.line, right.number) == right


def alone(world: World, line: Any) -> str:
    """The number of a decision that the chair took alone, provisionally in an emergency."""
    words = {"title_ja": "会長専決", "reasons_ja": "急を要する。", "about": f"line:{line.reference}"}
    return str(assembly.record_decision(world.council, by=world.users["chair"], **words).number)


def test_what_the_chair_decides_alone_ends_no_grant_of_a_body(grant: Grant, world: World) -> None:
    secretary, day = world.users["secretary"], clock.today() + timedelta(days=7)
    words = {"by": secretary, "reason": "目的外の利用があった。"}
    number = alone(world, grant.line)
    with pytest.raises(DomainError, match="wrong_body"):
        revoking.revoke(grant, decision_number=number, **words)
    assert number in dict(own_decisions(grant.line))
    assert number not in dict(own_decisions(grant.line, of_body=True))
    right = sharing.decided(world, grant.line)
    assert right in dict(own_decisions(grant.line, of_body=True))
    revoking.revoke(grant, decision_number=right, from_on=day, **words)
    with pytest.raises(DomainError, match="wrong_body"):
        revoking.call_off_revocation(grant, by=secretary, decision_number=number)


def test_where_the_board_decides_no_other_body_does(grant: Grant, world: World) -> None:
    """Its opinion decides (決定) by the rules of the day of its vote: what it decided is taken, and nothing else."""
    facts = gate_facts(grant.line, at=clock.now(), count=False)
    assert facts.panel is not None
    assert facts.panel.rules is not None
    need_right_body(grant.line, facts, "steering")
    rules = replace(facts.panel.rules, authority=BoardAuthority("decides"))
    judged = replace(facts, panel=replace(facts.panel, rules=rules))
    need_right_body(grant.line, judged, "ethics_board")
    with pytest.raises(DomainError, match="wrong_body") as refused:
        need_right_body(grant.line, judged, "steering")
    assert refused.value.article == in_force(world.council, clock.today()).article("board_authority")
