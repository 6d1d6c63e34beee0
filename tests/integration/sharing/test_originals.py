"""What the demo council hands out, held against the published files of the standards."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from jsonschema import Draft201909Validator
from rdflib import Graph

from governance.sharing.models import Grant
from tests.cast import Cast, enter
from tests.standards import originals

pytestmark = [
    pytest.mark.originals,
    pytest.mark.usefixtures("demo"),
    # rdflib's own JSON-LD reader still builds its deprecated graph.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
MESSAGE = "https://w3id.org/dspace/2025/1/negotiation/contract-agreement-message-schema.json"


def test_every_agreement_of_the_demo_is_one_of_the_protocol(cast: Cast, client: Client) -> None:
    enter(client, cast.shiomi.users["secretary"])
    asked = Draft201909Validator({"$ref": MESSAGE}, registry=originals.protocol())
    found = 0
    for grant in Grant.objects.filter(council=cast.shiomi.council, line__agreements__isnull=False).distinct():
        answer = client.get(f"/c/shiomi/grants/{grant.reference}/agreement.jsonld")
        assert answer.status_code == 200
        agreement = answer.json()
        parties = {
            "providerPid": "urn:uuid:1",
            "consumerPid": "urn:uuid:2",
            "callbackAddress": "https://x.test/",
        }
        head = {"@context": agreement["@context"], "@type": "ContractAgreementMessage"}
        asked.validate({**head, **parties, "agreement": agreement})
        named = [originals.contexts()[address] for address in agreement["@context"]]
        graph = Graph().parse(data=json.dumps(agreement | {"@context": named}), format="json-ld")
        assert len(graph) > len(json.dumps(agreement)) / 100, "next to nothing was read"
        found += 1
    assert found


@pytest.mark.parametrize("path", ["catalogue.jsonld", "D-01/dcat.jsonld", "D-03/dcat.jsonld"])
def test_the_catalogue_of_the_demo_is_as_the_published_shapes_ask(
    cast: Cast, client: Client, path: str
) -> None:
    enter(client, cast.shiomi.users["secretary"])
    data = Graph().parse(data=client.get(f"/c/shiomi/datasets/{path}").content, format="json-ld")
    assert len(data) > 10
    assert originals.violations(data, originals.shapes()) == []
