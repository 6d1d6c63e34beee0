"""The API against its own document, with questions nobody thought of."""

from __future__ import annotations

from typing import Any

import schemathesis
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator

from core.clients.enums import Scope
from gateway.authzen.openapi import description
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


@schema.parametrize()
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_question_of_the_document_has_an_answer_of_the_document(case: Any, shiomi: Flow) -> None:
    key = machine(shiomi.world, scopes=[Scope.DECIDE, Scope.SEARCH]).key
    checked(key, case)
