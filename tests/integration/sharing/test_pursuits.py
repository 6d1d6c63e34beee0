"""Whatever takes a person's data out of what may flow reaches those who already hold it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from config.demo import moments
from consent import actions as consent
from consent.enums import HoldKind
from consent.models import Consent, NoticeVersion
from core import clock
from core.accounts.models import Person
from core.outbox import work
from core.outbox.models import Endpoint, Job
from governance.sharing.actions import deliveries, withdrawals
from governance.sharing.models import Delivery, Grant, Pursuit
from governance.sharing.queries.deliveries import may_flow
from governance.sharing.queries.disposals import withdrawals_open
from governance.sharing.queries.names import item_names
from governance.sharing.queries.requests import line as load_line
from tests.cast import Cast, World, signed_in
from tests.factories import consents as make
from tests.integration.authzen.conftest import NOON
from tests.integration.sharing.test_succession import followed

pytestmark = [pytest.mark.begins_with("granted")]


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
    other = make.twin_of(world, given.item)
    consent.give(given.person, other.items.all(), by=given.person.user)
    consent.withdraw(given.person, other.items.all(), by=given.person.user)
    assert not may_go(grant, given.person)
    assert Pursuit.objects.get(delivery=delivery).person == given.person


def test_of_a_defective_notice_a_recipient_is_told_once_for_a_stretch_of_persons(
    grant: Grant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each person: neither by mail nor by machine."""
    delivery, university = released(grant, world), grant.line.request.applicant
    Endpoint.objects.create(
        council=world.council, organisation=university, url="https://hook.example/", created_at=clock.now()
    )
    version = given_in(delivery).item.version
    asked = delivery.manifest.filter(
        person__in=Consent.objects.filter(item__version=version).values("person")
    )
    many, before = asked.count(), set(Job.objects.values_list("pk", flat=True))
    assert many > 2
    monkeypatch.setattr("consent.actions.defects.STRETCH", many)
    consent.invalidate(version, by=world.users["secretary"], decision="汐見協第20号")
    assert work.perform(Job.objects.get(kind="defective_notice").pk)
    assert Pursuit.objects.filter(delivery=delivery).count() == many
    told = Job.objects.exclude(pk__in=before).filter(key__contains="withdrawal_pursued")
    stretches = -(-Consent.objects.filter(item__version=version, state="invalidated").count() // many)
    assert 1 <= told.filter(kind="webhook").count() <= stretches
    readers = told.filter(kind="mail").values("payload__user").distinct().count()
    assert 1 <= told.filter(kind="mail").count() <= stretches * readers


# --- a hold ---


@pytest.mark.parametrize("kind", list(HoldKind.values))
def test_a_hold_reaches_the_recipient_without_its_reason(grant: Grant, world: World, kind: str) -> None:
    delivery = released(grant, world)
    given, before = given_in(delivery), set(Job.objects.values_list("pk", flat=True))
    consent.place_hold(given.person, kind, by=world.users["secretary"], basis="受付第77号")
    pursuit = Pursuit.objects.get(delivery=delivery)
    assert (pursuit.person, pursuit.cause, pursuit.items) == (given.person, "stop", [])
    assert pursuit.due_on == clock.add_business_days(clock.today(), 10)
    told = [job.payload for job in Job.objects.exclude(pk__in=before) if "stop_pursued" in job.key]
    assert told
    client = signed_in(world.users["rep_university"])
    pages = [
        client.get(f"/c/shiomi/{path}").content.decode()
        for path in (
            "withdrawals/",
            f"deliveries/{delivery.reference}/",
            f"deliveries/{delivery.reference}/withdrawals/{pursuit.pk}/",
        )
    ]
    for text in [*pages, json.dumps(told, ensure_ascii=False)]:
        assert not any(word in text for word in ["受付第77号", "支援措置", "死亡", "protecti", "death"])
    assert all("利用の停止" in page for page in pages)
    withdrawals.answer(pursuit, by=world.users["rep_university"], outcome="use_stopped")
    seen = signed_in(given.person.user).get("/my/disclosures/").content.decode()
    assert "利用の停止の後" in seen


def test_a_hold_asks_anew_after_another_was_lifted_and_nothing_of_what_is_gone(
    grant: Grant, world: World
) -> None:
    person, secretary = given_in(released(grant, world)).person, world.users["secretary"]
    for number in range(2):
        hold = consent.place_hold(person, "use_stop", by=secretary, basis="受付第1号")
        assert Pursuit.objects.count() == number + 1
        withdrawals.answer(
            Pursuit.objects.get(answered_at=None),
            by=world.users["rep_university"],
            outcome="deleted" if number else "use_stopped",
        )
        consent.lift_hold(hold, by=secretary)
    consent.place_hold(person, "use_stop", by=secretary, basis="受付第2号")
    assert Pursuit.objects.count() == 2


def test_a_hold_is_pursued_on_grounds_other_than_consent_and_in_this_council_alone(
    grant: Grant, world: World, cast: Cast
) -> None:
    delivery = released(grant, world)
    person = given_in(delivery).person
    grant.line.ground = "subsidiary_ground_of_a_test"
    grant.line.save()
    elsewhere = cast.worlds[1]
    for other in Person.objects.filter(council=elsewhere.council)[:1]:
        consent.place_hold(other, "use_stop", by=elsewhere.users["secretary"], basis="受付第1号")
    assert not Pursuit.objects.exists()
    consent.place_hold(person, "use_stop", by=world.users["secretary"], basis="受付第1号")
    assert Pursuit.objects.get().delivery == delivery


# --- a narrower consent ---


def narrower(world: World, given: Consent, *codes: str, **changes: Any) -> NoticeVersion:
    """The next version of the notice, whose choice asks for ``codes`` alone."""
    kinds = [kind for kind in given.item.data_items if kind["code"] in codes]
    fields = ("provider_id", "recipient_id", "dataset", "purpose", "purpose_words")
    same = {name.removesuffix("_id"): getattr(given.item, name) for name in fields}
    row = make.choice(world, given.item.code, **(same | {"data_items": kinds} | changes))
    return make.next_version(given.item.version.notice_id, world, row)


def test_agreeing_anew_to_less_asks_back_the_rest(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    given = given_in(delivery)
    kept, *rest = delivery.items
    assert rest
    version = narrower(world, given, kept)
    consent.give(given.person, version.items.all(), by=given.person.user)
    assert not may_go(grant, given.person)
    pursuit = Pursuit.objects.get(delivery=delivery, person=given.person)
    assert (pursuit.cause, pursuit.items) == ("uncovered", rest)
    assert pursuit.due_on > clock.today()
    page = signed_in(world.users["rep_university"]).get("/c/shiomi/withdrawals/").content.decode()
    assert item_names(grant.line.dataset)[rest[0]][0] in page
    withdrawals.answer(pursuit, by=world.users["rep_university"], outcome="deleted")
    consent.withdraw(given.person, version.items.all(), by=given.person.user)
    assert Pursuit.objects.filter(delivery=delivery, person=given.person, cause="withdrawal").exists()


def test_agreeing_anew_to_the_same_or_more_asks_nothing_back(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    given = given_in(delivery)
    consent.give(given.person, [given.item], by=given.person.user)
    version = narrower(world, given, *[kind["code"] for kind in given.item.data_items])
    consent.give(given.person, version.items.all(), by=given.person.user)
    assert not Pursuit.objects.exists()


def test_agreeing_anew_for_another_purpose_asks_everything_back(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    given = given_in(delivery)
    version = narrower(world, given, *delivery.items, purpose="ServiceProvision")
    consent.give(given.person, version.items.all(), by=given.person.user)
    assert [(row.cause, row.items) for row in Pursuit.objects.all()] == [("uncovered", [])]


def test_agreeing_anew_to_less_places_asks_back_what_is_kept_elsewhere(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    given = given_in(delivery)
    codes = [kind["code"] for kind in given.item.data_items]
    abroad = narrower(world, given, *codes, storage_country="US")
    consent.give(given.person, abroad.items.all(), by=given.person.user)
    assert not Pursuit.objects.exists()
    type(grant.line).objects.filter(pk=grant.line_id).update(storage=["US"])
    home = narrower(world, given, *codes)
    consent.give(given.person, home.items.all(), by=given.person.user)
    assert [(row.cause, row.items) for row in Pursuit.objects.all()] == [("uncovered", [])]


def test_what_another_notice_covers_is_not_asked_back(grant: Grant, world: World) -> None:
    given = given_in(released(grant, world))
    other = make.twin_of(world, given.item)
    consent.give(given.person, other.items.all(), by=given.person.user)
    version = narrower(world, given, given.item.data_items[0]["code"])
    consent.give(given.person, version.items.all(), by=given.person.user)
    assert not Pursuit.objects.exists()


# --- a grant that follows ---


def test_persons_whom_the_grant_that_follows_leaves_out_are_asked_back(
    cast: Cast, grant: Grant, world: World
) -> None:
    with clock.at(moments.story(6) + timedelta(hours=1)):
        delivery = released(grant, world)
    persons = [row.person_id for row in delivery.manifest.order_by("pk")]
    ended = Consent.objects.filter(person__in=persons[:2], item__recipient=grant.line.request.applicant_id)
    ended.update(until=moments.story(7))
    new = followed(cast, grant)
    assert grant.state == "closed", "the same items: what is held goes on under the new one"
    rows = Pursuit.objects.filter(delivery=delivery)
    assert sorted(row.person_id for row in rows) == sorted(persons[:2])
    assert {(row.cause, tuple(row.items)) for row in rows} == {("uncovered", ())}
    assert all(row.due_on > row.opened_at.date() for row in rows)
    assert set(withdrawals_open(new)) == set(rows), "answered before the disposal under the new one"


def test_nobody_is_asked_back_where_all_are_covered(cast: Cast, grant: Grant, world: World) -> None:
    with clock.at(moments.story(6) + timedelta(hours=1)):
        released(grant, world)
    followed(cast, grant)
    assert not Pursuit.objects.exists()
