"""Datasets to other catalogues and from them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, RDF

from governance.sharing.documents.datasets import described
from governance.sharing.models import Dataset
from tests.cast import Cast, enter

pytestmark = [
    pytest.mark.usefixtures("demo"),
    # rdflib's own JSON-LD reader still builds its deprecated graph.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
BASE = "/c/shiomi/datasets/"
PARKS = {"@type": "dcat:Dataset", "dct:title": "公園", "dct:spatial": "汐見市"}


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    enter(client, cast.shiomi.users["officer_mayor"])
    return client


def sent(cast: Cast, text: str, step: str = "read", **more: Any) -> dict[str, Any]:
    return {"provider": cast.shiomi.organs["mayor"].pk, "text": text, "step": step, **more}


def count(cast: Cast) -> int:
    return Dataset.objects.filter(council=cast.shiomi.council).count()


def test_every_member_takes_the_catalogue_along(cast: Cast, client: Client) -> None:
    enter(client, cast.shiomi.users["rep_bus"])
    answer = client.get(f"{BASE}catalogue.jsonld")
    assert answer["Content-Type"].startswith("application/ld+json")
    graph = Graph().parse(data=answer.content, format="json-ld")
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 5
    one = Graph().parse(data=client.get(f"{BASE}D-03/dcat.jsonld").content, format="json-ld")
    node = one.value(predicate=RDF.type, object=DCAT.Dataset)
    assert str(node).endswith("/c/shiomi/datasets/D-03/")
    assert one.value(one.value(node, DCAT.distribution), DCAT.accessURL) == URIRef(
        "https://opendata.example.jp/shiomi/pavement-slope"
    )


@pytest.mark.parametrize("reference", ["D-01", "D-02", "D-03", "D-05"])
def test_what_goes_out_comes_back_as_a_draft(cast: Cast, officer: Client, reference: str) -> None:
    text = officer.get(f"{BASE}{reference}/dcat.jsonld").content.decode()
    before = count(cast)
    answer = officer.post(f"{BASE}import/", sent(cast, text))
    assert answer.status_code == 200
    assert "すべて読み取りました" in answer.content.decode()
    assert count(cast) == before
    answer = officer.post(f"{BASE}import/", sent(cast, text, "make"))
    assert answer.status_code == 302
    made = Dataset.objects.get(council=cast.shiomi.council, state="drafted")
    old = Dataset.objects.get(council=cast.shiomi.council, reference=reference)
    ours, theirs = described(made), described(old)
    assert sorted(ours.items, key=str) == sorted(theirs.items, key=str)
    for name in ours.__struct_fields__:
        if name != "items":
            assert getattr(ours, name) == getattr(theirs, name), name
    assert made.persons is None


def test_the_preview_names_what_is_not_taken_over(cast: Cast, officer: Client) -> None:
    page = officer.post(f"{BASE}import/", sent(cast, json.dumps(PARKS))).content.decode()
    assert "dct:spatial" in page
    assert "汐見市" in page
    assert "下書きを作る" in page


def test_a_file_is_read_and_stays_on_the_page_for_the_second_press(cast: Cast, officer: Client) -> None:
    content = "\ufeff" + json.dumps({"resources": [], "title": "停留所"}, ensure_ascii=False)
    file = SimpleUploadedFile("stops.json", content.encode())
    answer = officer.post(f"{BASE}import/", sent(cast, "", file=file))
    assert answer.status_code == 200
    text = answer.context["form"]["text"].value()
    assert "停留所" in text
    assert officer.post(f"{BASE}import/", sent(cast, text, "make")).status_code == 302
    assert Dataset.objects.get(council=cast.shiomi.council, state="drafted").title_ja == "停留所"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "読み取るものがありません"),
        ("{ここは壊れている", "1行2文字目"),
        ("<html></html>", "1行1文字目"),
        ('{"@type": "dcat:Catalog"}', "データセットが見つかりません"),
        ("[" * 5000, "入れ子が深すぎる"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_typed(
    cast: Cast, officer: Client, text: str, said: str
) -> None:
    before = count(cast)
    answer = officer.post(f"{BASE}import/", sent(cast, text, "make"))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"]["text"].value() == text
    assert count(cast) == before


def test_a_file_that_is_no_json_is_refused(cast: Cast, officer: Client) -> None:
    for name, content in (("x.json", b"\x89PNG"), ("x.exe", b"{}"), ("x.json", b"\xff\xfe{")):
        file = SimpleUploadedFile(name, content)
        answer = officer.post(f"{BASE}import/", sent(cast, "ここに書いたもの", file=file))
        assert answer.status_code == 422
        assert "ここに書いたもの" in answer.content.decode()


def test_only_data_officers_take_over_and_only_for_their_organ(cast: Cast, client: Client) -> None:
    enter(client, cast.shiomi.users["rep_bus"])
    assert client.get(f"{BASE}import/").status_code == 403
    enter(client, cast.shiomi.users["officer_education"])
    answer = client.post(f"{BASE}import/", sent(cast, json.dumps(PARKS), "make"))
    assert answer.status_code == 422
    enter(client, cast.worlds[1].users["officer_mayor"])
    assert client.get(f"{BASE}import/").status_code == 404
    assert client.get(f"{BASE}D-01/dcat.jsonld").status_code == 404
    assert client.get(f"{BASE}catalogue.jsonld").status_code == 404
