"""What is remembered of questions like it changes no question: short or long, first or again, good or broken."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authzen import messages
from gateway.authzen.messages import Malformed, NotConfigured, Question

GOOD: dict[str, Any] = {
    "subject": {"type": "organization", "id": "organisation:7"},
    "action": {"name": "share"},
    "resource": {
        "type": "personal_data",
        "id": " KP-1 ",
        "properties": {"dataset": "D-01", "items": ["daily_steps"]},
    },
    "context": {"purpose": "dpv:AcademicResearch"},
}
WRONG = st.sampled_from([None, 1, "", "x", [], {}, ["a"], "dataset", "personal_data", "service"])
PATHS = st.sampled_from(
    [
        ("subject",),
        ("subject", "type"),
        ("subject", "id"),
        ("subject", "properties"),
        ("action",),
        ("action", "name"),
        ("resource",),
        ("resource", "type"),
        ("resource", "id"),
        ("resource", "properties"),
        ("resource", "properties", "dataset"),
        ("resource", "properties", "items"),
        ("context",),
        ("context", "purpose"),
        ("context", "items"),
    ]
)


def outcome(body: bytes, *, alike: bool) -> Question | tuple[str, str]:
    try:
        return messages.asked(body) if alike else messages.question(messages.one(body))
    except (Malformed, NotConfigured) as error:
        return type(error).__name__, str(error)


def changed(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    whole = json.loads(json.dumps(GOOD))
    place = whole
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return whole


@given(path=PATHS, value=WRONG, long=st.booleans(), cut=st.integers(0, 3))
def test_a_question_means_what_it_means_alone(
    path: tuple[str, ...], value: Any, long: bool, cut: int
) -> None:
    body = msgspec.json.encode(changed(path, value) | ({"unknown": "x" * messages.SHORT} if long else {}))
    body = body[: len(body) - cut]
    for _time in range(2):
        assert outcome(body, alike=True) == outcome(body, alike=False)


@pytest.mark.parametrize("kind", ["personal_data", "data_item"])
def test_each_is_about_its_own_resource(kind: str) -> None:
    bodies = [
        msgspec.json.encode(changed(("resource",), {**GOOD["resource"], "type": kind, "id": name}))
        for name in ("a", "b", "a")
    ]
    found = [messages.asked(body) for body in bodies]
    assert found == [messages.question(messages.one(body)) for body in bodies]
    assert found[0] == found[2] != found[1]


def test_what_is_no_text_is_broken() -> None:
    body = b'{"subject":{"type":"organization","id":"organisation:7","properties":{"organ":"\xff"}},'
    body += b'"action":{"name":"share"},"resource":{"type":"personal_data","id":"1"}}'
    for alike in (True, False):
        assert outcome(body, alike=alike)[0] == "Malformed"
