"""Whatever takes a person's data out of what may flow reaches those who already hold it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from consent import actions as consent
from consent.models import Consent
from core import clock
from core.accounts.models import Person
from governance.sharing.actions import deliveries
from governance.sharing.models import Delivery, Grant, Pursuit
from governance.sharing.queries.deliveries import may_flow
from governance.sharing.queries.requests import line as load_line
from tests import databases
from tests.cast import Cast, World
from tests.factories.consents import twin_of
from tests.integration.authzen.conftest import NOON, template

databases.STARTS["granted"] = template
pytestmark = [pytest.mark.fresh_database("granted")]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


def released(grant: Grant, world: World) -> Delivery:
    listed = deliveries.write_list(deliveries.prepare(grant, by=world.users["officer_mayor"]))
    return deliveries.release(listed, by=world.users["officer_mayor"])


def given_in(delivery: Delivery) -> Consent:
    persons = delivery.manifest.values("person")
    rows = Consent.objects.filter(person__in=persons, state="in_force", person__user__isnull=False)
    return rows.select_related("item", "person__user").order_by("pk")[0]


def may_go(grant: Grant, person: Person) -> bool:
    return person.pk in set(may_flow(load_line(grant.line_id), at=clock.now()))


def test_a_no_under_another_notice_stops_the_flow_and_is_pursued(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    given = given_in(delivery)
    assert may_go(grant, given.person)
    other = twin_of(world, given.item)
    consent.give(given.person, other.items.all(), by=given.person.user)
    consent.withdraw(given.person, other.items.all(), by=given.person.user)
    assert not may_go(grant, given.person)
    assert Pursuit.objects.get(delivery=delivery).person == given.person
