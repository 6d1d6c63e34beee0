"""A delivery in full: its list in three formats, who reports what, what is recorded, and the end of keeping."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.test import Client
from psycopg.errors import DivisionByZero

from consent import actions as consent
from consent.enums import HoldKind
from consent.models import Consent
from core import clock
from core.accounts.models import Person
from core.administration.actions import issue_client
from core.clients import keys
from core.clients.enums import Scope
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.law import shipped
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from core.outbox.work import perform
from governance.sharing.actions import deliveries, handovers, records, withdrawals
from governance.sharing.documents.records import Confirmed
from governance.sharing.models import Delivery, Grant, HandOver, Pursuit, ReceiptRecord
from governance.sharing.queries import release_lists
from governance.sharing.queries.deliveries import disclosures_of, may_flow
from governance.sharing.queries.records import kept_of
from governance.sharing.queries.release_lists import release_list
from governance.sharing.queries.requests import line as load_line
from tests.cast import Cast, World, signed_in
from tests.integration.authzen.conftest import NOON
from tests.unguarded import unguarded

pytestmark = [pytest.mark.begins_with("granted")]


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(keys, "gauge", keys.Gauge())
    with clock.at(NOON):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def grant(world: World) -> Grant:
    return Grant.objects.get(council=world.council)


def prepared(grant: Grant, world: World) -> Delivery:
    return deliveries.write_list(deliveries.prepare(grant, by=world.users["officer_mayor"]))


def released(grant: Grant, world: World) -> Delivery:
    return deliveries.release(prepared(grant, world), by=world.users["officer_mayor"])


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


# --- the list ---


def test_the_list_is_the_same_in_every_format_and_order(
    grant: Grant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_lists, "BATCH", 7)
    delivery = released(grant, world)
    ids = list(release_list(delivery))
    assert len(ids) == delivery.persons == len(set(ids)) > 20
    client = signed_in(world.users["officer_mayor"])
    path = f"/c/shiomi/deliveries/{delivery.reference}/list."
    assert body(client.get(path + "csv")).decode().split("\r\n") == ["id", *ids, ""]
    lines = body(client.get(path + "jsonl")).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    table = pq.ParquetFile(io.BytesIO(body(client.get(path + "parquet"))))
    assert table.read()["id"].to_pylist() == ids
    assert table.num_row_groups > 1
    assert table.schema_arrow.metadata[b"delivery"].decode() == delivery.reference
    assert client.get(path + "xlsx").status_code == 404
    assert signed_in(world.users["secretary"]).get(path + "csv").status_code == 403


def test_whoever_stops_reading_a_list_leaves_a_connection_that_answers(
    grant: Grant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_lists, "BATCH", 7)
    delivery = released(grant, world)
    ids = list(release_list(delivery))
    reader = release_list(delivery)
    assert next(reader) == ids[0]
    reader.close()
    assert list(release_list(delivery)) == ids


@pytest.mark.postgres
def test_a_list_that_the_server_cannot_read_on_says_so(grant: Grant) -> None:
    broken = release_lists._on_postgres("SELECT 1 / (number - %s) FROM generate_series(1, 9) number", [5])
    with pytest.raises(DivisionByZero), transaction.atomic():
        list(broken)
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_the_worker_tells_how_far_it_is_and_stops_when_somebody_cancels(
    grant: Grant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "STRETCH", 25)
    officer = world.users["officer_mayor"]
    delivery = deliveries.prepare(grant, by=officer)
    page = signed_in(officer).get(f"/c/shiomi/deliveries/{delivery.reference}/progress/")
    assert b"progress" in page.content
    told: list[tuple[int, int]] = []

    def cancel_in_the_middle(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 2:
            deliveries.cancel(delivery, by=officer)

    deliveries.write_list(delivery, told=cancel_in_the_middle)
    assert told[0][0] == 25 < told[1][0] < told[0][1]
    assert len(told) == 2
    delivery.refresh_from_db()
    assert (delivery.state, delivery.manifest.count()) == ("cancelled", 0)


def test_the_job_writes_the_list_in_stretches_once(
    grant: Grant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "STRETCH", 25)
    delivery = deliveries.prepare(grant, by=world.users["officer_mayor"])
    deliveries.fill_list(delivery)  # a worker that was killed before it finished
    job = Job.objects.get(key=f"release_list:{delivery.pk}")
    assert perform(job.pk)
    job.refresh_from_db()
    delivery.refresh_from_db()
    assert job.progress == job.total > 25
    assert delivery.state == "prepared"
    assert (
        delivery.persons == delivery.manifest.count() == may_flow(load_line(grant.line_id), at=NOON).count()
    )
    answer = signed_in(world.users["officer_mayor"]).get(
        f"/c/shiomi/deliveries/{delivery.reference}/progress/"
    )
    assert answer["HX-Refresh"] == "true"


# --- holds ---

GROUNDS = sorted({row.code for kind, row in shipped.rows() if kind == "ground"})


def test_a_hold_keeps_a_person_back_on_every_ground(grant: Grant, world: World) -> None:
    """Off the list that is prepared and off the one that is released, on each ground of the law tables, by each kind of
    hold; and back once the hold is lifted."""
    line, secretary = grant.line, world.users["secretary"]
    flowing = may_flow(load_line(line.pk), at=clock.now())
    persons = list(Person.objects.filter(pk__in=flowing).select_related("council").order_by("pk")[:3])
    holds = [
        consent.place_hold(person, kind, by=secretary, basis="受付第1号")
        for person, kind in zip(persons, HoldKind.values, strict=True)
    ]
    held = {person.pk for person in persons}
    assert len(GROUNDS) > 20
    for ground in GROUNDS:
        line.ground = ground
        line.save()
        flowing = set(may_flow(load_line(line.pk), at=clock.now()))
        assert flowing, ground
        assert not flowing & held, ground
    for hold in holds:
        consent.lift_hold(hold, by=secretary)
    for ground in GROUNDS:
        line.ground = ground
        line.save()
        assert held <= set(may_flow(load_line(line.pk), at=clock.now())), ground


@pytest.mark.parametrize("ground", ["consent_69_2_1", "statistics_69_2_4"])
def test_a_hold_between_preparing_and_release_is_obeyed(ground: str, grant: Grant, world: World) -> None:
    """With and without consent as the ground: whoever is held meanwhile does not go."""
    grant.line.ground = ground
    grant.line.save()
    delivery = prepared(grant, world)
    person = delivery.manifest.order_by("pk").first().person
    consent.place_hold(person, "protection", by=world.users["secretary"], basis="受付第2号")
    before = delivery.persons
    try:
        deliveries.release(delivery, by=world.users["officer_mayor"])
    except Refused:  # the gate knows the line by another ground: then nobody goes at all
        assert ground != "consent_69_2_1"
        delivery.refresh_from_db()
        assert delivery.state == "prepared"
        return
    delivery.refresh_from_db()
    assert delivery.persons == before - 1
    assert not delivery.manifest.filter(person=person).exists()


# --- what was handed over ---


def key_of(world: World, *scopes: Scope, organisation: str = "city") -> tuple[Any, str]:
    return issue_client(
        world.council, world.organisations[organisation], name="都市OS", scopes=scopes, by=None
    )


def post(delivery: Delivery, key: str, **said: Any) -> tuple[int, Any]:
    answer = Client().post(
        f"/api/v1/deliveries/{delivery.reference}/hand-overs",
        json.dumps(said),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    return answer.status_code, answer.json()


def digest(ids: list[str]) -> str:
    return hashlib.sha256("".join(f"{one}\n" for one in ids).encode()).hexdigest()


def test_a_machine_turns_the_pages_of_what_was_released(grant: Grant, world: World) -> None:
    made = [released(grant, world).reference for _time in range(2)]
    _client, key = key_of(world, Scope.RELEASE)

    def asked(query: str) -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        answer = Client().get(f"/api/v1/deliveries?{query}", headers=headers)
        return answer.status_code, answer.json()

    assert [row["reference"] for row in asked("")[1]] == made[::-1]
    assert [row["reference"] for row in asked("limit=1")[1]] == made[1:]
    assert [row["reference"] for row in asked(f"limit=1&before={made[1]}")[1]] == made[:1]
    assert asked(f"before={made[0]}")[1] == []
    assert asked("before=T-1999-001")[0] == 404


def test_a_machine_reports_what_it_sent_once(cast: Cast, grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    ids = list(release_list(delivery))
    refused, sent = ids[3], ids[:3] + ids[4:]
    person = delivery.manifest.order_by("person").first().person
    client, key = key_of(world, Scope.RELEASE, Scope.REPORT)
    said = {
        "count": len(sent),
        "digest": digest(sent),
        "sent_at": clock.now().isoformat(),
        "refused": [refused],
        "idempotency_key": "night-0001",
    }
    status, told = post(delivery, key, **said)
    assert (status, told["agrees"], told["refused"]) == (200, True, 1)
    assert post(delivery, key, **said) == (200, told)
    row = HandOver.objects.get()
    assert (row.client, row.reported_by, row.refused) == (client, None, [refused])
    entry = LedgerEntry.objects.get(event="sharing.delivery_handed_over")
    content = json.loads(bytes(entry.content))
    assert content["actor"] == f"client:{client.prefix}"
    assert refused.encode() not in bytes(entry.content)
    delivery.refresh_from_db()
    assert delivery.persons == len(sent) == delivery.manifest.count()
    assert list(release_list(delivery)) == sent
    assert disclosures_of([person])
    status, told = post(delivery, key, **said | {"idempotency_key": "night-0002", "refused": [], "count": 1})
    assert (status, told["agrees"]) == (200, False)
    page = signed_in(world.users["officer_mayor"]).get(f"/c/shiomi/deliveries/{delivery.reference}/")
    assert client.prefix in page.content.decode()
    for organisation, council in (("university", world), ("city", cast.nagiura)):
        _other, foreign = key_of(council, Scope.REPORT, organisation=organisation)
        if council is world:
            assert post(delivery, foreign, **said)[0] == 404
    _narrow, narrow = key_of(world, Scope.RELEASE)
    assert post(delivery, narrow, **said)[0] == 403
    assert post(delivery, "sk_unknown", **said)[0] == 401


def test_a_machine_next_door_reports_nothing(cast: Cast, grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    with unguarded():
        Delivery.objects.filter(pk=delivery.pk).update(reference="T-2026-999")
    delivery.refresh_from_db()
    _client, key = key_of(cast.nagiura, Scope.REPORT)
    said = {
        "count": 1,
        "digest": "0" * 64,
        "sent_at": clock.now().isoformat(),
        "idempotency_key": "night-0001",
    }
    assert post(delivery, key, **said)[0] == 404
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"sent_at": -3}, "sharing.sent_at_impossible"),
        ({"sent_at": 3}, "sharing.sent_at_impossible"),
        ({"refused": ["nobody"]}, "sharing.refused_not_on_list"),
        ({"digest": "abc"}, "malformed"),
        ({"count": -1}, "malformed"),
        ({"more": 1}, "malformed"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused_whole(
    wrong: dict[str, Any], code: str, grant: Grant, world: World
) -> None:
    delivery = released(grant, world)
    _client, key = key_of(world, Scope.REPORT)
    said = {
        "count": 1,
        "digest": "0" * 64,
        "sent_at": clock.now().isoformat(),
        "idempotency_key": "night-0001",
    }
    if "sent_at" in wrong:
        wrong = {"sent_at": (clock.now() + timedelta(hours=wrong["sent_at"])).isoformat()}
    status, told = post(delivery, key, **said | wrong)
    assert (status, told["code"]) == (422, code)
    assert not HandOver.objects.exists()


def test_the_officer_reports_by_hand(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    path = f"/c/shiomi/deliveries/{delivery.reference}/hand-over/"
    client = signed_in(world.users["officer_mayor"])
    ids = list(release_list(delivery))
    said = {"count": len(ids) - 1, "sent_at": "2026-11-23T12:00", "refused": ids[0]}
    assert client.get(path).status_code == 200
    assert client.post(path, said | {"refused": "nobody"}).status_code == 422
    assert client.post(path, said).status_code == 302
    row = HandOver.objects.get()
    assert (row.reported_by, row.refused_count, row.agrees) == (world.users["officer_mayor"], 1, True)
    assert signed_in(world.users["rep_university"]).get(path).status_code == 403
    with pytest.raises(NotPermitted):
        handovers.report_hand_over(
            delivery, by=world.users["secretary"], count=1, sent_at=clock.now(), key="other"
        )


# --- what is recorded ---


def test_the_manner_of_recording_is_one_that_the_law_allows(grant: Grant, world: World) -> None:
    officer, delivery = world.users["officer_mayor"], prepared(grant, world)
    with pytest.raises(Refused):
        records.choose_manner(delivery, by=officer, manner="contract")
    records.choose_manner(delivery, by=officer, manner="batch")
    client = signed_in(officer)
    path = f"/c/shiomi/deliveries/{delivery.reference}/manner/"
    assert 'value="contract"' not in client.get(path).content.decode()
    deliveries.release(delivery, by=officer)
    with pytest.raises(NotNow):
        records.choose_manner(delivery, by=officer, manner="each")
    first = kept_of(delivery).until
    with clock.at(NOON + timedelta(days=30)):
        second = released(grant, world)
    assert second.manner == "batch"
    assert kept_of(delivery).until > first
    page = client.get(f"/c/shiomi/deliveries/{delivery.reference}/").content.decode()
    assert "最後の提供から" in page, page


def between_companies(grant: Grant) -> None:
    """The same line as if a company provided: articles 29 and 30 ask for records."""
    organ = grant.line.dataset.provider
    organ.regime = "business"
    organ.save()
    grant.line.ground = "consent_27_1"
    grant.line.save()


TOLD = Confirmed("汐見市", "汐見市1-1", "市長", "本人から健幸ポイントの登録時に取得", "大学への提供に同意")


def test_the_recipient_confirms_what_the_law_asks(grant: Grant, world: World) -> None:
    delivery, recipient = released(grant, world), world.users["rep_university"]
    between_companies(grant)
    with pytest.raises(Invalid):
        records.confirm_receipt(delivery, by=recipient)
    assert not ReceiptRecord.objects.exists()
    path = f"/c/shiomi/deliveries/{delivery.reference}/confirm/"
    client = signed_in(recipient)
    said = {
        "provider_name": TOLD.provider_name,
        "provider_address": TOLD.provider_address,
        "provider_representative": TOLD.provider_representative,
        "consent": TOLD.consent,
    }
    kept = client.post(path, said)
    assert kept.status_code == 422
    assert TOLD.consent in kept.content.decode()
    assert client.post(path, said | {"acquisition": TOLD.acquisition}).status_code == 302
    row = ReceiptRecord.objects.get()
    assert (row.form, row.content["acquisition"]) == ("appi_30_consent", TOLD.acquisition)
    page = client.get(f"/c/shiomi/deliveries/{delivery.reference}/").content.decode()
    assert TOLD.acquisition in page
    assert "提供先の記録の保存期限" in page
    with pytest.raises(NotNow):
        records.confirm_receipt(delivery, by=recipient, said=TOLD)


def test_the_form_follows_provider_recipient_and_ground(grant: Grant, world: World) -> None:
    public = released(grant, world).record
    assert (public.form, public.content["exempt_by_law"]) == ("council_rule", True)
    assert [one["code"] for one in public.content["items_asked"]][:3] == [
        "council_form.date",
        "council_form.recipient",
        "council_form.ground",
    ]


# --- the end of keeping ---


def closed(grant: Grant) -> None:
    now = clock.now()
    Grant.objects.filter(pk=grant.pk).update(state="closed", closed_at=now, disposed_at=now)


def test_persons_are_erased_when_the_time_is_over_and_the_evidence_stays(grant: Grant, world: World) -> None:
    delivery, secretary = released(grant, world), world.users["secretary"]
    with clock.at(clock.now() + timedelta(days=10)):
        records.confirm_receipt(delivery, by=world.users["rep_university"])
    kept, persons, until = kept_of(delivery), delivery.persons, kept_of(delivery).until
    assert until == kept.keeping.until + timedelta(days=10), "the recipient keeps its own record longer"
    with pytest.raises(Refused):
        records.erase_persons(delivery, by=secretary)
    closed(grant)
    client = signed_in(secretary)
    over, erase = "/c/shiomi/records/over/", "/c/shiomi/records/over/erase/"
    with clock.at(clock.on(until)), pytest.raises(Refused):
        records.erase_persons(delivery, by=secretary)
    with clock.at(clock.on(until + timedelta(days=1))):
        assert delivery.reference in client.get(over).content.decode()
        with pytest.raises(NotPermitted):
            records.erase_persons(delivery, by=world.users["rep_university"])
        with pytest.raises(NotNow):
            records.erase_all([delivery, delivery], by=secretary)
        assert delivery.manifest.count() == persons, "all or none"
        client.post(erase, {"records": [delivery.reference]})
        delivery.refresh_from_db()
        assert (delivery.manifest.count(), delivery.persons) == (0, persons)
        assert delivery.erased_by == secretary
        assert delivery.reference not in client.get(over).content.decode()
        assert delivery.reference in client.get("/c/shiomi/records/").content.decode()
        with pytest.raises(NotNow):
            records.erase_persons(delivery, by=secretary)
    entry = LedgerEntry.objects.get(event="sharing.delivery_persons_erased")
    assert json.loads(bytes(entry.content))["facts"]["persons"] == persons


def test_nothing_is_erased_while_a_withdrawal_is_unanswered(grant: Grant, world: World) -> None:
    delivery = released(grant, world)
    someone = Consent.objects.get(person=delivery.manifest.order_by("pk").first().person, state="in_force")
    consent.withdraw(someone.person, [someone.item], by=None, route="feed")
    closed(grant)
    with clock.at(clock.on(kept_of(delivery).until + timedelta(days=1))):
        with pytest.raises(Refused) as refused:
            records.erase_persons(delivery, by=world.users["secretary"])
        assert refused.value.code == "sharing.withdrawal_unanswered"
        withdrawals.answer(Pursuit.objects.get(), by=world.users["rep_university"], outcome="deleted")
        records.erase_persons(delivery, by=world.users["officer_mayor"])
    assert not Pursuit.objects.exists()
