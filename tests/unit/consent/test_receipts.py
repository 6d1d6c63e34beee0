"""Receipts: JSON-LD that parses without a network, with terms that really exist, and nothing about who it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from consent.rules import dpv
from consent.rules.receipts import Answer, Party, Shown, receipt
from core import canonical

# rdflib's own JSON-LD reader still builds its deprecated graph.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DPV = Namespace(dpv.DPV)
PUBLISHED = {
    line
    for line in (Path(__file__).parent / "dpv-2.3" / "terms.txt").read_text().splitlines()
    if not line.startswith("#")
}
PERSON = UUID("6f8b9a3e-6f53-4f0c-9d5c-9c7b5e1d2a30")
SHOWN = Shown(
    url="https://example.test/my/notices/shiomi/N-01/v3/",
    reference="N-01",
    version=3,
    digest="ab" * 32,
    languages=("ja", "en"),
    service="健幸ポイント",
    rights_url="https://example.test/my/",
    withdraw_url="https://example.test/my/",
)


def answer(**changes) -> Answer:
    values = {
        "event": UUID("0b7a8f0e-1f43-4d86-8a0a-5c7e0a3e9a11"),
        "kind": "given",
        "at": datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC),
        "until": datetime(2027, 3, 31, 15, tzinfo=UTC),
        "indicated_by": "person",
        "route": "direct",
        "code": "steps",
        "dataset": "D-01",
        "data_items": [{"code": "daily_steps", "ja": "歩数", "easy": "歩数", "en": "steps"}],
        "purpose": "AcademicResearch",
        "purpose_words": {"ja": "研究", "easy": "研究", "en": "research"},
        "necessity": "optional",
        "retention_months": 12,
        "storage_country": "JP",
        "provider": Party("urn:sekisho:organ:1", "汐見市", "office@example.test", "汐見市港町1-1"),
        "recipient": Party(
            "urn:sekisho:organisation:2", "汐見大学", "office@example.test", "汐見市学園台2-3"
        ),
    }
    return Answer(**{**values, **changes})


def made(*answers: Answer) -> dict:
    return receipt(
        number="K7M4-2QXP-93TD",
        issued_at=datetime(2026, 11, 22, 3, 4, 6, tzinfo=UTC),
        person=PERSON,
        shown=SHOWN,
        answers=answers or (answer(),),
    )


def graph(document: dict) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def used(document: dict) -> set[str]:
    found = graph(document)
    return {
        str(term).removeprefix(dpv.DPV)
        for triple in found
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(dpv.DPV)
    }


def test_every_term_we_ship_is_published():
    assert dpv.TERMS <= PUBLISHED
    assert {"Analytics", "JointDataController", "hasLegalName"} & dpv.TERMS == set()


@pytest.mark.parametrize("kind", list(dpv.STATUS))
@pytest.mark.parametrize("by", list(dpv.INDICATED_BY))
@pytest.mark.parametrize("necessity", ["required", "optional"])
def test_a_receipt_uses_published_terms_only(kind, by, necessity):
    terms = used(made(answer(kind=kind, indicated_by=by, necessity=necessity)))
    assert terms <= dpv.TERMS
    assert dpv.STATUS[kind] in terms
    assert dpv.INDICATED_BY[by] in terms


@pytest.mark.parametrize("purpose", list(dpv.PURPOSES))
def test_every_purpose_can_be_said(purpose):
    assert purpose in used(made(answer(purpose=purpose)))
    assert dpv.label(purpose, "ja") != dpv.label(purpose, "en")


def test_what_the_standard_asks_for_is_there():
    found = graph(made())
    (top,) = found.subjects(RDF.type, DPV.ConsentReceipt)
    assert (top, DCTERMS.conformsTo, URIRef(dpv.RECEIPT_PROFILE)) in found
    assert list(found.objects(top, DPV.hasIdentifier))
    (record,) = found.objects(top, DPV.hasRecordOfActivity)
    for needed in ("hasDataSubject", "hasNotice", "hasProcess", "hasConsentStatus", "isIndicatedAtTime"):
        assert list(found.objects(record, DPV[needed])), needed
    (process,) = found.objects(record, DPV.hasProcess)
    for needed in (
        "hasPurpose",
        "hasPersonalData",
        "hasDataController",
        "hasRecipient",
        "hasStorageCondition",
        "hasJurisdiction",
        "hasConsentControl",
        "hasRight",
    ):
        assert list(found.objects(process, DPV[needed])), needed
    (data,) = found.objects(process, DPV.hasPersonalData)
    assert (data, DPV.hasNecessity, DPV.Optional) in found


def test_one_record_for_each_answer():
    other = answer(event=UUID(int=7), code="bus", kind="refused", until=None)
    document = made(answer(), other)
    assert len(document["dpv:hasRecordOfActivity"]) == 2
    assert "dpv:hasDuration" not in document["dpv:hasRecordOfActivity"][1]


def test_the_document_has_one_canonical_form():
    assert canonical.digest(made()) == canonical.digest(json.loads(json.dumps(made())))
    assert canonical.digest(made()) != canonical.digest(made(answer(kind="refused")))


def test_the_person_is_an_opaque_key():
    assert str(PERSON) in json.dumps(made())
    assert "name" not in json.dumps(made()["dpv:hasRecordOfActivity"][0]["dpv:hasDataSubject"])
