"""The examples of the how-to page are answered by the demo council."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.test import Client

from core import clock
from core.administration import actions
from core.clients.enums import Scope
from gateway.authzen.endpoints import ENDPOINTS
from gateway.authzen.memory import memory
from gateway.authzen.search_exchange import ENDPOINTS as SEARCHES
from tests.cast import load
from tests.integration.authzen.conftest import NOON

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "ask-the-decision-api.md"
EXAMPLE = re.compile(r"http://localhost:8000(/access/\S+) \\\n.*?-d '(.*?)'", re.DOTALL)


def test_every_example_is_answered(demo: None) -> None:
    examples: list[tuple[str, Any]] = [
        (path, json.loads(body)) for path, body in EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    ]
    assert {path for path, _body in examples} >= {*ENDPOINTS, "/access/v1/search/resource"}
    assert {path for path, _body in examples} <= {*ENDPOINTS, *SEARCHES}
    world = load().shiomi
    memory.forget()
    with clock.at(NOON):
        _client, key = actions.issue_client(
            world.council,
            world.organisations["city"],
            name="都市OS",
            scopes=[Scope.DECIDE, Scope.SEARCH],
            by=world.users["secretary"],
        )

        def ask(path: str, body: Any) -> Any:
            answer = Client().post(
                path, body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {key}"
            )
            assert answer.status_code == 200, answer.content
            return answer.json()

        said = [ask(path, body) for path, body in examples]
        assert [one for one in said if not known(one)] == []
        figures = next(body for (_path, body), one in zip(examples, said, strict=True) if one.get("decision"))
        for purpose in ("AcademicResearch", "Marketing", "Nonsense"):
            other = ask("/access/v1/evaluation", figures | {"context": {"purpose": purpose}})
            assert other["decision"] is False, "a grant is for its purpose, figures about nobody too"
    assert next(one for one in said if one.get("decision"))["context"]["obligations"]
    assert [{"type": "dataset", "id": "D-02"}] in [one.get("results") for one in said]


def known(said: dict[str, Any]) -> bool:
    """Is the answer about something that the demo council has: a decision of the gate, or what a search found?"""
    if "results" in said:
        return "reasons" not in said["context"]
    decisions = said.get("evaluations", [said])
    return all(one["context"].get("line") for one in decisions)
