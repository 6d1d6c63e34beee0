"""What the provider's decision leaves out is before everybody who prepares, receives, records or asks."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from config.demo import moments
from core import clock
from core.errors import Invalid
from gateway.authzen.memory import memory
from governance.sharing.actions import approvals, deliveries
from governance.sharing.models import Delivery, Grant
from tests.cast import Cast, World, signed_in
from tests.factories.sharing import agree, line_in
from tests.integration.authzen.conftest import NOON, machine

pytestmark = [pytest.mark.begins_with("approved")]

RESTRICTION = "沖見地区の者を除く。"


@pytest.fixture
def world(cast: Cast) -> World:
    memory.forget()
    return cast.shiomi


@pytest.fixture
def line(world: World) -> Any:
    """A line that the council approved, before the provider decides."""
    return line_in(world, "approved")


@pytest.fixture
def grant(world: World, line: Any) -> Grant:
    """The provider gives one item of those asked for, and leaves a district out."""
    with clock.at(moments.story(6)):
        page = f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/accept/"
        words = {
            "file_number": "汐健第113号",
            "ground": line.ground,
            "harm": "none_feared",
            "reasons": "権利利益を不当に侵害するおそれはない。",
            "items": ["daily_steps"],
            "restriction": f"  {RESTRICTION}\n",
        }
        answer = signed_in(world.users["officer_mayor"]).post(page, words)
        assert answer.status_code == 302, answer.content.decode()
        return agree(world, line)


def prepared(grant: Grant, world: World) -> Delivery:
    return deliveries.write_list(deliveries.prepare(grant, by=world.users["officer_mayor"]))


def page(world: World, who: str, path: str) -> str:
    answer = signed_in(world.users[who]).get(f"/c/shiomi/{path}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_is_before_the_recipient_and_whoever_prepares_and_releases(world: World, grant: Grant) -> None:
    assert grant.items == ["daily_steps"]
    assert len(grant.line.items) > 1
    with clock.at(NOON):
        for who in ("rep_university", "officer_mayor", "secretary"):
            told = page(world, who, f"grants/{grant.reference}/")
            assert RESTRICTION in told
            assert "提供元が除いているものがあります" in told
            assert "汐健第113号" in told
        delivery = prepared(grant, world)
        told = page(world, "officer_mayor", f"deliveries/{delivery.reference}/")
        assert told.count(RESTRICTION) == 2, "on the page, and once more where the release is confirmed"
        request = page(world, "rep_university", f"requests/{grant.line.request.reference}/?tab=review")
        assert RESTRICTION in request
        asked = page(world, "rep_university", f"requests/{grant.line.request.reference}/")
        assert RESTRICTION in asked
        assert "提供しない項目（提供元の決定）" in asked


def test_it_stands_in_the_record_and_in_the_papers(world: World, grant: Grant) -> None:
    with clock.at(NOON):
        delivery = deliveries.release(prepared(grant, world), by=world.users["officer_mayor"])
        said = delivery.record.content
        assert (said["restriction"], said["provider_decision"]) == (RESTRICTION, "汐健第113号")
        assert RESTRICTION in page(world, "rep_university", f"deliveries/{delivery.reference}/")
        client = signed_in(world.users["officer_mayor"])
        place = f"requests/{grant.line.request.reference}/lines/{grant.line.number}"
        decided = f"{place}/decisions/{grant.line.provider_decisions.get().pk}"
        for path in (f"deliveries/{delivery.reference}/record", f"{place}/agreement", decided):
            paper = client.get(f"/c/shiomi/{path}.docx?text=ja")
            assert paper.status_code == 200, path
            words = "".join(
                node.text or "" for node in Document(io.BytesIO(paper.content)).element.body.iter(qn("w:t"))
            )
            assert RESTRICTION in words, path


def test_a_machine_is_told_and_an_item_left_out_does_not_flow(world: World, grant: Grant) -> None:
    """The gate lets the narrower grant through; it had refused everything once an item was left out."""
    with clock.at(NOON):
        delivery = deliveries.release(prepared(grant, world), by=world.users["officer_mayor"])
        assert delivery.state == "released"
        link = delivery.manifest.order_by("pk").first().person.links.get(holder=world.organs["mayor"])
        asked = {
            "subject": {"type": "organization", "id": f"organisation:{world.organisations['university'].pk}"},
            "action": {"name": "share"},
            "resource": {
                "type": "personal_data",
                "id": str(link.identifier),
                "properties": {"dataset": "D-01", "items": ["daily_steps"]},
            },
            "context": {"purpose": "https://w3id.org/dpv#AcademicResearch"},
        }
        answer = machine(world).ask(asked).json()
        assert answer["decision"] is True
        assert answer["context"]["grant"] == grant.reference
        told = next(one for one in answer["context"]["obligations"] if one["type"] == "restriction")
        assert told["id"] == "汐健第113号"
        assert told["properties"]["text"] == RESTRICTION
        assert "daily_steps" not in told["properties"]["items_left_out"]
        assert set(told["properties"]["items_left_out"]) == set(grant.line.items) - {"daily_steps"}


def test_the_contract_for_machines_is_no_wider_than_the_decision(world: World, grant: Grant) -> None:
    with clock.at(NOON):
        client = signed_in(world.users["rep_university"])
        place = f"/c/shiomi/grants/{grant.reference}"
        plain = client.get(f"{place}/agreement.jsonld").json()
        assert client.get(f"{place}/agreement.signed.json").json()["agreement"] == plain
        terms = client.get("/vocabulary/agreement/").content.decode()
    limits = {
        (one["leftOperand"].rpartition("#")[2], one["operator"]): one["rightOperand"]
        for one in plain["permission"][0]["constraint"]
    }
    assert limits["restriction", "eq"]["@value"] == RESTRICTION
    assert [one["@id"].rpartition("-")[2] for one in limits["hasData", "isAnyOf"]] == ["daily_steps"]
    left_out = {one["@id"].rpartition("-")[2] for one in limits["hasData", "isNoneOf"]}
    assert left_out == set(grant.line.items) - {"daily_steps"}
    assert 'id="restriction"' in terms


def test_items_that_nobody_asked_for_are_not_decided_on(world: World, line: Any) -> None:
    words = {"file_number": "汐健第113号", "harm": "none_feared", "reasons": "ない。"}
    for items in ([], ["heart_rate"]):
        with clock.at(moments.story(6)), pytest.raises(Invalid):
            approvals.accept_provision(line, by=world.users["officer_mayor"], items=items, **words)


def test_a_decision_without_one_warns_of_nothing(world: World) -> None:
    grant = Grant.objects.get(council=world.council)
    with clock.at(NOON):
        told = page(world, "officer_mayor", f"grants/{grant.reference}/")
        assert "提供元が除いているものがあります" not in told
        assert "汐健第112号" in told
