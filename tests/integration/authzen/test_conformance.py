"""The certification scenario of AuthZEN 1.0 and the standard's own examples, in the words of this council.

The scenario asks for alice and bob, records, and read and write; here they are organisations, persons in a dataset, and
share and use. What is well formed there is well formed here, and what is broken there is sent as it stands.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core.clients.enums import Scope
from tests.integration.authzen.conftest import Flow, machine

VECTORS = json.loads((Path(__file__).parent / "vectors" / "certification.json").read_text())["vectors"]
NUMBER = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716"


def names(flow: Flow) -> dict[str, str]:
    """The scenario's names and ours. Record 1 may go to alice, record 2 may not."""
    return {
        "user": "organization",
        "alice": flow.recipient,
        "alice@example.com": flow.recipient,
        "bob": f"organisation:{flow.world.organisations['bus'].pk}",
        "record": "personal_data",
        "document": "personal_data",
        "record-1": flow.holder_id,
        "record-2": "KP-000002",
        "1": flow.holder_id,
        "2": "KP-000002",
        "3": "KP-000004",
        "read": "share",
        "write": "use",
    }


def ours(value: Any, words: dict[str, str]) -> Any:
    """``value`` in our words; every record is one of the dataset."""
    if isinstance(value, list):
        return [ours(one, words) for one in value]
    if not isinstance(value, dict):
        return words.get(value, value) if isinstance(value, str) else value
    found = {name: ours(one, words) for name, one in value.items()}
    if found.get("type") == "personal_data" or ("id" in found and "status" in found.get("properties", {})):
        found["properties"] = found.get("properties", {}) | {"dataset": "D-01"}
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["test"])
def test_the_scenario(shiomi: Flow, vector: dict[str, Any]) -> None:
    asking = machine(shiomi.world, scopes=[Scope.DECIDE, Scope.SEARCH], per_minute=1_000_000)
    words, expected = names(shiomi), vector["expected"]
    answer = asking.ask(ours(vector["request"], words), vector["path"], HTTP_X_REQUEST_ID=NUMBER)
    assert answer["X-Request-ID"] == NUMBER
    assert answer.status_code == expected.get("status", 200), answer.content
    if "status" in expected:
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content
        return
    assert answer["Content-Type"] == "application/json"
    holds(answer.json(), ours(expected, words))


def holds(said: dict[str, Any], expected: dict[str, Any]) -> None:
    """The answer is what the vector expects; results may be more than it names."""
    if "decision" in expected:
        assert said["decision"] is expected["decision"]
    if "decisions" in expected:
        assert [one["decision"] for one in said["evaluations"]] == expected["decisions"]
        assert "decision" not in said
    if "results" in expected:
        assert said["results"] == expected["results"]
    for one in expected.get("includes", ()):
        assert one in said["results"]


@pytest.mark.parametrize(
    ("body", "kind"), [("{}", "text/plain"), ("{", "application/json"), ("", "application/json")]
)
@pytest.mark.parametrize("path", sorted({vector["path"] for vector in VECTORS}))
def test_what_is_no_question_is_400_everywhere(shiomi: Flow, path: str, body: str, kind: str) -> None:
    asking = machine(shiomi.world, scopes=[Scope.DECIDE, Scope.SEARCH], per_minute=1_000_000)
    sent = {"HTTP_AUTHORIZATION": f"Bearer {asking.key}", "HTTP_X_REQUEST_ID": NUMBER}
    answer = Client().generic("POST", path, body, content_type=kind, **sent)
    assert (answer.status_code, answer["X-Request-ID"]) == (400, NUMBER)
