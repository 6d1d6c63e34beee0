"""Agreements and catalogues, and our restatements of what the standards ask, held against the published files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft201909Validator
from msgspec.structs import replace
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from governance.sharing.rules import dcat, odrl
from governance.sharing.rules.described import Description
from tests.standards import originals
from tests.unit.sharing.test_dcat import PUBLISHED, SHAPES, STEPS, address, faults
from tests.unit.sharing.test_odrl import CASES, SHAPE, graph, terms

pytestmark = [
    pytest.mark.originals,
    # rdflib's own JSON-LD reader still builds its deprecated graph.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
DRAFT = "https://json-schema.org/draft/2019-09/schema"
ADDRESS = "https://w3id.org/dspace/2025/1/"


def asks(part: str) -> Draft201909Validator:
    """What the protocol asks of ``part``."""
    return Draft201909Validator({"$schema": DRAFT, "$ref": ADDRESS + part}, registry=originals.protocol())


def refused(document: dict[str, Any], *parts: tuple[Draft201909Validator, Any]) -> bool:
    return any(not asked.is_valid(document if part is None else document.get(part)) for asked, part in parts)


def message(agreement: dict[str, Any]) -> dict[str, Any]:
    """The message in which connectors hand an agreement over."""
    return {
        "@context": agreement["@context"],
        "@type": "ContractAgreementMessage",
        "providerPid": "urn:uuid:1",
        "consumerPid": "urn:uuid:2",
        "callbackAddress": "https://council.test/",
        "agreement": agreement,
    }


@pytest.mark.parametrize("changes", CASES)
def test_an_agreement_is_one_of_the_protocol(changes: dict[str, Any]) -> None:
    document = odrl.agreement(terms(**changes))
    asks("negotiation/contract-schema.json#/definitions/Agreement").validate(document)
    asks("negotiation/contract-schema.json").validate(document)
    asks("common/context-schema.json").validate(document["@context"])
    asks("negotiation/contract-agreement-message-schema.json").validate(message(document))


@pytest.mark.parametrize("changes", CASES)
def test_a_reader_of_the_published_contexts_reads_the_same(changes: dict[str, Any]) -> None:
    document = odrl.agreement(terms(**changes))
    assert isomorphic(graph(document, originals.contexts()), graph(document))


def test_our_restatement_refuses_an_agreement_where_the_protocol_does() -> None:
    whole = odrl.agreement(terms(data_class="statistical", left_out=("gps",), restriction="沖見を除く。"))
    agreement = asks("negotiation/contract-schema.json#/definitions/Agreement")
    context = asks("common/context-schema.json")
    found = [
        (where, refused(document, (agreement, None), (context, "@context")), not SHAPE.is_valid(document))
        for where, document in originals.altered(whole)
    ]
    assert len(found) > 300
    assert [where for where, theirs, ours in found if theirs and not ours] == []
    stricter = [where for where, theirs, ours in found if ours and not theirs]
    assert stricter == [], "a restatement asks for nothing of its own"


def catalogue() -> Graph:
    """One dataset of each kind of description."""
    link = Description(title_ja="公園", is_open=True, licence="CC-BY-4.0", link="https://example.test/parks")
    described = (
        STEPS,
        replace(STEPS, covers_until=STEPS.covers_from),
        link,
        replace(link, licence="市の規程による。"),
        replace(link, link=""),
        Description(title_ja="題だけ"),
    )
    listed = [
        (one, replace(PUBLISHED, address=f"https://example.test/d/{place}/", identifier=f"D-{place}"))
        for place, one in enumerate(described)
    ]
    whole = dcat.catalogue("https://example.test/c/", ("汐見の協議会", "Council"), listed)
    return Graph().parse(data=json.dumps(whole), format="json-ld")


def test_a_catalogue_is_as_the_published_shapes_ask() -> None:
    assert originals.violations(catalogue(), originals.shapes()) == []


def changed(whole: Graph) -> list[tuple[str, Graph]]:
    """``whole`` without a property, with a text, a node of no class, a second value; for each kind of node once."""
    found: dict[str, Graph] = {}
    for kind, asked in SHAPES["classes"].items():
        node = next(whole.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), address(kind)))
        for name in asked:
            values = list(whole.objects(node, address(name)))
            others: list[Any] = [[], [Literal("7")], [URIRef("urn:nothing")], [*values, Literal("8")]]
            others.append([*values, URIRef("urn:another")])
            for place, other in enumerate(others):
                graph_ = Graph()
                graph_ += whole
                graph_.remove((node, address(name), None))
                for value in other:
                    graph_.add((node, address(name), value))
                found[f"{kind} {name} {place}"] = graph_
    return list(found.items())


STRICTER = ("dct:issued", "dct:modified", "dcat:startDate", "dcat:endDate")
"""Of these the published shapes ask for a day with a keyword that SHACL does not have (``sh:shape``)."""


def test_our_restatement_refuses_a_catalogue_where_the_published_shapes_do() -> None:
    asked = originals.shapes()
    found = [
        (where, bool(originals.violations(data, asked)), bool(faults(data)))
        for where, data in changed(catalogue())
    ]
    assert len(found) > 100
    assert [where for where, theirs, ours in found if theirs and not ours] == []
    stricter = [where for where, theirs, ours in found if ours and not theirs]
    assert [where for where in stricter if where.split()[1] not in STRICTER] == []
