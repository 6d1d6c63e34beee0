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
from core.accounts.subjects import subject_hash
from core.administration.actions import issue_client, link_subject, unlink_subject
from core.clients.enums import Scope
from core.errors import Invalid, NotPermitted
from governance.sharing.actions import deliveries, handovers, record_lookups
from governance.sharing.documents.record_prints import person_print
from governance.sharing.models import Delivery, DeliveryPerson, Grant, Pursuit, RecordLookup
from governance.sharing.queries.deliveries import holder_ids
from governance.sharing.queries.release_lists import release_list
from governance.sharing.queries.withdrawals import known_as
from tests.cast import Cast, World, signed_in
from tests.integration.authzen.conftest import NOON
from tests.integration.sharing.test_deliveries import digest
from tests.unguarded import unguarded

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


def looked_up(world: World, holder_id: str) -> RecordLookup:
    words = {"holder": world.organs["mayor"], "reason": "開示請求 第6号"}
    return record_lookups.look_up(
        world.council, by=world.users["rep_university"], holder_id=holder_id, **words
    )


def test_a_recipient_finds_by_the_id_on_its_list_who_went_under_it_and_what(
    first: tuple[Delivery, Person, list[str]], world: World
) -> None:
    """Not whom the provider knows by it today, nor what went under another id of the same person."""
    delivery, person, ids = first
    other = SubjectLink.objects.get(identifier_hash=link_hash(ids[0], world), unlinked_at=None).person
    with clock.at(LATER):
        with pytest.raises(Invalid, match="person_not_received"):
            looked_up(world, "NEW-1")
        second = released(world)
        for holder_id, one in ((ids[0], delivery), ("NEW-1", second)):
            row = looked_up(world, holder_id)
            assert row.person == person
            told = person_print(row, "ja")
            assert told["identifier"] == holder_id
            assert [each["number"] for each in told["rows"]] == [one.reference]
        with unguarded():
            DeliveryPerson.objects.create(delivery=second, person=other)
        with pytest.raises(Invalid, match="person_not_certain"):
            looked_up(world, ids[0])


def test_of_whom_nobody_is_to_be_identified_the_recipient_reads_a_number_and_the_provider_which_it_is(
    first: tuple[Delivery, Person, list[str]], world: World
) -> None:
    delivery, person, ids = first
    line, officer, taking = delivery.grant.line, world.users["officer_mayor"], world.users["rep_university"]
    with unguarded():
        type(line).objects.filter(pk=line.pk).update(data_class="pseudonymised")
    with clock.at(LATER):
        consent.place_hold(person, "use_stop", by=world.users["secretary"], basis="受付第1号")
        pursuit = Pursuit.objects.select_related("person").get(delivery=delivery)
        assert known_as(taking, [pursuit]) == {pursuit.pk: str(person)}
        assert known_as(officer, [pursuit]) == {pursuit.pk: f"{ids[0]} ({person})"}
        path = f"/c/shiomi/deliveries/{delivery.reference}/"
        answer = f"{path}withdrawals/{pursuit.pk}/"
        for page in (path, answer):
            shown = signed_in(taking).get(page).content.decode()
            assert (str(person) in shown, ids[0] in shown) == (True, False)
        assert f"{ids[0]} ({person})" in signed_in(officer).get(path).content.decode()


@pytest.mark.parametrize("data_class", ["pseudonymised", "person_related"])
def test_a_recipient_finds_nobody_in_what_nobody_is_to_be_identified_in(
    world: World, data_class: str
) -> None:
    """Neither on the page nor, on a former one, in the print; beside what went by ids it is not shown."""
    delivery = released(world)
    [holder_id, *_others] = release_list(delivery)
    row = looked_up(world, holder_id)
    line, client = delivery.grant.line, signed_in(world.users["rep_university"])
    with unguarded():
        type(line).objects.filter(pk=line.pk).update(data_class=data_class)
    assert not person_print(row, "ja")["rows"]
    assert client.get("/c/shiomi/records/person/").status_code == 403
    with pytest.raises(NotPermitted):
        looked_up(world, holder_id)
    assert person_print(by_secretariat(world, holder_id), "ja")["rows"], "the secretariat finds all"


def by_secretariat(world: World, holder_id: str) -> RecordLookup:
    words = {"holder": world.organs["mayor"], "reason": "開示請求 第7号"}
    return record_lookups.look_up(world.council, by=world.users["secretary"], holder_id=holder_id, **words)


def test_the_secretariat_finds_by_a_former_id_what_went_under_it(
    first: tuple[Delivery, Person, list[str]], world: World
) -> None:
    """Somebody else has the id since: without a day it leads to them; once it is nobody's, to nobody."""
    delivery, person, ids = first
    keeper, path = signed_in(world.users["secretary"]), "/c/shiomi/records/person/"
    link = SubjectLink.objects.get(identifier_hash=link_hash(ids[0], world), unlinked_at=None)
    said = {"holder": world.organs["mayor"].pk, "holder_id": ids[0], "reason": "開示請求 第7号"}
    with clock.at(NOON + timedelta(days=1)):
        day = (NOON + timedelta(days=1)).date().isoformat()
        SubjectLink.objects.filter(pk=link.pk).update(linked_at=clock.now())
        for on, found in (("", link.person), (NOON.date().isoformat(), person), (day, link.person)):
            shown = keeper.post(path, {**said, "on": on}, follow=True)
            assert RecordLookup.objects.latest("pk").person == found
            assert (delivery.reference in shown.content.decode()) == (found == person)
        assert keeper.post(path, {**said, "on": "2020-01-01"}).status_code == 422
        unlink_subject(link, by=world.users["secretary"])
        answer = keeper.post(path, said)
        assert (answer.status_code, "今はだれの利用者番号でもありません" in answer.content.decode()) == (
            422,
            True,
        )
        ended = SubjectLink.objects.get(identifier_hash=link_hash("NEW-1", world))
        unlink_subject(ended, by=world.users["secretary"])
        ended_on = clock.today()
        assert keeper.post(path, {**said, "holder_id": "NEW-1"}).status_code == 422, (
            "the link may have been wrong"
        )
        shown = keeper.post(path, {**said, "holder_id": "NEW-1", "on": day}, follow=True).content.decode()
        row = RecordLookup.objects.latest("pk")
        assert (row.person, "現在この方のものではありません" in shown) == (person, True)
        assert person_print(row, "ja")["until"] == ended_on
        known_anew(world, person, "NEW-1")
        assert person_print(row, "ja")["until"] is None, "it is theirs again"


def link_hash(holder_id: str, world: World) -> bytes:
    return subject_hash(world.council.pk, world.organs["mayor"].pk, holder_id)
