"""A released list goes while its grant goes on; what a holder reports stands: nobody is taken off the list later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from consent import actions as consent
from consent.models import Consent
from core import clock
from core.accounts.models import Organ, Person
from core.administration.actions import issue_client
from core.clients.enums import Scope
from core.errors import Invalid
from governance.members.models import Block, Membership
from governance.sharing.actions import deliveries, handovers, records, revoking, suspensions
from governance.sharing.models import Delivery, Grant, HandOver, Pursuit
from governance.sharing.queries.release_lists import release_list
from tests.cast import Cast, World, signed_in
from tests.factories import sharing
from tests.integration.authzen.conftest import NOON

pytestmark = [pytest.mark.begins_with("granted")]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def delivery(world: World) -> Delivery:
    officer = world.users["officer_mayor"]
    grant = Grant.objects.get(council=world.council)
    return deliveries.release(deliveries.write_list(deliveries.prepare(grant, by=officer)), by=officer)


def report(delivery: Delivery, world: World, key: str, **said: Any) -> HandOver:
    said = {"count": delivery.persons, "sent_at": clock.now()} | said
    return handovers.report_hand_over(delivery, by=world.users["officer_mayor"], key=key, **said)


def withdrawn(person: Person) -> None:
    given = Consent.objects.filter(person=person, item__dataset="D-01").select_related("item__version").get()
    consent.withdraw(person, [given.item], by=None, route="feed")


def test_a_later_report_takes_nobody_back_and_a_withdrawal_is_pursued(
    delivery: Delivery, world: World
) -> None:
    first = report(delivery, world, "night-0001")
    person, one = delivery.manifest.order_by("person")[0].person, next(iter(release_list(delivery)))
    with pytest.raises(Invalid) as refused:
        report(delivery, world, "night-0002", count=delivery.persons - 1, refused=[one])
    assert refused.value.code == "sharing.refused_after_report"
    assert report(delivery, world, "night-0001", refused=[one]) == first
    assert delivery.manifest.filter(person=person).exists()
    withdrawn(person)
    assert Pursuit.objects.filter(delivery=delivery, person=person).exists()
    assert report(delivery, world, "night-0003").agrees


def test_nothing_is_told_as_handed_over_while_the_grant_was_stopped(delivery: Delivery, world: World) -> None:
    released, secretary = delivery.released_at, world.users["secretary"]
    assert released is not None
    to_the_minute = released.replace(second=0, microsecond=0)
    assert report(delivery, world, "night-0001", sent_at=to_the_minute).agrees
    with clock.at(NOON + timedelta(hours=2)):
        suspensions.suspend(delivery.grant, by=secretary, reason="点検のため")
    with clock.at(NOON + timedelta(hours=3)):
        with pytest.raises(Invalid, match="sent_while_stopped"):
            report(delivery, world, "night-0002")
        assert report(delivery, world, "night-0003", sent_at=NOON + timedelta(hours=1)).agrees
        page = signed_in(world.users["officer_mayor"]).get(
            f"/c/shiomi/deliveries/{delivery.reference}/hand-over/"
        )
        assert "value=" not in str(page.context["form"]["sent_at"]), "no day and time is offered"
    over = clock.on(delivery.grant.ends_on + timedelta(days=1), 9)
    with clock.at(over), pytest.raises(Invalid, match="sent_while_stopped"):
        report(delivery, world, "night-0004")


def test_the_sources_of_law_of_a_provision_are_words(delivery: Delivery, world: World) -> None:
    page = signed_in(world.users["officer_mayor"]).get(f"/c/shiomi/deliveries/{delivery.reference}/")
    shown = page.content.decode()
    assert "法令の出典" in shown
    assert "(&#x27;" not in shown
    assert "様式：" in shown


def test_a_report_that_nothing_was_sent_holds_nobody_on_the_list(delivery: Delivery, world: World) -> None:
    report(delivery, world, "night-0001", count=0)
    one = next(iter(release_list(delivery)))
    assert report(delivery, world, "night-0002", count=delivery.persons - 1, refused=[one]).agrees
    assert one not in list(release_list(delivery))


def test_after_the_receipt_nobody_leaves_the_list(delivery: Delivery, world: World) -> None:
    records.confirm_receipt(delivery, by=world.users["rep_university"])
    one = next(iter(release_list(delivery)))
    with pytest.raises(Invalid) as refused:
        report(delivery, world, "night-0001", count=delivery.persons - 1, refused=[one])
    assert refused.value.code == "sharing.refused_after_receipt"
    assert not HandOver.objects.exists()


def test_the_page_asks_for_nobody_once_it_is_too_late_and_says_so_to_whoever_typed(
    delivery: Delivery, world: World
) -> None:
    path = f"/c/shiomi/deliveries/{delivery.reference}/hand-over/"
    client = signed_in(world.users["officer_mayor"])
    assert 'name="refused"' in client.get(path).content.decode()
    report(delivery, world, "night-0001")
    assert 'name="refused"' not in client.get(path).content.decode()
    typed = next(iter(release_list(delivery)))
    said = {"count": delivery.persons - 1, "sent_at": "2026-11-23T12:00", "refused": typed}
    answer = client.post(path, said)
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert HandOver.objects.count() == 1


def suspended(grant: Grant, world: World) -> datetime:
    suspensions.suspend(grant, by=world.users["secretary"], reason="点検")
    return NOON


def revoked(grant: Grant, world: World) -> datetime:
    number = sharing.decided(world, grant.line)
    revoking.revoke(
        grant, by=world.users["secretary"], decision_number=number, reason="目的外の利用があった。"
    )
    return NOON


def over(grant: Grant, world: World) -> datetime:
    """The clock has not done its work yet."""
    return clock.on(grant.ends_on + timedelta(days=1))


@pytest.mark.parametrize(("stop", "code"), [(suspended, "suspended"), (revoked, "over"), (over, "over")])
def test_no_list_is_fetched_whose_grant_does_not_go_on(
    stop: Any, code: str, delivery: Delivery, world: World
) -> None:
    path = f"/c/shiomi/deliveries/{delivery.reference}/"
    _client, key = issue_client(
        world.council, world.organisations["city"], name="都市OS", scopes=[Scope.RELEASE], by=None
    )
    asked = {"headers": {"Authorization": f"Bearer {key}"}}
    api = f"/api/v1/deliveries/{delivery.reference}/list.jsonl"
    officer = signed_in(world.users["officer_mayor"])
    assert (Client().get(api, **asked).status_code, officer.get(f"{path}list.csv").status_code) == (200, 200)
    assert "list.csv" in officer.get(path).content.decode()
    with clock.at(stop(Grant.objects.get(pk=delivery.grant_id), world)):
        answer = Client().get(api, **asked)
        assert (answer.status_code, answer.json()["code"]) == (409, f"sharing.list_of_{code}_grant")
        assert answer.json()["message"]
        assert officer.get(f"{path}list.csv").status_code == 200, "the evidence of whose records could go"
        assert "引き渡さないでください" in officer.get(path).content.decode()


def organ_ended(delivery: Delivery, world: World) -> None:
    Organ.objects.filter(pk=delivery.grant.line.dataset.provider_id).update(last_on=date(2026, 11, 22))


def blocked(delivery: Delivery, world: World) -> None:
    membership = Membership.objects.get(
        council=world.council, organisation=delivery.grant.line.request.applicant
    )
    Block.objects.create(
        membership=membership,
        scope="recipient",
        reason="滞納",
        decision_number="汐見協第9号",
        from_on=date(2026, 11, 1),
        until_on=date(2026, 12, 31),
        ordered_at=NOON,
        ordered_by=world.users["secretary"],
    )


def test_no_list_is_handed_over_while_the_gate_has_an_obstacle(delivery: Delivery, world: World) -> None:
    _client, key = issue_client(
        world.council, world.organisations["city"], name="都市OS", scopes=[Scope.RELEASE], by=None
    )
    api = f"/api/v1/deliveries/{delivery.reference}/list.jsonl"
    officer = signed_in(world.users["officer_mayor"])
    for stop, code in ((organ_ended, "organ_over"), (blocked, "blocked")):
        with transaction.atomic():
            stop(delivery, world)
            answer = Client().get(api, headers={"Authorization": f"Bearer {key}"})
            assert (answer.status_code, answer.json()["code"]) == (409, f"gate.standing.{code}")
            page = officer.get(f"/c/shiomi/deliveries/{delivery.reference}/").content.decode()
            assert "当分の間、引き渡さないでください" in page, code
            transaction.set_rollback(True)
