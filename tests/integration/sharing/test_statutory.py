"""法令に基づく提供: past the board, but never past a second person; and never through the request's wizard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.sharing.actions import record_books, statutory
from governance.sharing.enums import TransferForm
from governance.sharing.forms.lines import FormStep
from governance.sharing.models import StatutoryProvision
from tests.cast import Cast, enter

pytestmark = pytest.mark.django_db
HOME = "/c/shiomi/statutory/"
ASKED: dict[str, Any] = {
    "requester": "汐見警察署",
    "requester_regime": "public_body",
    "letter": "汐警捜第7号",
    "asked_on": date(2026, 11, 2),
    "statute": "刑事訴訟法",
    "article": "第197条第2項",
    "data_class": "personal",
    "what": "令和8年10月1日の通過時刻",
    "persons": 1,
}
DECIDED = {
    "file_number": "汐教委第90号",
    "judgement": "捜査に必要な範囲に限られている。",
    "told": "not_told",
    "told_reason": "捜査に支障がある。",
    "holds_looked_at": True,
    "held": 0,
}


UNSEEN = {"holds_looked_at": False}


@pytest.fixture
def row(cast: Cast) -> StatutoryProvision:
    by = cast.shiomi.users["officer_mayor"]
    return statutory.draft(cast.shiomi.council, cast.shiomi.organs["mayor"], by=by, **ASKED)


def test_two_persons_make_it_final(cast: Cast, row: StatutoryProvision) -> None:
    users = cast.shiomi.users
    officer, secretary = enter(Client(), users["officer_mayor"]), enter(Client(), users["secretary"])
    page = f"{HOME}{row.reference}/"
    assert officer.post(f"{page}decide/", DECIDED).status_code == 302
    assert "別の人の確認を待っています" in officer.get(page).content.decode()
    assert officer.post(f"{page}confirm/").status_code == 422
    row.refresh_from_db()
    assert (row.state, row.ground) == ("decided", "statute_69_1")
    assert secretary.post(f"{page}confirm/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.provided_on) == ("provided", clock.today())
    assert row.checked_by != row.decided_by
    told = LedgerEntry.objects.filter(subject=f"statutory:{row.reference}", council="shiomi")
    assert told.count() == 3
    assert "汐見警察署" not in "".join(bytes(entry.content).decode() for entry in told)
    with pytest.raises(NotNow):
        statutory.drop(row, by=users["officer_mayor"], reason="やめる")


def test_neither_who_wrote_nor_who_decided_checks(cast: Cast, row: StatutoryProvision) -> None:
    users = cast.shiomi.users
    other = users["rep_town"]
    give(Role.DATA_OFFICER, other, cast.shiomi.organs["mayor"])
    statutory.decide(row, by=other, **DECIDED)
    for user in (other, users["officer_mayor"]):
        with pytest.raises(Refused) as refused:
            statutory.confirm(row, by=user)
        assert refused.value.code == "sharing.second_person_needed"
        with pytest.raises(Refused):
            statutory.send_back(row, by=user, reason="範囲が広い。")
    back = statutory.send_back(row, by=users["secretary"], reason="範囲が広い。")
    assert (back.state, back.decided_by) == ("drafted", None)
    assert statutory.drop(back, by=other, reason="照会が取り下げられた。").state == "dropped"


def test_nothing_is_decided_without_a_ground_or_a_reason(cast: Cast, row: StatutoryProvision) -> None:
    by = cast.shiomi.users["officer_mayor"]
    for changed in (
        {"judgement": ""},
        {"told": ""},
        {"told_reason": " "},
        {"file_number": ""},
        UNSEEN,
        {"held": None},
    ):
        with pytest.raises(Invalid):
            statutory.decide(row, by=by, **(DECIDED | changed))
    statutory.edit(row, by=by, **(ASKED | {"data_class": "anonymised"}))
    with pytest.raises(Refused) as refused:
        statutory.decide(row, by=by, **DECIDED)
    assert refused.value.code == "sharing.no_statutory_ground"


def test_a_correction_is_on_record_without_its_words(cast: Cast, row: StatutoryProvision) -> None:
    by = cast.shiomi.users["officer_mayor"]
    statutory.edit(row, by=by, **ASKED)
    entries = LedgerEntry.objects.filter(event="sharing.statutory_corrected")
    assert not entries.exists(), "nothing was changed"
    statutory.edit(row, by=by, **(ASKED | {"what": "令和8年10月2日の通過時刻", "persons": 2}))
    told = bytes(entries.get().content).decode()
    assert "persons" in told
    assert "通過時刻" not in told


def test_the_page_shows_the_record_that_was_kept_then(cast: Cast, row: StatutoryProvision) -> None:
    statutory.decide(row, by=cast.shiomi.users["officer_mayor"], **DECIDED)
    StatutoryProvision.objects.filter(pk=row.pk).update(record_form="appi_29_consent", record_exempt=True)
    shown = enter(Client(), cast.shiomi.users["secretary"]).get(f"{HOME}{row.reference}/").content.decode()
    assert "同意による提供の記録（法に記録の義務なし）" in shown


def test_what_was_asked_is_complete(cast: Cast) -> None:
    council, organ = cast.shiomi.council, cast.shiomi.organs["mayor"]
    by = cast.shiomi.users["officer_mayor"]
    wrong: tuple[dict[str, Any], ...] = (
        {"statute": ""},
        {"asked_on": clock.today() + timedelta(days=1)},
        {"surprise": "x"},
    )
    for changed in wrong:
        with pytest.raises(Invalid):
            statutory.draft(council, organ, by=by, **(ASKED | changed))
    for name in ("secretary", "officer_education", "rep_university"):
        with pytest.raises(NotPermitted):
            statutory.draft(council, organ, by=cast.shiomi.users[name], **ASKED)


def test_who_reads_of_it(cast: Cast, row: StatutoryProvision) -> None:
    users, page = cast.shiomi.users, f"{HOME}{row.reference}/"
    for name in ("secretary", "auditor", "officer_mayor"):
        client = enter(Client(), users[name])
        assert client.get(page).status_code == 200, name
        assert row.reference in client.get(HOME).content.decode()
        assert HOME in client.get("/c/shiomi/requests/").content.decode()
    for name in ("chair", "rep_university", "officer_education", "reviewer_law", "rep_bus"):
        assert enter(Client(), users[name]).get(page).status_code == 404, name
    assert enter(Client(), users["rep_bus"]).get(HOME).status_code == 403
    assert enter(Client(), cast.nagiura.users["secretary"]).get(page).status_code == 404
    assert enter(Client(), cast.nagiura.users["officer_mayor"]).post(f"{page}confirm/").status_code == 404


def test_the_pages_record_and_correct(cast: Cast) -> None:
    client = enter(Client(), cast.shiomi.users["officer_mayor"])
    organ = cast.shiomi.organs["mayor"]
    typed = ASKED | {"provider": organ.pk, "asked_on": "2026-11-02"}
    lacking = client.post(f"{HOME}new/", typed | {"article": ""})
    assert lacking.status_code == 422
    assert 'value="汐見警察署"' in lacking.content.decode()
    assert client.post(f"{HOME}new/", typed).status_code == 302
    made = StatutoryProvision.objects.get()
    page = f"{HOME}{made.reference}/"
    typed.pop("provider")
    assert client.post(f"{page}edit/", typed | {"persons": 2}).status_code == 302
    made.refresh_from_db()
    assert made.persons == 2
    assert client.post(f"{page}drop/", {"reason": "根拠が示されない。"}).status_code == 302
    assert "根拠が示されない。" in client.get(page).content.decode()
    assert client.get(f"{page}decide/").status_code == 409


def test_the_wizard_does_not_offer_it() -> None:
    offered = {code for code, _label in FormStep.base_fields["form"].choices}
    assert "statutory" not in offered
    assert "statutory" not in TransferForm.values


def test_it_stands_in_the_years_book_and_is_kept_like_any_other(cast: Cast, row: StatutoryProvision) -> None:
    users, council, organ = cast.shiomi.users, cast.shiomi.council, cast.shiomi.organs["mayor"]
    statutory.decide(row, by=users["officer_mayor"], **DECIDED)
    row = statutory.confirm(row, by=users["secretary"])
    year = clock.fiscal_year(clock.today())
    client = enter(Client(), users["officer_mayor"])
    assert f"/{organ.pk}/{year}/make/" in client.get("/c/shiomi/records/books/").content.decode()
    (entry,) = record_books._read(council, organ, year)
    for told in (row.reference, "汐見警察署", "刑事訴訟法 第197条第2項", 1):
        assert told in entry.cells()
    said = {one.value for one in entry.items}
    assert {"汐教委第90号", "確認済み：提供停止等の対象者0名"} <= said
    assert ASKED["what"] not in {*said, *entry.cells()}, "the book outlasts what is erased"
    table = b"".join(client.get(f"{HOME}?format=csv").streaming_content).decode("utf-8-sig")
    for told in ("汐見市長", "汐教委第90号", "汐警捜第7号"):
        assert told in table
    with pytest.raises(Refused, match="statutory_kept"):
        statutory.erase(row, by=users["secretary"])
    over, late = "/c/shiomi/records/over/", clock.now() + timedelta(days=366 * 10)
    assert row.reference not in client.get(over).content.decode()
    with clock.at(late):
        client = enter(Client(), users["officer_mayor"])
        assert row.reference in client.get(over).content.decode()
        assert client.post(f"{HOME}{row.reference}/erase/").status_code == 302
        assert row.reference not in client.get(over).content.decode()
        row.refresh_from_db()
        assert (row.what, row.judgement, row.requester) == ("", "", "汐見警察署")
        with pytest.raises(NotNow, match="erased_already"):
            statutory.erase(row, by=users["secretary"])


def test_what_was_dropped_is_erased_once_the_councils_time_is_over(
    cast: Cast, row: StatutoryProvision
) -> None:
    users = cast.shiomi.users
    with pytest.raises(NotNow):
        statutory.erase(row, by=users["secretary"])
    statutory.decide(row, by=users["officer_mayor"], **DECIDED)
    row = statutory.drop(row, by=users["officer_mayor"], reason="照会が取り下げられた。")
    with pytest.raises(Refused, match="statutory_kept"):
        statutory.erase(row, by=users["secretary"])
    with clock.at(clock.now() + timedelta(days=366 * 10)):
        client, page = enter(Client(), users["secretary"]), f"{HOME}{row.reference}/"
        assert f"{page}erase/" in client.get(page).content.decode()
        assert page in client.get("/c/shiomi/records/over/").content.decode()
        assert client.post(f"{page}erase/").status_code == 302
        assert "照会が取り下げられた。" in client.get(page).content.decode(), "why nothing was provided stays"
    row.refresh_from_db()
    assert (row.what, row.judgement, row.told_reason, row.state) == ("", "", "", "dropped")
