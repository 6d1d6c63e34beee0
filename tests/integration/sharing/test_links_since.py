"""What a holder knew somebody by when a list was released stays what the list says, whatever happens to links after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from consent import actions as consent
from core import clock
from core.accounts.enums import Assurance, LinkMethod
from core.accounts.models import Person, SubjectLink
from core.administration.actions import issue_client, link_subject, unlink_subject
from core.clients.enums import Scope
from core.errors import Invalid
from governance.sharing.actions import deliveries, handovers
from governance.sharing.models import Delivery, Grant, Pursuit
from governance.sharing.queries.deliveries import holder_ids
from governance.sharing.queries.release_lists import release_list
from governance.sharing.queries.withdrawals import known_as
from tests.cast import Cast, World, signed_in
from tests.integration.authzen.conftest import NOON
from tests.integration.sharing.test_deliveries import digest

pytestmark = [pytest.mark.begins_with("granted")]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


def released(world: World) -> Delivery:
    officer, grant = world.users["officer_mayor"], Grant.objects.get(council=world.council)
    return deliveries.release(deliveries.write_list(deliveries.prepare(grant, by=officer)), by=officer)


def known_anew(world: World, person: Person, holder_id: str) -> None:
    words = {"holder": world.organs["mayor"], "method": LinkMethod.COUNTER, "assurance": Assurance.HIGH}
    link_subject(person, holder_id=holder_id, by=world.users["secretary"], **words)


@pytest.fixture
def first(world: World) -> tuple[Delivery, Person, list[str]]:
    """A released list, somebody on it whom the holder knows by another id an hour later, while the former id is
    somebody else's by then; and the ids as they were."""
    delivery = released(world)
    ids = list(release_list(delivery))
    link = SubjectLink.objects.filter(person__in=delivery.manifest.values("person")).order_by("person")[0]
    other = Person.objects.filter(council=world.council, links__isnull=True).first()
    other = other or Person.objects.create(council=world.council)
    assert link.identifier == ids[0]
    with clock.at(NOON + timedelta(hours=1)):
        unlink_subject(link, by=world.users["secretary"])
        known_anew(world, link.person, "NEW-1")
        known_anew(world, other, ids[0])
    return delivery, link.person, ids


LATER = NOON + timedelta(hours=2)


def test_the_list_and_its_report_go_by_the_ids_of_the_release(
    first: tuple[Delivery, Person, list[str]], world: World
) -> None:
    delivery, person, ids = first
    said = {"by": world.users["officer_mayor"], "sent_at": LATER}
    with clock.at(LATER):
        assert list(release_list(delivery)) == ids
        assert holder_ids(delivery, [person.pk]) == {person.pk: ids[0]}
        with pytest.raises(Invalid, match="refused_not_on_list"):
            handovers.report_hand_over(delivery, count=0, key="night-0001", refused=["NEW-1"], **said)
        sent = ids[1:]
        words = {"count": len(sent), "digest": digest(sent), "refused": [ids[0]]}
        assert handovers.report_hand_over(delivery, key="night-0002", **words, **said).agrees
        assert not delivery.manifest.filter(person=person).exists()


def test_a_withdrawal_is_pursued_by_the_id_under_which_it_went(
    first: tuple[Delivery, Person, list[str]], world: World
) -> None:
    delivery, person, ids = first
    with clock.at(LATER):
        consent.place_hold(person, "use_stop", by=world.users["secretary"], basis="受付第1号")
        pursuits = list(Pursuit.objects.filter(delivery=delivery).select_related("person"))
        assert list(known_as(world.users["rep_university"], pursuits).values()) == [ids[0]]
        page = signed_in(world.users["rep_university"]).get(f"/c/shiomi/deliveries/{delivery.reference}/")
    assert ids[0] in page.content.decode()
    assert "NEW-1" not in page.content.decode()


def test_a_list_with_an_id_that_ended_is_not_downloaded_and_a_new_one_is_without_it(
    first: tuple[Delivery, Person, list[str]], world: World
) -> None:
    delivery, person, ids = first
    officer = signed_in(world.users["officer_mayor"])
    _client, key = issue_client(
        world.council, world.organisations["city"], name="都市OS", scopes=[Scope.RELEASE], by=None
    )
    with clock.at(LATER):
        path = f"/c/shiomi/deliveries/{delivery.reference}/"
        assert officer.get(f"{path}list.csv").status_code == 409
        assert "list.csv" not in officer.get(path).content.decode()
        asked = {"headers": {"Authorization": f"Bearer {key}"}}
        answer = Client().get(f"/api/v1/deliveries/{delivery.reference}/list.csv", **asked)
        assert (answer.status_code, answer.json()["code"]) == (409, "sharing.list_has_unlinked")
        assert delivery.manifest.filter(person=person).exists()
        second = released(world)
        assert officer.get(f"/c/shiomi/deliveries/{second.reference}/list.csv").status_code == 200
        known = list(release_list(second))
    assert ("NEW-1" in known, ids[0] in known) == (True, False)
