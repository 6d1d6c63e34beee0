"""The decision API held against the published schemas of AuthZEN: what they refuse is refused, every answer fits."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from core.clients.enums import Scope
from tests.integration.authzen.conftest import Flow, Machine, machine
from tests.integration.authzen.test_conformance import VECTORS, names, ours
from tests.standards import originals

pytestmark = pytest.mark.originals
KINDS = {
    "/access/v1/evaluation": "access-evaluation",
    "/access/v1/evaluations": "access-evaluations",
    "/access/v1/search/subject": "search-subject",
    "/access/v1/search/resource": "search-resource",
    "/access/v1/search/action": "search-action",
}


def asks(path: str, side: str) -> Draft202012Validator:
    """What the schema of this endpoint asks of the ``request`` or ``response``."""
    return Draft202012Validator({"$ref": f"{KINDS[path]}-{side}.json"}, registry=originals.authzen())


@pytest.fixture
def asking(shiomi: Flow) -> Machine:
    return machine(shiomi.world, scopes=[Scope.DECIDE, Scope.SEARCH], per_minute=1_000_000)


def alone(path: str, body: dict[str, Any]) -> str:
    """The endpoint whose schema speaks of ``body``: without a list several questions are one."""
    return (
        "/access/v1/evaluation" if path == "/access/v1/evaluations" and not body.get("evaluations") else path
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["test"])
def test_every_answer_of_the_scenario_fits(shiomi: Flow, asking: Machine, vector: dict[str, Any]) -> None:
    body = ours(vector["request"], names(shiomi))
    answer = asking.ask(body, vector["path"])
    if answer.status_code == 200:
        asks(alone(vector["path"], body), "response").validate(answer.json())


@pytest.mark.parametrize("path", [path for path in KINDS if path != "/access/v1/evaluations"])
def test_a_question_that_the_schema_refuses_is_refused(shiomi: Flow, asking: Machine, path: str) -> None:
    """But for further members, which the standard's text wants passed over and the schemas do not."""
    whole = shiomi.question() | ({"page": {"limit": 5}} if "search" in path else {})
    if path.endswith("resource"):
        whole["resource"]["properties"].pop("items")
    if path.endswith("action"):
        whole.pop("action")
    schema = asks(path, "request")
    schema.validate(whole)
    refused = [(where, body) for where, body in originals.altered(whole) if not schema.is_valid(body)]
    assert len(refused) > 15
    for where, body in refused:
        assert asking.ask(body, path).status_code == 400, where


def test_a_list_that_the_schema_refuses_is_refused_in_whole_or_in_part(shiomi: Flow, asking: Machine) -> None:
    path = "/access/v1/evaluations"
    whole = {"evaluations": [shiomi.question()], "options": {"evaluations_semantic": "execute_all"}}
    schema = asks(path, "request")
    schema.validate(whole)
    refused = [(where, body) for where, body in originals.altered(whole) if not schema.is_valid(body)]
    assert len(refused) > 15
    for where, body in refused:
        answer = asking.ask(body, path)
        if answer.status_code == 200:
            assert not any(one["decision"] for one in answer.json().get("evaluations", [answer.json()])), (
                where
            )
        else:
            assert answer.status_code == 400, where
