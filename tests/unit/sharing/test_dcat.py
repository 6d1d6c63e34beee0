"""Datasets as DCAT-AP in JSON-LD and back, CKAN's answers, and whatever else people paste."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import Graph as RdfGraph
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from consent.rules import dpv
from core.errors import Invalid
from governance.sharing.enums import DataClass
from governance.sharing.rules import ckan, dcat, licences
from governance.sharing.rules.described import BETWEEN, KEYWORDS, Description, Item, clean
from governance.sharing.rules.jsonld import LARGEST, PREFIXES
from governance.sharing.rules.sensitivity import OPEN, least

# rdflib's own JSON-LD reader still builds its deprecated graph.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

HERE = Path(__file__).parent
TERMS = {
    line
    for name in ("terms.txt", "pd.txt")
    for line in (HERE.parent / "consent" / "dpv-2.3" / name).read_text().splitlines()
    if not line.startswith("#")
}
AT = "https://example.test/c/shiomi/datasets/D-01/"
PUBLISHED = dcat.Published(AT, "D-01", "汐見市", "City of Shiomi", datetime(2026, 2, 2, tzinfo=UTC))
STEPS = Description(
    title_ja="歩数",
    title_en="Steps",
    description_ja="1日の歩数。\n毎朝集まる。",
    keywords=("健康", "歩数"),
    covers_from=date(2024, 4, 1),
    purposes=("AcademicResearch", "ServiceOptimisation"),
    retention_months=60,
    countries=("JP",),
    items=(Item("daily_steps", "1日の歩数", "Daily steps", "personal", "pd:PhysicalHealth", 2),),
)


def words(longest: int, least_: int = 0):
    letters = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    return st.text(letters, min_size=least_, max_size=longest).map(lambda text: clean(text, longest))


def filled(longest: int):
    return words(longest, 1).filter(bool)


@st.composite
def items(draw):
    data_class = draw(st.sampled_from(DataClass.values))
    category = draw(st.sampled_from(["", *dpv.CATEGORIES]))
    weight = draw(st.integers(least(data_class, category), 3))
    code = draw(st.from_regex(r"[-a-zA-Z0-9_]{1,40}", fullmatch=True))
    return Item(code, draw(filled(100)), draw(words(100)), data_class, category, weight)


@st.composite
def descriptions(draw):
    """What the product lets people register: open data has no persons, a licence and a link."""
    found = draw(st.lists(items(), max_size=6, unique_by=lambda item: item.code))
    is_open = draw(st.booleans())
    if is_open:
        found = [item for item in found if item.data_class in OPEN]
    own = filled(100).filter(lambda text: licences.recognised(text) == text and text not in licences.LICENCES)
    licence = st.sampled_from(list(licences.LICENCES)) | own
    link = st.from_regex(r"https://[a-z]{1,10}\.example/[a-z0-9/]{0,20}", fullmatch=True)
    days = sorted(draw(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=2, max_size=2)))
    countries = st.lists(st.from_regex(r"[A-Z]{2}", fullmatch=True), max_size=4, unique=True)
    made = Description(
        title_ja=draw(filled(200)),
        title_en=draw(words(200)),
        description_ja=draw(words(300)),
        description_en=draw(words(300)),
        keywords=tuple(draw(st.lists(filled(20), max_size=5, unique=True))),
        covers_from=draw(st.none() | st.just(days[0])),
        covers_until=draw(st.none() | st.just(days[1])),
        purposes=tuple(draw(st.lists(st.sampled_from(list(dpv.PURPOSES)), max_size=4, unique=True))),
        retention_months=draw(st.none() | st.integers(1, 1200)),
        countries=tuple(draw(countries)),
        is_open=is_open,
        licence=draw(licence if is_open else licence | st.just("")),
        link=draw(link if is_open else link | st.just("")),
        items=tuple(found),
    )
    repeats = (made.description_ja, made.description_en) == (made.title_ja, made.title_en)
    return replace(made, description_ja="", description_en="") if repeats else made


def in_order(description: Description) -> Description:
    """JSON-LD keeps no order among items."""
    return replace(description, items=tuple(sorted(description.items, key=lambda item: item.code)))


@given(descriptions())
def test_what_goes_out_comes_back(description):
    text = json.dumps(dcat.document(description, PUBLISHED), ensure_ascii=False)
    found = ckan.read(text)
    assert in_order(found.description) == in_order(description)
    assert found.publisher == "汐見市"
    assert found.identifier == "D-01"
    assert found.left == ()
    assert found.others == 0


@settings(max_examples=25)
@given(descriptions())
def test_it_comes_back_after_a_stranger_has_written_it_anew(description):
    """rdflib reads the document and writes it in its own way: expanded, with names for blank nodes."""
    text = json.dumps(dcat.document(description, PUBLISHED), ensure_ascii=False)
    theirs = RdfGraph().parse(data=text, format="json-ld").serialize(format="json-ld")
    found = in_order(ckan.read(theirs).description)
    sent = in_order(description)
    for name in ("keywords", "purposes", "countries"):
        assert set(getattr(found, name)) == set(getattr(sent, name))
    same = {"keywords": (), "purposes": (), "countries": ()}
    assert replace(found, **same) == replace(sent, **same)


SHAPES = json.loads((HERE.parents[1] / "standards" / "dcat-ap-3.0.0" / "shapes.json").read_text())


def address(short: str) -> URIRef:
    """The whole name behind a short one."""
    prefix, _, local = short.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def faults(graph: RdfGraph) -> list[str]:
    """What of ``graph`` is otherwise than the shapes ask."""
    found = []
    for kind, asked in SHAPES["classes"].items():
        for node in graph.subjects(RDF.type, address(kind)):
            for name, rule in asked.items():
                values = list(graph.objects(node, address(name)))
                few, many = len(values) < rule.get("min", 0), len(values) > rule.get("max", len(values))
                wrong = [value for value in values if not fits(graph, value, rule)]
                found += [f"{kind} {name}: {values}"] if few or many or wrong else []
    return found


def fits(graph: RdfGraph, value, rule) -> bool:
    """Is ``value`` a literal or a day, or a node of the class, that ``rule`` asks for?"""
    if "class" in rule:
        return (value, RDF.type, address(rule["class"])) in graph
    days = {str(address(name)) for name in SHAPES["days"]}
    return isinstance(value, Literal) and (rule["kind"] != "day" or str(value.datatype) in days)


@settings(max_examples=25)
@given(descriptions())
def test_it_is_as_dcat_ap_asks(description):
    whole = dcat.catalogue("https://example.test/c/", ("汐見の協議会", "Council"), [(description, PUBLISHED)])
    assert faults(RdfGraph().parse(data=json.dumps(whole), format="json-ld")) == []


@pytest.mark.parametrize("part", ["dct:title", "dct:description", "dcat:accessURL", "foaf:name"])
def test_what_dcat_ap_asks_for_is_missed_where_it_is_not_there(part: str):
    data = Description(title_ja="公園", is_open=True, licence="CC-BY-4.0", link="https://example.test/parks")
    text = json.dumps(dcat.document(data, PUBLISHED)).replace(f'"{part}"', '"dct:source"')
    assert faults(RdfGraph().parse(data=text, format="json-ld"))


def test_it_is_json_ld_that_others_read():
    graph = RdfGraph().parse(data=json.dumps(dcat.document(STEPS, PUBLISHED)), format="json-ld")
    node = URIRef(AT)
    assert (node, RDF.type, DCAT.Dataset) in graph
    assert set(graph.objects(node, DCTERMS.title)) == {
        Literal("歩数", lang="ja"),
        Literal("Steps", lang="en"),
    }
    assert (node, DCTERMS.accessRights, URIRef(dcat.ACCESS + "NON_PUBLIC")) in graph
    agent = graph.value(node, DCTERMS.publisher)
    assert (agent, RDF.type, FOAF.Agent) in graph
    period = graph.value(node, DCTERMS.temporal)
    assert graph.value(period, DCAT.startDate).toPython() == date(2024, 4, 1)
    assert (node, Namespace(dpv.DPV).hasPurpose, URIRef(dpv.DPV + "AcademicResearch")) in graph
    kinds = set(graph.objects(graph.value(node, Namespace(dpv.DPV).hasPersonalData), RDF.type))
    assert kinds == {URIRef(dpv.DPV + "PersonalData"), URIRef(dpv.PD + "PhysicalHealth")}


@settings(max_examples=15)
@given(descriptions())
def test_every_term_of_the_privacy_vocabulary_is_published(description):
    graph = RdfGraph().parse(data=json.dumps(dcat.document(description, PUBLISHED)), format="json-ld")
    used = {str(term) for triple in graph for term in triple if str(term).startswith(dpv.DPV)}
    assert {term.removeprefix(dpv.DPV) for term in used} <= TERMS


def test_open_data_is_public_with_licence_and_access_address():
    data = Description(title_ja="公園", is_open=True, licence="CC-BY-4.0", link="https://example.test/parks")
    graph = RdfGraph().parse(data=json.dumps(dcat.document(data, PUBLISHED)), format="json-ld")
    node = URIRef(AT)
    assert (node, DCTERMS.accessRights, URIRef(dcat.ACCESS + "PUBLIC")) in graph
    place = graph.value(node, DCAT.distribution)
    assert (place, RDF.type, DCAT.Distribution) in graph
    assert graph.value(place, DCAT.accessURL) == URIRef("https://example.test/parks")
    assert graph.value(place, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


@pytest.mark.parametrize("changes", [{"link": ""}, {"licence": ""}, {"licence": "市の規程による。"}])
def test_open_data_is_told_as_far_as_it_is_declared(changes: dict):
    given = {"is_open": True, "items": (), "licence": "CC-BY-4.0", "link": "https://data.example/steps.csv"}
    description = replace(STEPS, **given | changes)
    back = ckan.read(json.dumps(dcat.document(description, PUBLISHED))).description
    assert (back.licence, back.link) == (description.licence, description.link)


def test_a_catalogue_holds_its_datasets():
    whole = dcat.catalogue("https://example.test/c/", ("汐見の協議会", "Council"), [(STEPS, PUBLISHED)])
    graph = RdfGraph().parse(data=json.dumps(whole), format="json-ld")
    assert (URIRef("https://example.test/c/"), DCAT.dataset, URIRef(AT)) in graph
    assert (URIRef(AT), RDF.type, DCAT.Dataset) in graph
    assert in_order(ckan.read(json.dumps(whole)).description) == STEPS


FOREIGN = {
    "@context": [
        "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld",
        {
            "name": {"@id": "dct:title", "@container": "@language"},
            "about": "http://purl.org/dc/terms/description",
            "other": "https://other.example/ns#",
        },
    ],
    "@graph": [
        {"@id": "_:p", "@type": "foaf:Organization", "foaf:name": "Somewhere"},
        {
            "@id": "https://other.example/d/1",
            "@type": ["dcat:Dataset", "other:Thing"],
            "name": {"ja": "海の水温", "en": "Sea temperature", "fr": "Température"},
            "about": "Measured daily.",
            "dcterms:publisher": {"@id": "_:p"},
            "other:quality": "good",
            "dct:spatial": {"@id": "https://places.example/1"},
            "dcat:distribution": [{"@id": "https://other.example/x"}],
            "dpv:hasPersonalData": {"@id": "pd:Health"},
        },
        {
            "@id": "https://other.example/x",
            "@type": "dcat:Distribution",
            "dcat:downloadURL": "https://other.example/x.csv",
            "dct:license": "http://creativecommons.org/licenses/by/4.0",
        },
        {"@type": "dcat:Dataset", "dct:title": "A second one"},
    ],
}


def test_a_strangers_document_is_understood_as_far_as_it_goes():
    found = ckan.read(json.dumps(FOREIGN))
    data = found.description
    assert (data.title_ja, data.title_en) == ("海の水温", "Sea temperature")
    assert data.description_ja == "Measured daily."
    assert (data.licence, data.link) == ("CC-BY-4.0", "https://other.example/x.csv")
    assert not data.is_open
    assert found.publisher == "Somewhere"
    assert found.others == 1
    left = {one.name: one.value for one in found.left}
    assert left["dct:spatial"] == "https://places.example/1"
    assert left["https://other.example/ns#quality"] == "good"
    assert left["dpv:hasPersonalData"] == PREFIXES["pd"] + "Health"
    assert left["@context"].startswith("https://semiceu")


CKAN = {
    "help": "https://data.example/api/3/action/help_show?name=package_show",
    "success": True,
    "result": {
        "name": "bus-stops",
        "title": "バス停一覧",
        "notes": "市内のバス停。\n**太字**",
        "license_id": "cc-by",
        "license_title": "Creative Commons Attribution",
        "organization": {"title": "汐見市"},
        "tags": [{"name": "bus"}, {"display_name": "交通", "name": "traffic"}, {"name": "bus"}],
        "resources": [
            {"url": "https://data.example/stops.csv"},
            {"url": "https://data.example/2", "name": "二つ目"},
        ],
        "extras": [{"key": "temporal_start", "value": "2025-04-01"}, {"key": "spatial", "value": "汐見市"}],
        "maintainer": "係",
        "private": False,
    },
}


def test_a_document_with_its_own_words_is_understood():
    """A default vocabulary and language, a term of its own, a node told in two places, parts that say nothing."""
    document = {
        "@context": [
            {"@vocab": "http://www.w3.org/ns/dcat#", "@language": "ja", "dct": "http://purl.org/dc/terms/"},
            {"name": "http://xmlns.com/foaf/0.1/name", "told by": {"@container": "@list"}, "n": 1},
        ],
        "@graph": [
            {"@id": "urn:1", "@type": ["Dataset", "@json"], "dct:title": "歩数"},
            {"@id": "urn:1", "keyword": {"@list": ["健康"]}, "dct:publisher": [{"@id": "urn:2"}, "汐見市"]},
            {"@id": "urn:2", "@type": "Agent"},
        ],
    }
    found = ckan.read(json.dumps(document))
    assert (found.description.title_ja, found.description.keywords) == ("歩数", ("健康",))
    assert found.publisher == "汐見市"


@pytest.mark.parametrize(("duration", "months"), [("P1Y6M", 18), ("a while", None), ("P", None)])
def test_a_duration_is_read_where_it_is_one(duration: str, months: int | None):
    stored = {"dpv:hasStorageCondition": {"dpv:hasDuration": duration}}
    document = {"@context": dict(PREFIXES), "@type": "dcat:Dataset", "dct:title": "歩数", **stored}
    assert ckan.read(json.dumps(document)).description.retention_months == months


def test_an_answer_of_ckan_is_understood():
    found = ckan.read(json.dumps(CKAN))
    assert found.description == Description(
        title_ja="バス停一覧",
        description_ja="市内のバス停。\n**太字**",
        keywords=("bus", "交通"),
        covers_from=date(2025, 4, 1),
        is_open=True,
        licence="CC-BY-4.0",
        link="https://data.example/stops.csv",
    )
    assert (found.publisher, found.identifier) == ("汐見市", "bus-stops")
    assert {(one.name, one.value) for one in found.left} == {
        ("maintainer", "係"),
        ("extras: spatial", "汐見市"),
        ("resources", "二つ目"),
    }
    assert ckan.read(json.dumps(CKAN["result"])).description == found.description


@pytest.mark.parametrize(
    "context",
    [
        {"a": "b", "b": "a"},
        {"title": "title"},
        {f"t{n}": f"t{n + 1}" for n in range(5000)},
        {"a": {"@id": "b"}, "b": {"@id": "c"}, "c": "a"},
    ],
)
def test_terms_that_lead_in_a_circle_or_far_away_are_no_error(context: dict[str, object]):
    node = {"@type": "dcat:Dataset", "dct:title": "歩数", "a": "x", "t0": "y", "title": "z"}
    found = ckan.read(json.dumps({"@context": context, **node}))
    assert found.description.title_ja == "歩数"


@pytest.mark.parametrize("form", ["ckan", "dcat"])
def test_keywords_beyond_the_room_for_them_are_named_as_not_taken_over(form: str):
    words = [f"{n:02}{'語' * 48}" for n in range(12)]
    many = [f"w{n}" for n in range(23)]
    for told, kept in ((words, 9), (many, 20)):
        if form == "ckan":
            document = {"title": "歩数", "resources": [], "tags": [{"name": word} for word in told]}
        else:
            document = {"@type": "dcat:Dataset", "dct:title": "歩数", "dcat:keyword": told}
        found = ckan.read(json.dumps(document))
        assert found.description.keywords == tuple(told[:kept])
        assert len(BETWEEN.join(found.description.keywords)) <= KEYWORDS
        assert [one.value for one in found.left] == told[kept:]
        assert {one.name for one in found.left} == {"tags" if form == "ckan" else "dcat:keyword"}


def test_texts_in_two_languages_of_ckan():
    package = {"resources": [], "title_translated": {"en": "Stops", "ja": "停留所"}, "notes": "x"}
    data = ckan.read(json.dumps(package)).description
    assert (data.title_ja, data.title_en, data.description_ja) == ("停留所", "Stops", "x")
    package = {"resources": [], "title_translated": {"en": ""}, "title": "停留所"}
    assert ckan.read(json.dumps(package)).description.title_ja == "停留所"


REFUSED = {
    "": "sharing.import_empty",
    " \n": "sharing.import_empty",
    "{": "sharing.import_not_json",
    "<rdf:RDF/>": "sharing.import_not_json",
    "{'a': 1}": "sharing.import_not_json",
    "NaN": "sharing.import_too_deep",
    "[" * 40_000: "sharing.import_too_deep",
    "[" * 80 + "]" * 80: "sharing.import_too_deep",
    "[" + "0," * 201_000 + "0]": "sharing.import_too_deep",
    "1": "sharing.import_no_dataset",
    "null": "sharing.import_no_dataset",
    '"dcat:Dataset"': "sharing.import_no_dataset",
    "[]": "sharing.import_no_dataset",
    '{"@type": "dcat:Catalog"}': "sharing.import_no_dataset",
    '{"@type": "dcat:Dataset"}': "sharing.import_no_title",
    '{"@type": "dcat:Dataset", "dct:title": [{}, null, {"@value": null}, ""]}': "sharing.import_no_title",
    '{"success": false, "error": {"message": "Not found"}}': "sharing.import_ckan_failed",
    '{"success": true, "result": "none"}': "sharing.import_no_dataset",
    '{"success": true, "result": {}}': "sharing.import_no_title",
    '{"a": "' + "x" * LARGEST + '"}': "sharing.import_too_large",
}


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_cannot_be_read_is_refused_in_words(number):
    text, code = list(REFUSED.items())[number]
    with pytest.raises(Invalid) as refused:
        ckan.read(text)
    assert refused.value.code == code


def test_hostile_content_becomes_plain_short_text():
    found = ckan.read(
        json.dumps(
            {
                "@type": "dcat:Dataset",
                "dct:title": "<script>alert(1)</script>\u202e" + "長" * 10_000,
                "dcat:distribution": {"dcat:accessURL": {"@id": "javascript:alert(1)"}},
                "dpv:hasData": [{"dct:identifier": "../../x"}, {"dct:identifier": ["a", "a"]}, "words"],
                "dcat:keyword": ["=1+1", "\x00", {"@value": {"@value": 1}}],
                "dct:temporal": {"dcat:startDate": "not a day"},
            }
        )
    )
    data = found.description
    assert len(data.title_ja) == 200
    assert "\u202e" not in data.title_ja
    assert data.link == ""
    assert [item.code for item in data.items] == ["a"]
    assert data.keywords == ("=1+1",)
    assert data.covers_from is None
    assert len(found.left) == 2


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["dcat:Dataset", "dct:title"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "@type",
                        "@id",
                        "@graph",
                        "@context",
                        "@value",
                        "@language",
                        "@list",
                        "@vocab",
                        "@container",
                    ),
                    *(
                        "dct:title",
                        "dct:license",
                        "dcat:distribution",
                        "dct:temporal",
                        "dpv:hasData",
                        "dct:publisher",
                    ),
                    *(
                        "dpv:hasStorageCondition",
                        "dcat:keyword",
                        "dct:accessRights",
                        "title",
                        "result",
                        "resources",
                    ),
                    *("extras", "tags", "success", "organization", "title_translated"),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_any_json_is_either_understood_or_refused(document):
    try:
        found = ckan.read(json.dumps(document))
    except Invalid:
        return
    assert found.description.title_ja
