"""Declaring datasets, the catalogue, and open data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from core import clock
from core.errors import Invalid, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.sharing.actions import datasets, requests
from governance.sharing.enums import Stage
from governance.sharing.models import Dataset, RequestLine
from governance.sharing.queries.datasets import declared_stages
from governance.sharing.queries.facts import gate_facts
from governance.sharing.queries.requests import line as load_line
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")
BASE = "/c/shiomi/datasets/"
ITEM = {"code": "steps", "label_ja": "歩数", "label_en": "", "data_class": "personal", "sensitivity": 2}


def drafted(cast: Cast, **fields: Any) -> Dataset:
    world = cast.shiomi
    return datasets.draft(
        world.council,
        by=world.users["officer_mayor"],
        provider=world.organs["mayor"],
        title_ja="試し",
        **fields,
    )


def of(cast: Cast, reference: str) -> Dataset:
    return Dataset.objects.get(council=cast.shiomi.council, reference=reference)


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    enter(client, cast.shiomi.users["officer_mayor"])
    return client


def test_the_gate_reads_what_is_declared(cast: Cast) -> None:
    line = RequestLine.objects.filter(dataset__reference="D-01", request__council=cast.shiomi.council).first()
    facts = gate_facts(load_line(line.pk), at=clock.now()).dataset
    assert facts.stages == set(Stage.values)
    assert facts.purposes == {"ImprovePublicServices", "ImproveHealthcare", "AcademicResearch"}
    assert facts.retention_months == 60
    store = of(cast, "D-01").stages.get(stage="store")
    store.content = {**store.content, "countries": []}
    store.save()
    assert gate_facts(load_line(line.pk), at=clock.now()).dataset.stages == set(Stage.values) - {"store"}


def test_a_draft_is_registered_once_everything_is_declared(cast: Cast) -> None:
    by, dataset = cast.shiomi.users["officer_mayor"], drafted(cast)
    with pytest.raises(Refused) as refused:
        datasets.register(dataset, by=by)
    assert refused.value.code == "sharing.dataset_without_items"
    datasets.set_items(dataset, [ITEM], by=by)
    example = of(cast, "D-01")
    contents = {row.stage: row.content for row in example.stages.all()}
    for stage in ("acquire", "store", "dispose"):
        own = {"retention_months": 12} if stage == "store" else {}
        datasets.declare_stage(dataset, stage, by=by, **contents[stage], **own)
    datasets.declare_stage(dataset, "use", by=by, **contents["use"])
    with pytest.raises(Refused) as refused:
        datasets.register(dataset, by=by)
    assert refused.value.params["stages"] == "利用"
    datasets.declare_stage(dataset, "use", by=by, **contents["use"], purposes=["PublicBenefit"])
    row = datasets.register(dataset, by=by)
    assert row.state == "registered"
    assert row.purposes == ["PublicBenefit"]
    assert row.retention_months == 12
    assert declared_stages(row) == set(Stage.values)


def test_what_nobody_knows_is_refused(cast: Cast) -> None:
    by, dataset = cast.shiomi.users["officer_mayor"], drafted(cast)
    with pytest.raises(Invalid):
        datasets.declare_stage(dataset, "use", by=by, countries=["JP"])
    with pytest.raises(Refused) as refused:
        datasets.set_items(dataset, [{**ITEM, "data_class": "special_care"}], by=by)
    assert refused.value.params == {"item": "steps"}
    with pytest.raises(NotPermitted):
        datasets.declare_stage(dataset, "use", by=cast.shiomi.users["officer_education"])


def test_open_data_needs_licence_and_link_and_no_persons(cast: Cast) -> None:
    by = cast.shiomi.users["officer_mayor"]
    dataset = drafted(cast, is_open=True)
    datasets.set_items(dataset, [ITEM], by=by)
    with pytest.raises(Refused) as refused:
        datasets.register(dataset, by=by)
    assert refused.value.code == "sharing.open_data_about_persons"
    datasets.set_items(dataset, [{**ITEM, "data_class": "non_personal", "sensitivity": 1}], by=by)
    with pytest.raises(Refused) as refused:
        datasets.register(dataset, by=by)
    assert refused.value.code == "sharing.open_data_without_licence"
    datasets.edit(dataset, by=by, licence="CC0-1.0", link="https://opendata.example.jp/x")
    assert datasets.register(dataset, by=by).state == "registered"
    assert LedgerEntry.objects.filter(
        event="sharing.dataset_registered", subject=f"dataset:{dataset.reference}"
    ).exists()


def test_whoever_asks_for_open_data_is_led_to_it(cast: Cast, client: Client) -> None:
    user = cast.shiomi.users["rep_university"]
    draft = requests.draft(
        cast.shiomi.council,
        by=user,
        recipient=cast.shiomi.organs["university"],
        title_ja="坂道の研究",
        purpose="AcademicResearch",
        purpose_ja="坂道を調べる。",
    )
    with pytest.raises(Refused) as refused:
        requests.add_line(draft, of(cast, "D-03"), by=user)
    assert refused.value.code == "sharing.open_data_needs_no_request"
    enter(client, user)
    answer = client.post(
        f"/c/shiomi/requests/{draft.reference}/lines/add/", {"dataset": of(cast, "D-03").pk}, follow=True
    )
    assert answer.redirect_chain[0][0] == f"{BASE}D-03/"
    page = answer.content.decode()
    assert "https://opendata.example.jp/shiomi/pavement-slope" in page
    assert "申請は不要です" in page
    assert not draft.lines.exists()


def test_open_data_stands_on_the_public_register(cast: Cast, client: Client) -> None:
    datasets.suspend(of(cast, "D-04"), by=cast.shiomi.users["secretary"], reason="点検")
    rows = client.get("/register/shiomi/lists/open-data.json").json()["rows"]
    assert [row["reference"] for row in rows] == ["D-03"]
    assert rows[0]["licence"] == "CC BY 4.0（表示）"
    assert 'href="https://opendata.example.jp/shiomi/pavement-slope"' in (
        client.get("/register/shiomi/lists/open-data/").content.decode()
    )


FILTERS: dict[str, set[str]] = {
    "q=歩数": {"D-01"},
    "q=公園": {"D-04", "D-05"},
    "q=学区": set(),
    "q=校区": {"D-01"},
    "q=ＣＣ": set(),
    "q=児童": {"D-02"},
    "q=通過 検知": {"D-02"},
    "q=教育": {"D-02"},
    "q=Passages": {"D-02"},
    "q=D-03": {"D-03"},
    "data_class=statistical": {"D-02", "D-05"},
    "data_class=personal": {"D-01", "D-02"},
    "sensitivity=3": {"D-02"},
    "sensitivity=2": {"D-01"},
    "open=yes": {"D-03", "D-04"},
    "open=no&q=公園": {"D-05"},
    "state=suspended": set(),
    "state=nonsense": {"D-01", "D-02", "D-03", "D-04", "D-05"},
    "provider=999999": {"D-01", "D-02", "D-03", "D-04", "D-05"},
    "sort=-reference": {"D-01", "D-02", "D-03", "D-04", "D-05"},
    "sort=password": {"D-01", "D-02", "D-03", "D-04", "D-05"},
}


@pytest.mark.parametrize("query", FILTERS)
def test_the_catalogue_is_found_by_words_and_filters(officer: Client, query: str) -> None:
    answer = officer.get(f"{BASE}?{query}")
    assert answer.status_code == 200
    assert {row[0].reference for row in answer.context["rows"]} == FILTERS[query]


def test_the_catalogue_by_provider_and_sorted(cast: Cast, officer: Client) -> None:
    education = cast.shiomi.organs["education"].pk
    rows = officer.get(f"{BASE}?provider={education}").context["rows"]
    assert [row[0].reference for row in rows] == ["D-02"]
    rows = officer.get(f"{BASE}?sort=-sensitivity").context["rows"]
    assert rows[0][0].reference == "D-02"
    rows = officer.get(f"{BASE}?sort=-reference").context["rows"]
    assert [row[0].reference for row in rows] == ["D-05", "D-04", "D-03", "D-02", "D-01"]


def test_the_catalogue_is_taken_along_as_it_is_filtered(officer: Client, tmp_path: Any) -> None:
    text = b"".join(officer.get(f"{BASE}?q=公園&format=csv").streaming_content).decode("utf-8-sig")
    assert "D-04" in text
    assert "D-01" not in text
    assert "統計情報" in text or "統計" in text
    none = officer.get(f"{BASE}?q=見つからない語").content.decode()
    assert "どの会員も登録していないデータについては" in none
    assert "どの会員も登録していないデータ" not in officer.get(BASE).content.decode()
    file = tmp_path / "list.xlsx"
    file.write_bytes(officer.get(f"{BASE}?open=yes&format=xlsx").content)
    sheet = load_workbook(file).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["D-03", "D-04"]


def test_a_draft_is_in_nobodys_catalogue_but_the_providers_and_the_secretariats(
    cast: Cast, client: Client
) -> None:
    dataset = drafted(cast)
    for persona, seen in (("officer_mayor", True), ("secretary", True), ("rep_bus", False)):
        enter(client, cast.shiomi.users[persona])
        found = {row[0].reference for row in client.get(BASE).context["rows"]}
        assert (dataset.reference in found) is seen, persona


def test_the_page_tells_regime_items_and_stages(officer: Client) -> None:
    page = officer.get(f"{BASE}D-02/").content.decode()
    for words in ("行政機関", "移動の履歴", "保護者", "センサー・タグ", "日本", "受託者の証明書"):
        assert words in page, words


def test_items_and_stages_are_typed_in_and_nothing_typed_is_lost(cast: Cast, officer: Client) -> None:
    dataset = drafted(cast)
    own = f"{BASE}{dataset.reference}/"
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    typed = {
        "form-0-code": "pulse",
        "form-0-label_ja": "脈拍",
        "form-0-data_class": "personal",
        "form-0-category": "pd:Health",
        "form-0-sensitivity": "1",
        "form-1-code": "pulse",
        "form-1-label_ja": "二度目",
        "form-1-data_class": "personal",
    }
    answer = officer.post(f"{own}items/", {**form, **typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "「高」以上" in page
    assert "同じ項目コード" in page
    assert "脈拍" in page
    assert "二度目" in page
    typed |= {"form-0-sensitivity": "", "form-1-code": "", "form-1-label_ja": ""}
    assert officer.post(f"{own}items/", {**form, **typed}).status_code == 302
    assert dataset.items.get().sensitivity == 3
    answer = officer.post(f"{own}stages/store/", {"countries": ["JP", "XX"], "text_ja": "ここに保管する。"})
    assert answer.status_code == 422
    assert "ここに保管する。" in answer.content.decode()
    assert officer.post(f"{own}stages/store/", {"countries": ["JP"], "text_ja": "ここ。"}).status_code == 302
    page = officer.get(own).content.decode()
    assert "足りないもの：" in page
    assert officer.get(f"{own}stages/store/").context["form"].initial["countries"] == ["JP"]


def test_the_head_is_typed_in_with_any_licence(cast: Cast, officer: Client) -> None:
    head = {"provider": cast.shiomi.organs["mayor"].pk, "title_ja": "測量図", "keywords": "地図, 測量、地図"}
    answer = officer.post(f"{BASE}new/", {**head, "is_open": "on", "licence": "other"})
    assert answer.status_code == 422
    assert "ライセンスの名称" in answer.content.decode()
    more = {
        "is_open": "on",
        "licence": "other",
        "licence_other": "汐見市の条件",
        "link": "opendata.example.jp/map",
    }
    assert officer.post(f"{BASE}new/", {**head, **more}).status_code == 302
    row = Dataset.objects.get(title_ja="測量図")
    assert (row.licence, row.keywords, row.link) == (
        "汐見市の条件",
        "地図、測量",
        "https://opendata.example.jp/map",
    )
    form = officer.get(f"{BASE}{row.reference}/edit/").context["form"]
    assert form.initial["licence_other"] == "汐見市の条件"
    late = {**head, **more, "covers_from": "2026-02-01", "covers_until": "2026-01-01"}
    assert officer.post(f"{BASE}{row.reference}/edit/", late).status_code == 422
