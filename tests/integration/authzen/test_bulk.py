"""Many questions at once cost the database what one costs, and the gate what their persons cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.clients.enums import Scope
from gateway.authzen import deciding
from governance.sharing.rules import gate
from tests.integration.authzen.conftest import Flow, machine
from tests.integration.authzen.test_search import RESOURCE, everybody, pages, permitted, persons

MANY = "/access/v1/evaluations"
MUCH: dict[str, Any] = {"scopes": [Scope.DECIDE, Scope.SEARCH], "per_minute": 1_000_000}


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_many_persons_are_one_reading_and_one_look_at_the_line(
    shiomi: Flow, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, question = machine(shiomi.world, **MUCH), shiomi.question()
    listed = [{"resource": question["resource"] | {"id": f"KP-{number:06}"}} for number in range(count)]
    asking.ask(question)  # what is held about the line is loaded
    looked: list[bool] = []
    check = gate._check

    def counted(rule: Any, case: Any) -> Any:
        looked.append(rule.of_person)
        return check(rule, case)

    monkeypatch.setattr(gate, "_check", counted)
    readings: list[int] = []
    read = deciding.read

    def read_once(wanted: Any) -> Any:
        readings.append(len(wanted))
        return read(wanted)

    monkeypatch.setattr(deciding, "read", read_once)
    with CaptureQueriesContext(connection) as queries:
        answer = asking.ask(question | {"evaluations": listed}, MANY)
    assert len(answer.json()["evaluations"]) == count
    assert readings == [count]
    assert len(queries) <= 1  # the reading itself, where it goes through Django
    of_persons = sum(rule.of_person for rule in gate.CHECKS)
    assert looked.count(True) == of_persons * count
    # The line was looked at when the first question came, and stands as long as the facts do; the hour moves on.
    assert looked.count(False) == sum(rule.of_hour for rule in gate.CHECKS)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    items=st.frozensets(st.sampled_from(["daily_steps", "age_band", "school_district", "gps"]), max_size=3),
    purpose=st.sampled_from(["", "AcademicResearch", "ImproveHealthcare", "Marketing"]),
    action=st.sampled_from(["share", "use", "retain"]),
    limit=st.integers(9, 200),
)
def test_any_search_lists_exactly_what_is_permitted(
    shiomi: Flow, items: frozenset[str], purpose: str, action: str, limit: int
) -> None:
    asking = machine(shiomi.world, **MUCH)
    body = persons(shiomi, items=sorted(items)) | {
        "action": {"name": action},
        "context": {"purpose": purpose},
    }
    found = {one["id"] for one in pages(asking, RESOURCE, body, limit)}
    ids = everybody(shiomi)
    asked = [body | {"resource": body["resource"] | {"id": one}} for one in ids]
    assert found == {one for one, yes in zip(ids, permitted(asking, asked), strict=True) if yes}
    assert found == {one["id"] for one in pages(asking, RESOURCE, with_ids(body, ids))}


def with_ids(body: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    resource = body["resource"]
    return body | {"resource": resource | {"properties": resource["properties"] | {"ids": ids}}}
