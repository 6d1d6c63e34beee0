"""The page of a delivery in time: before the grant's first day, while it runs, and once it is suspended or over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consent import actions as consent
from core import clock
from core.accounts.models import Person
from core.errors import Refused
from governance.sharing.actions import deliveries, suspensions
from governance.sharing.models import Grant
from tests.cast import Cast, World, signed_in
from tests.integration.authzen.conftest import NOON
from tests.integration.sharing.test_deliveries import prepared, released
from tests.unguarded import unguarded

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


def test_the_list_says_as_of_when_and_that_it_goes_no_longer_once_the_grant_is_suspended_or_over(
    grant: Grant, world: World
) -> None:
    delivery = released(grant, world)
    officer = signed_in(world.users["officer_mayor"])
    path = f"/c/shiomi/deliveries/{delivery.reference}/"
    shown = officer.get(path).content.decode()
    assert "に提供を決めた時点で、引き渡してよい方の一覧" in shown
    assert "引き渡さないでください" not in shown
    words = {"by": world.users["secretary"], "reason": "調べるため。", "from_on": clock.today()}
    suspensions.suspend(grant, **words)
    assert "停止中です。解除されるまで引き渡さないでください" in officer.get(path).content.decode()
    with unguarded():
        Grant.objects.filter(pk=grant.pk).update(state="closed")
    shown = officer.get(path).content.decode()
    assert "終了しています。引き渡さないでください" in shown
    assert "引き渡してよい方の一覧" not in shown
    assert f"{path}list.csv" in shown, "it stays as the evidence of what went"


def test_before_the_first_day_the_release_is_shut_with_its_reason(grant: Grant, world: World) -> None:
    delivery, officer = prepared(grant, world), signed_in(world.users["officer_mayor"])
    path, of_grant = f"/c/shiomi/deliveries/{delivery.reference}/", f"/c/shiomi/grants/{grant.reference}/"
    assert f'action="{path}release/"' in officer.get(path).content.decode()
    assert delivery.reference in officer.get("/c/shiomi/standing/").content.decode()
    first = clock.today() + timedelta(days=3)
    Grant.objects.filter(pk=grant.pk).update(starts_on=first)
    shown = officer.get(path).content.decode()
    assert f'action="{path}release/"' not in shown
    assert "から有効です。提供できるのはその日以降です" in shown
    assert delivery.reference not in officer.get("/c/shiomi/standing/").content.decode()
    for where in (of_grant, "/c/shiomi/grants/"):
        assert "から有効" in officer.get(where).content.decode()


@pytest.mark.parametrize("wrong", ["release_includes_others", "release_includes_held"])
def test_the_gate_stops_a_list_whose_filter_is_broken(
    wrong: str, grant: Grant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = prepared(grant, world)
    if wrong == "release_includes_others":
        other = Person.objects.filter(council=world.council).exclude(
            pk__in=delivery.manifest.values("person")
        )
        delivery.manifest.create(person=other.earliest("pk"))
    else:
        person = delivery.manifest.earliest("pk").person
        consent.place_hold(person, "protection", by=world.users["secretary"], basis="受付第2号")
    everybody = Person.objects.filter(council=world.council).values_list("pk", flat=True)
    monkeypatch.setattr(deliveries, "may_flow", lambda *_line, **_at: everybody)
    with pytest.raises(Refused) as refusal:
        deliveries.release(delivery, by=world.users["officer_mayor"])
    assert refusal.value.code.endswith(wrong)
