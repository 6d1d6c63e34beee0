"""Agreements as ODRL: the protocol's shape, terms that exist, a graph that a JSON-LD reader understands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from core import canonical
from governance.sharing.forms.choices import PURPOSES
from governance.sharing.rules import odrl
from governance.sharing.views.agreements import MEANINGS

# rdflib's own JSON-LD reader still builds its deprecated graph.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

TESTS = Path(__file__).resolve().parents[2]
STANDARD = TESTS / "standards" / "dataspace-protocol-2025-1"
SHAPE = Draft202012Validator(json.loads((STANDARD / "agreement.json").read_text()))
DPV = set((TESTS / "unit" / "consent" / "dpv-2.3" / "terms.txt").read_text().splitlines())
ODRL = Namespace(odrl.ODRL)
BASE = "https://council.test/"
OWN = f"{BASE}{odrl.VOCABULARY}"


def terms(**changes: Any) -> odrl.Terms:
    usual: dict[str, Any] = {
        "base": BASE,
        "agreement": f"{BASE}c/shiomi/grants/G-2026-003/agreement.jsonld",
        "target": f"{BASE}c/shiomi/datasets/D-01/",
        "assigner": "urn:sekisho:organ:1",
        "assignee": "urn:sekisho:organ:2",
        "concluded": "2026-06-01T10:00:00+09:00",
        "identifier": "A-7",
        "title_ja": "歩数の研究",
        "title_en": "Study of steps",
        "references": ("R-2026-018-1", "汐見協第24号"),
        "items": ("age_band", "steps"),
        "purpose": "AcademicResearch",
        "form": "third_party",
        "data_class": "personal",
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2027, 3, 31),
        "storage": frozenset({"JP"}),
        "conditions": (
            odrl.Condition("C-1", "誓約書を出す", True, date(2026, 7, 1)),
            odrl.Condition("C-2", "報告", False),
        ),
        "disposal": "erase",
        "disposal_by": date(2027, 4, 30),
    }
    return odrl.Terms(**usual | changes)


BARE = {"conditions": (), "disposal": "", "disposal_by": None, "storage": frozenset(), "title_en": ""}
CASES = [
    {},
    BARE,
    {"disposal": "return"},
    {"left_out": ("gps_trace",), "restriction": "沖見地区の者を除く。"},
    {"disposal": "destroy", "disposal_by": None},
    *(
        {"data_class": one}
        for one in ("special_care", "pseudonymised", "anonymised", "statistical", "non_personal")
    ),
]


@pytest.mark.parametrize("changes", CASES)
def test_it_has_the_shape_of_the_protocol(changes: dict[str, Any]):
    document = odrl.agreement(terms(**changes))
    assert not list(SHAPE.iter_errors(document))
    assert canonical.encode(document)


def test_the_shape_notices_what_is_wrong():
    whole = odrl.agreement(terms())
    for broken in (
        {**whole, "@type": "Offer"},
        {**whole, "timestamp": "yesterday"},
        {**whole, "@context": ["https://example.test/"]},
        {name: value for name, value in whole.items() if name != "assignee"},
        {name: value for name, value in whole.items() if name not in ("permission", "prohibition")},
        {
            **whole,
            "permission": [{"action": "use", "constraint": [{"leftOperand": "purpose", "operator": "is"}]}],
        },
    ):
        assert list(SHAPE.iter_errors(broken))


CONTEXTS: dict[str, Any] = json.loads((STANDARD / "context.json").read_text())


def graph(document: dict[str, Any], contexts: dict[str, Any] = CONTEXTS) -> Graph:
    """Read as JSON-LD without a network: the contexts that it names are put in by value, and no other."""
    own = [contexts[address] for address in document["@context"]]
    return Graph().parse(data=json.dumps(document | {"@context": own}), format="json-ld")


def words(value: Any) -> set[str]:
    """Every name, and every value that stands for one."""
    if isinstance(value, list):
        return set().union(*map(words, value))
    if not isinstance(value, dict):
        return set()
    names = {value[name] for name in ("@type", "action", "leftOperand", "operator") if name in value}
    return set(value) | names | words(list(value.values()))


@pytest.mark.parametrize("changes", CASES)
def test_every_word_is_named_by_a_context_or_a_whole_address(changes: dict[str, Any]):
    """A reader of JSON-LD passes over any other, and would find an agreement that permits nothing."""
    document = odrl.agreement(terms(**changes))
    bare = {word for word in words(document) if not word.startswith(("@", "http://", "https://"))}
    assert bare - {"timestamp"} <= set().union(*(CONTEXTS[address] for address in document["@context"]))
    assert document["timestamp"] == document[f"{odrl.DSPACE}timestamp"]


def test_a_reader_of_json_ld_finds_permission_prohibition_and_duties():
    found = graph(odrl.agreement(terms(data_class="statistical")))
    (agreement,) = found.subjects(RDF.type, ODRL.Agreement)
    assert str(agreement) == terms().agreement
    assert found.value(agreement, ODRL.assigner) == URIRef("urn:sekisho:organ:1")
    assert str(found.value(agreement, URIRef(f"{odrl.DSPACE}timestamp"))) == terms().concluded
    limits = {
        found.value(node, ODRL.leftOperand): (
            found.value(node, ODRL.operator),
            list(found.objects(node, ODRL.rightOperand)),
        )
        for permission in found.objects(agreement, ODRL.permission)
        for node in found.objects(permission, ODRL.constraint)
    }
    assert limits[ODRL.purpose] == (ODRL.isA, [URIRef(f"{odrl.DPV}AcademicResearch")])
    assert len(limits[URIRef(f"{odrl.DPV}hasData")][1]) == 2
    forbidden = {found.value(node, ODRL.action) for node in found.objects(agreement, ODRL.prohibition)}
    assert forbidden == {ODRL.distribute, URIRef(f"{OWN}reIdentify")}
    owed = [found.value(node, ODRL.action) for node in found.objects(agreement, ODRL.obligation)]
    assert sorted(owed) == sorted([URIRef(f"{OWN}meetCondition")] * 2 + [URIRef(f"{odrl.DPV}Erase")])


def iris(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(iris, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(iris, value)) if value else set()
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("changes", CASES)
def test_every_term_exists_where_it_is_said_to_be(changes: dict[str, Any]):
    found = iris(odrl.agreement(terms(**changes)))
    dpv = {iri.removeprefix(odrl.DPV) for iri in found if iri.startswith(odrl.DPV)}
    assert dpv <= DPV
    assert dpv - {"AcademicResearch"} <= odrl.DPV_TERMS
    assert {iri.removeprefix(OWN) for iri in found if iri.startswith(OWN)} <= set(MEANINGS)


def test_every_purpose_that_can_be_asked_for_and_every_other_term_is_in_the_published_vocabulary():
    assert {code for code, _label in PURPOSES} | odrl.DPV_TERMS <= DPV
    assert set(odrl.TERMS) == set(MEANINGS)


def test_periods_end_with_their_last_day_in_tokyo():
    constraints = odrl.agreement(terms())["permission"][0]["constraint"]
    days = {
        one["operator"]: one["rightOperand"]["@value"]
        for one in constraints
        if one["leftOperand"] == str(ODRL.dateTime)
    }
    assert days == {"gteq": "2026-06-01T00:00:00+09:00", "lteq": "2027-03-31T23:59:59+09:00"}


def test_only_a_condition_precedent_stands_before_the_use():
    first, second, _erase = odrl.agreement(terms())["obligation"]
    used = {"@id": f"{odrl.ODRL}policyUsage"}
    before = {"leftOperand": f"{odrl.ODRL}event", "operator": "lt", "rightOperand": used}
    assert before in first["constraint"]
    assert before not in second["constraint"]


def test_open_data_forbids_nothing():
    assert "prohibition" not in odrl.agreement(terms(data_class="non_personal"))


def test_what_the_provider_leaves_out_narrows_the_permission():
    document = odrl.agreement(terms(left_out=("gps_trace",), restriction="沖見地区の者を除く。"))
    (permission,) = document["permission"]
    told = {"@value": "沖見地区の者を除く。", "@language": "ja"}
    assert {"leftOperand": f"{OWN}restriction", "operator": "eq", "rightOperand": told} in permission[
        "constraint"
    ]
    data = {
        one["operator"]: [item["@id"].rpartition("#item-")[2] for item in one["rightOperand"]]
        for one in permission["constraint"]
        if one["leftOperand"] == f"{odrl.DPV}hasData"
    }
    assert data == {"isAnyOf": ["age_band", "steps"], "isNoneOf": ["gps_trace"]}
    usual = json.dumps(odrl.agreement(terms()))
    assert "isNoneOf" not in usual
    assert f"{OWN}restriction" not in usual
