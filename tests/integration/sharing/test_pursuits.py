"""Whatever takes a person's data out of what may flow reaches those who already hold it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from config.demo import moments
from consent import actions as consent
from consent.enums import HoldKind
from consent.models import Consent, NoticeVersion
from core import clock
from core.accounts.models import Person
from core.errors import Invalid
from core.outbox import work
from core.outbox.models import Endpoint, Job
from governance.members import queries as members
from governance.sharing.actions import deliveries, unanswered, withdrawals
from governance.sharing.models import Delivery, Grant, Pursuit
from governance.sharing.queries.deliveries import disclosures_of, may_flow
from governance.sharing.queries.disposals import withdrawals_open
from governance.sharing.queries.names import item_names
from governance.sharing.queries.release_lists import release_list
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Check, Moment
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


def _given_in(delivery: Delivery) -> QuerySet[Consent]:
    rows = Consent.objects.filter(person__in=delivery.manifest.values("person"), state="in_force")
    return rows.select_related("item", "person__user").order_by("pk")


def given_in(delivery: Delivery) -> Consent:
    return _given_in(delivery).filter(person__user__isnull=False)[0]


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


def test_a_late_answer_is_reminded_blocks_and_is_settled_with_the_last(grant: Grant, world: World) -> None:
    """One duty and one round of mails for a delivery, however many persons it is about."""
    delivery, university = released(grant, world), grant.line.request.applicant
    for given in _given_in(delivery)[:2]:
        consent.withdraw(given.person, [given.item], by=None, route="feed")
    first, second = Pursuit.objects.filter(delivery=delivery)
    mails = Job.objects.filter(kind="mail", payload__user=world.users["rep_university"].pk).order_by("pk")
    for days in (-4, -3, -2, 0, 1, 2):
        with clock.at(clock.on(first.due_on + timedelta(days=days), 3)):
            unanswered.open_duties_overdue()
            unanswered.remind()
            overdue = members.standing(world.council, university, clock.today()).overdue
            assert [one.reference for one in overdue] == [f"delivery:{delivery.reference}"] * (days > 0)
            assert gate(grant, "standing").reason == ("duty_overdue" if days > 0 else "in_order")
    told = [job.payload["template"].rpartition("/")[2] for job in mails]
    assert [one for one in told if one in ("withdrawal_due", "withdrawal_overdue")] == [
        "withdrawal_due",
        "withdrawal_overdue",
    ]
    late, representative = clock.on(first.due_on + timedelta(days=2), 9), world.users["rep_university"]
    for row, reason in ((first, "duty_overdue"), (second, "in_order")):
        with clock.at(late):
            withdrawals.answer(row, by=representative, outcome="use_stopped")
            assert gate(grant, "standing").reason == reason
    with clock.at(late):
        assert (unanswered.open_duties_overdue(), unanswered.remind()) == (0, 0)


def gate(grant: Grant, check: str) -> Check:
    return judge(load_line(grant.line_id), Moment.FLOW).verdict.check(check)


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
    citizen = signed_in(given.person.user)
    seen = citizen.get("/my/disclosures/").content.decode()
    assert "利用の停止の後" in seen
    citizen.cookies["layer"], citizen.cookies["furigana"] = "easy", "on"
    seen = citizen.get("/my/disclosures/").content.decode()
    assert "<ruby>止<rp>（</rp><rt>と</rt><rp>）</rp></ruby>めた" in seen, "the plain words, with furigana"
    assert "&lt;time" not in seen


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


# --- several withdrawals ---


def three_withdraw(delivery: Delivery) -> list[Any]:
    """Three of those on the list of ``delivery`` agree no longer."""
    rows = delivery.manifest.select_related("person__council").order_by("pk")[:3]
    persons = [row.person for row in rows]
    for person in persons:
        given = Consent.objects.get(person=person, state="in_force")
        consent.withdraw(person, [given.item], by=None, route="feed")
    return persons


def who_withdrew_is_read_by_the_recipient_alone(world: World, delivery: Delivery) -> None:
    ids, here = set(release_list(delivery)), "/c/shiomi/withdrawals/"
    shown = signed_in(world.users["rep_university"]).get(here).content.decode()
    assert sum(one in shown for one in ids) >= 3
    of_secretary = signed_in(world.users["secretary"]).get(here).content.decode()
    assert delivery.reference in of_secretary
    assert not any(one in of_secretary for one in ids)


def who_confirmed_is_read_by_those_concerned(world: World, delivery: Delivery, name: str) -> None:
    page = f"/c/shiomi/deliveries/{delivery.reference}/"
    for who, where, reads in (
        ("secretary", "/c/shiomi/withdrawals/?answered=yes", True),
        ("officer_mayor", page, True),
        ("auditor", page, False),
    ):
        told = signed_in(world.users[who]).get(where).content.decode()
        assert (name in told) is reads, who


def test_several_withdrawals_are_answered_at_once_and_each_person_sees_it(
    cast: Cast, grant: Grant, world: World
) -> None:
    delivery, recipient = released(grant, world), world.users["rep_university"]
    persons = three_withdraw(delivery)
    rows = list(Pursuit.objects.order_by("pk"))
    assert len(rows) == 3
    client, here = signed_in(recipient), "/c/shiomi/withdrawals/"
    who_withdrew_is_read_by_the_recipient_alone(world, delivery)
    chosen = [str(row.pk) for row in rows[:2]]
    path = here + "answer/"
    assert client.get(path, {"pursuits": chosen}).status_code == 200
    said = {
        "pursuits": chosen,
        "outcome": "deleted",
        "method": "erase",
        "done_on": str(clock.today()),
        "confirmed_name": "情報基盤課長　早瀬",
    }
    assert client.post(path, said | {"confirmed_name": ""}).status_code == 422
    for impossible in ("2027-01-01", "2026-11-22"):
        assert client.post(path, said | {"done_on": impossible}).status_code == 422, (
            "not done yet, or not had yet"
        )
    assert Pursuit.objects.filter(answered_at=None).count() == 3
    assert client.post(path, said).status_code == 302
    answered = Pursuit.objects.filter(outcome="deleted", method="erase", done_on=clock.today())
    assert answered.count() == 2
    assert client.post(path, said).status_code == 422
    who_confirmed_is_read_by_those_concerned(world, delivery, said["confirmed_name"])
    other = signed_in(world.users["officer_mayor"])
    assert other.post(path, said | {"pursuits": [str(rows[2].pk)]}).status_code == 403, "not a recipient"
    neighbour = signed_in(cast.nagiura.users["secretary"])
    assert neighbour.get(here).status_code == 404
    with pytest.raises(Invalid):
        withdrawals.answer_all([], by=recipient, done=withdrawals.Done("deleted"))
    [seen] = disclosures_of([persons[0]])[0].pursuits
    assert seen is not None
    assert seen.done_on == clock.today()
