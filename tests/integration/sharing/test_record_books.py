"""The yearly book, and everything on record about one person: made by the worker, kept privately, for the few."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from consent import actions as consent
from consent import queries as consent_queries
from consent.models import Consent
from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.accounts.models import SubjectLink
from core.administration.actions import link_subject, revoke_role
from core.errors import NotNow, NotPermitted, Refused
from core.files.models import StoredFile
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from core.outbox.work import perform
from governance.sharing.actions import deliveries, record_books, record_lookups, records
from governance.sharing.models import Delivery, Grant, PanelMember, RecordLookup
from governance.sharing.queries.record_prints import book_files
from governance.sharing.queries.release_lists import release_list
from tests.cast import Cast, World, signed_in
from tests.integration.authzen.conftest import NOON
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
def delivery(world: World) -> Delivery:
    """Released twice, as one record; the first is confirmed."""
    grant, officer = Grant.objects.get(council=world.council), world.users["officer_mayor"]
    made = []
    for _number in range(2):
        row = deliveries.write_list(deliveries.prepare(grant, by=officer))
        records.choose_manner(row, by=officer, manner="batch")
        made.append(deliveries.release(row, by=officer))
    return records.confirm_receipt(made[0], by=world.users["rep_university"])


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def the_sheet_tells_what_the_paper_tells(sheet: bytes, told: str, delivery: Delivery) -> None:
    """One row for the two deliveries of the grant, with each of them as it stands on the paper."""
    rows = list(load_workbook(io.BytesIO(sheet)).active.values)
    assert len(rows) == 2
    assert rows[1][3] == 2
    of = dict(zip(rows[0], rows[1], strict=True))
    assert of["人数（各回の延べ）"] == 2 * (delivery.persons or 0)
    assert of["受領の確認"] == "2回中1回"
    each = str(of["各回の提供"]).splitlines()
    for one, row in zip(each, delivery.grant.deliveries.order_by("pk"), strict=True):
        assert one.startswith(row.reference)
        assert f"{row.persons}人" in one
        assert "".join(one.split()) in "".join(told.split())


def test_a_book_is_made_in_volumes_and_as_a_spreadsheet(
    cast: Cast, world: World, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    organ, client = world.organs["mayor"], signed_in(world.users["auditor"])
    page, book = "/c/shiomi/records/books/", f"/c/shiomi/records/books/{organ.pk}/2026/"
    assert f"{book}make/" in client.get(page).content.decode()
    client.post(f"{book}make/")
    client.post(f"{book}make/")
    job = Job.objects.get(kind="record_book")
    assert f"{book}cancel/" in client.get(page).content.decode()
    assert b"<progress" in client.get(f"{book}progress/").content
    assert perform(job.pk)
    job.refresh_from_db()
    assert (job.progress, job.total) == (2, 2)
    assert client.get(f"{book}progress/")["HX-Refresh"] == "true"
    pdf, sheet = book_files(world.council, organ, 2026)
    told = text_of(body(client.get(f"{book}{pdf.key}/")))
    assert "提供記録簿" in told
    assert delivery.reference in told
    assert "2回の提供" in told
    assert "2回中1回" not in told, "the paper tells each receipt beside its provision"
    the_sheet_tells_what_the_paper_tells(body(client.get(f"{book}{sheet.key}/")), told, delivery)
    assert signed_in(world.users["officer_education"]).get(f"{book}{pdf.key}/").status_code in (403, 404)
    assert signed_in(world.users["rep_university"]).post(f"{book}make/").status_code == 403
    assert signed_in(cast.nagiura.users["secretary"]).get(f"{book}{pdf.key}/").status_code == 404
    monkeypatch.setattr(record_books, "VOLUME", 1)
    records_apart(delivery)
    record_books.request_book(world.council, by=world.users["officer_mayor"], organ=organ, year=2026)
    assert perform(Job.objects.filter(kind="record_book").latest("pk").pk)
    assert [file.name.rpartition(".")[2] for file in book_files(world.council, organ, 2026)] == [
        "pdf",
        "pdf",
        "xlsx",
    ]
    assert StoredFile.objects.get(pk=pdf.pk).erased_at is not None


def test_a_book_is_whole_and_left_to_others_by_whoever_is_recused_from_a_case_in_it(
    world: World, delivery: Delivery
) -> None:
    """Made before or not; the provider's officers and colleagues keep it."""
    organ, secretary = world.organs["mayor"], world.users["secretary"]
    record_books.request_book(world.council, by=secretary, organ=organ, year=2026)
    assert perform(Job.objects.get(kind="record_book").pk)
    file = book_files(world.council, organ, 2026).first()
    assert file is not None
    review = delivery.grant.line.request.reviews.order_by("-turn").first()
    declared = {"interest": "family", "declared_at": NOON, "is_recused": True}
    PanelMember.objects.create(review=review, user=secretary, expertise="law", **declared)
    page, book = "/c/shiomi/records/books/", f"/c/shiomi/records/books/{organ.pk}/2026/"
    client = signed_in(secretary)
    shown = client.get(page).content.decode()
    assert book not in shown
    assert "除斥・回避" in shown
    assert client.get(f"{book}{file.key}/").status_code == 403
    assert client.post(f"{book}make/").status_code == 403
    with pytest.raises(NotPermitted):
        record_books.request_book(world.council, by=secretary, organ=organ, year=2026)
    for other in ("secretary_2", "officer_mayor"):
        assert body(signed_in(world.users[other]).get(f"{book}{file.key}/"))


def records_apart(delivery: Delivery) -> None:
    with unguarded():
        Delivery.objects.filter(grant=delivery.grant_id).update(manner="each")


def test_a_book_can_be_given_up_and_an_empty_year_has_none(world: World, delivery: Delivery) -> None:
    organ, officer = world.organs["mayor"], world.users["officer_mayor"]
    with pytest.raises(Refused):
        record_books.request_book(world.council, by=officer, organ=organ, year=2020)
    with pytest.raises(NotNow):
        record_books.cancel_book(world.council, by=officer, organ=organ, year=2026)
    job = record_books.request_book(world.council, by=officer, organ=organ, year=2026)
    record_books.cancel_book(world.council, by=officer, organ=organ, year=2026)
    assert not perform(job.pk)
    with pytest.raises(NotPermitted):
        record_books.request_book(world.council, by=world.users["rep_university"], organ=organ, year=2026)
    assert record_books.request_book(world.council, by=officer, organ=organ, year=2026).pk != job.pk


def test_the_records_about_a_person_are_found_by_the_holders_id_and_printed(
    cast: Cast, world: World, delivery: Delivery
) -> None:
    officer, holder = world.users["officer_mayor"], world.organs["mayor"]
    holder_id = next(iter(release_list(delivery)))
    client, path = signed_in(officer), "/c/shiomi/records/person/"
    assert 'name="name"' not in client.get(path).content.decode()
    said = {"holder": holder.pk, "holder_id": holder_id, "reason": "開示請求 第3号"}
    assert client.post(path, said | {"holder_id": "佐藤 花子"}).status_code == 422
    assert client.post(path, said | {"reason": ""}).status_code == 422
    assert not RecordLookup.objects.exists()
    found = client.post(path, said)
    row = RecordLookup.objects.get()
    assert found.url == f"{path}{row.pk}/"
    page = client.get(found.url).content.decode()
    assert delivery.reference in page
    entry = LedgerEntry.objects.get(event="sharing.records_looked_up")
    assert json.loads(bytes(entry.content))["facts"]["person"] == str(row.person.key)
    assert holder_id.encode() not in bytes(entry.content)
    client.post(f"{found.url}print/")
    client.post(f"{found.url}print/")
    job = Job.objects.get(kind="person_records")
    assert client.get(f"{found.url}paper/").status_code == 404
    assert perform(job.pk)
    told = text_of(body(client.get(f"{found.url}paper/")))
    assert holder_id in told
    assert delivery.reference in told
    for other in (world.users["secretary"], world.users["officer_education"]):
        assert signed_in(other).get(found.url).status_code == 404
    assert signed_in(cast.nagiura.users["secretary"]).get(found.url).status_code == 404
    education = signed_in(world.users["officer_education"])
    assert education.post(path, said).status_code == 422
    assert signed_in(world.users["rep_delivery"]).get(path).status_code == 403
    assert RecordLookup.objects.count() == 1


def test_a_recipient_finds_whom_it_received_by_the_providers_id_and_nobody_else(
    cast: Cast, world: World, delivery: Delivery
) -> None:
    """An unknown id and the id of somebody who is on none of its lists are answered alike."""
    path, holder = "/c/shiomi/records/person/", world.organs["mayor"]
    on_list = delivery.manifest.values("person")
    links = SubjectLink.objects.filter(holder=holder, unlinked_at__isnull=True, person__council=world.council)
    stranger = str(links.exclude(person__in=on_list)[0].identifier)
    said = {"holder": holder.pk, "holder_id": next(iter(release_list(delivery))), "reason": "開示請求 第5号"}
    for who in ("rep_university", "officer_university"):
        client = signed_in(world.users[who])
        for unheard in (stranger, "0"):
            answer = client.post(path, said | {"holder_id": unheard})
            assert answer.status_code == 422
            assert "提供を受けた記録はありません" in answer.content.decode()
        at = client.post(path, said).url
        assert delivery.reference in client.get(at).content.decode()
    consent.place_hold(
        RecordLookup.objects.latest("pk").person, "protection", by=world.users["secretary"], basis="1"
    )
    assert "現在は提供していません" not in client.get(at).content.decode(), "a hold is told to no recipient"
    client.post(f"{at}print/")
    assert perform(Job.objects.get(kind="person_records").pk)
    told = text_of(body(client.get(f"{at}paper/")))
    assert delivery.reference in told
    assert f"から{world.organs['university'].organisation.name_ja}" in told
    assert LedgerEntry.objects.filter(event="sharing.records_looked_up").count() == 2
    foreign = cast.nagiura.users["rep_university"]
    assert signed_in(foreign).get(at).status_code == 404
    with pytest.raises(NotPermitted):
        record_lookups.look_up(world.council, by=foreign, **said | {"holder": holder})


def test_a_holder_is_told_of_its_own_provisions_and_the_secretariat_of_all(
    world: World, delivery: Delivery
) -> None:
    holder, path = world.organs["education"], "/c/shiomi/records/person/"
    person = delivery.manifest.order_by("pk").first().person
    words = {"holder_id": "EDU-77", "method": "counter", "assurance": "high"}
    link_subject(person, holder=holder, by=world.users["secretary"], **words)
    said = {"holder": holder.pk, "holder_id": "EDU-77", "reason": "開示請求 第4号"}
    seen = {}
    for who in ("officer_education", "secretary"):
        client = signed_in(world.users[who])
        at = client.post(path, said).url
        page = client.get(at).content.decode()
        client.post(f"{at}print/")
        assert perform(Job.objects.filter(kind="person_records").latest("pk").pk)
        paper = text_of(body(client.get(f"{at}paper/")))
        seen[who] = (delivery.reference in page, delivery.reference in paper)
        seen[f"{who} empty"] = "提供した、あなたの情報の記録はありません" in paper
    assert seen == {
        "officer_education": (False, False),
        "officer_education empty": True,
        "secretary": (True, True),
        "secretary empty": False,
    }


def test_who_is_data_officer_no_longer_opens_no_look_up(world: World, delivery: Delivery) -> None:
    officer, holder = world.users["officer_mayor"], world.organs["mayor"]
    said = {"holder": holder.pk, "holder_id": next(iter(release_list(delivery))), "reason": "開示請求"}
    client = signed_in(officer)
    at = client.post("/c/shiomi/records/person/", said).url
    assert client.get(at).status_code == 200
    revoke_role(Role.DATA_OFFICER, officer, holder, by=None)
    assert client.get(at).status_code == 404, "no longer of the council"
    give(Role.MEMBER, officer, world.council)
    assert client.get(at).status_code == 403
    assert client.get(f"{at}paper/").status_code == 403


def test_a_print_of_everything_is_not_read_by_who_acts_for_the_provider_alone_by_now(
    world: World, delivery: Delivery
) -> None:
    user, holder = world.users["secretary"], world.organs["mayor"]
    said = {"holder": holder.pk, "holder_id": next(iter(release_list(delivery))), "reason": "開示請求"}
    client = signed_in(user)
    at = client.post("/c/shiomi/records/person/", said).url
    client.post(f"{at}print/")
    assert perform(Job.objects.get(kind="person_records").pk)
    assert client.get(f"{at}paper/").status_code == 200
    revoke_role(Role.SECRETARY, user, world.council, by=None)
    give(Role.DATA_OFFICER, user, holder)
    give(Role.MEMBER, user, world.council)
    assert client.get(f"{at}paper/").status_code == 404
    assert f"{at}print/" in client.get(at).content.decode(), "it is made anew"


def test_a_look_up_says_what_is_released_no_longer_and_not_why_there_is_a_hold(
    world: World, delivery: Delivery
) -> None:
    officer, holder = world.users["officer_mayor"], world.organs["mayor"]
    said = {"holder": holder.pk, "holder_id": next(iter(release_list(delivery))), "reason": "開示請求"}
    client = signed_in(officer)
    at = client.post("/c/shiomi/records/person/", said).url
    assert "現在は提供していません" not in client.get(at).content.decode()
    given = Consent.objects.filter(person=RecordLookup.objects.get().person, state="in_force").first()
    consent.withdraw(given.person, [given.item], by=None, route="feed")
    shown = client.get(at).content.decode()
    assert "現在は提供していません" in shown
    assert "撤回" in shown
    assert given.item.recipient.name_ja in shown
    consent.place_hold(given.person, "protection", by=world.users["secretary"], basis="受付第7号")
    shown = client.get(at).content.decode()
    assert "提供停止" in shown
    assert "支援措置" not in shown
    assert "受付第7号" not in shown
    other = consent_queries.ended_of(given.person, [world.organs["education"]])
    assert not other.exists(), "another provider does not read which consents ended"
