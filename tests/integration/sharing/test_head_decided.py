"""A request that is sent back after one of its lines was decided: what the decision rests on stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config.demo import moments, procedure
from config.demo import requests as demo
from consent import actions as consent
from consent.models import Consent
from core import clock
from core.errors import NotNow
from gateway.authzen.memory import memory
from governance.sharing.actions import deliveries, requests
from governance.sharing.models import Grant, Pursuit, SharingRequest
from governance.sharing.queries.machine import purposes_known
from governance.sharing.queries.requests import open_lines
from tests.cast import Cast, World, enter
from tests.integration.authzen.conftest import flow

pytestmark = [pytest.mark.begins_with("sent_back")]


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    memory.forget()
    with clock.at(moments.story(8)):
        yield
    memory.forget()


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def row(world: World) -> SharingRequest:
    """Of two lines one is granted; because of the other the board sends the request back."""
    return SharingRequest.objects.get(council=world.council)


CHANGES: list[dict[str, Any]] = [
    {"purpose": "ImproveHealthcare"},
    {"purpose_ja": "別の目的に使う。"},
    {"purpose_en": "For something else."},
    {"title_ja": "別の題名"},
    {"title_en": "Another title"},
    {"is_emergency": True},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_what_a_decision_rests_on_is_not_changed(
    change: dict[str, Any], row: SharingRequest, world: World
) -> None:
    user = world.users["rep_university"]
    with pytest.raises(NotNow, match="head_decided_already") as refused:
        requests.edit(row, by=user, **change)
    assert refused.value.params == {"lines": f"{row.reference}-1"}
    requests.edit_line(row.lines.get(number=2), by=user, retention_months=6)


def test_the_same_words_are_no_change_and_a_project_is_one(row: SharingRequest, world: World) -> None:
    user = world.users["rep_university"]
    requests.edit(row, by=user, purpose=row.purpose, title_ja=row.title_ja, project=None)
    with pytest.raises(NotNow, match="head_decided_already"):
        requests.edit(row, by=user, project=procedure.project(world, "P-01"))


def test_the_page_shows_them_fixed_and_keeps_what_was_typed(row: SharingRequest, world: World) -> None:
    client, path = enter(Client(), world.users["rep_university"]), f"/c/shiomi/requests/{row.reference}/edit/"
    page = client.get(path).content.decode()
    assert 'name="purpose"' not in page
    assert row.purpose_ja in page
    assert f"{row.reference}-1" in page
    typed = {"title_ja": row.title_ja, "purpose": row.purpose, "purpose_ja": "書きかけの別の目的"}
    answer = client.post(path, typed | {"revision": row.revision})
    assert answer.status_code == 409
    assert "書きかけの別の目的" in answer.content.decode()
    row.refresh_from_db()
    assert row.purpose_ja == demo.RESEARCH["purpose_ja"]


def test_the_running_grant_is_known_and_its_withdrawals_are_pursued(
    row: SharingRequest, world: World
) -> None:
    officer, grant = world.users["officer_mayor"], Grant.objects.get(council=world.council)
    asking = flow(world)
    assert asking.decision()["decision"] is True
    assert row.purpose in purposes_known(world.council)
    assert list(open_lines().filter(request=row).values_list("number", flat=True)) == [1]
    delivery = deliveries.write_list(deliveries.prepare(grant, by=officer))
    deliveries.release(delivery, by=officer)
    with pytest.raises(NotNow):
        requests.edit(row, by=world.users["rep_university"], purpose="ImproveHealthcare")
    given = Consent.objects.filter(person=world.persons["chihiro"], item__dataset="D-01", state="in_force")
    item = given.select_related("item__version").first().item
    consent.withdraw(world.persons["chihiro"], [item], by=None, route="feed")
    assert Pursuit.objects.filter(delivery=delivery, person=world.persons["chihiro"]).exists()
