"""The API against its own document, with questions nobody thought of."""

from __future__ import annotations

from typing import Any

import schemathesis
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator

from core.clients.enums import Scope
from gateway.authzen.messages import ACTIONS
from gateway.authzen.openapi import PERMIT, QUESTION, description
from tests.integration.authzen.conftest import Flow, machine

schema = schemathesis.openapi.from_dict(description("http://testserver"))
STATUSES = {200, 400, 413, 429}


def checked(key: str, case: Any) -> None:
    """Send the case; the answer is one that the document describes."""
    sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (case.headers or {}).items()}
    sent["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    answer = Client().post(case.path, case.body, content_type="application/json", **sent)
    assert answer.status_code in STATUSES, answer.content
    if answer.status_code == 200:
        document = description("x")
        name = document["paths"][case.path]["post"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        validator = Draft202012Validator(name | {"components": document["components"]})
        validator.validate(answer.json())


def valid(name: str, value: Any) -> bool:
    components = description("x")["components"]
    found = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
    return bool(found.is_valid(value))


def test_it_names_every_action_and_its_examples_fit() -> None:
    action = description("x")["components"]["schemas"]["Evaluation"]["properties"]["action"]["properties"][
        "name"
    ]
    assert action["examples"] == list(ACTIONS)
    assert all(name in action["description"] for name in ACTIONS)
    assert valid("Evaluation", QUESTION)
    assert valid("Decision", PERMIT)
    kinds = {one["type"] for one in PERMIT["context"]["obligations"]}
    assert kinds == {"condition", "restriction"}
    for bad in ({"id": "1", "type": "wish", "properties": {}}, {"id": "1", "type": "restriction"}):
        assert not valid("Decision", {"decision": True, "context": {"obligations": [bad]}})


@schema.parametrize()
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_question_of_the_document_has_an_answer_of_the_document(case: Any, shiomi: Flow) -> None:
    key = machine(shiomi.world, scopes=[Scope.DECIDE, Scope.SEARCH]).key
    checked(key, case)
