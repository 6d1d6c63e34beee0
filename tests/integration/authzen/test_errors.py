"""Errors of the exchange: each with the status of the standard, none with an answer."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from structlog.testing import capture_logs

from core import clock
from core.administration import actions
from core.clients import keys
from core.clients.enums import Scope
from gateway.authzen import deciding, exchange
from gateway.authzen.entrance import entrance
from gateway.authzen.openapi import description
from tests.integration.authzen.conftest import NOON, Flow, machine

ONE, MANY = "/access/v1/evaluation", "/access/v1/evaluations"
GOOD = (
    '{"subject":{"type":"organization","id":"organisation:1"},"action":{"name":"share"},'
    '"resource":{"type":"dataset","id":"D-01"}}'
)
BROKEN = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '"text"',
    "{}",
    '{"subject":1,"action":{"name":"share"},"resource":{"type":"dataset","id":"D"}}',
    GOOD.replace('"action":{"name":"share"},', ""),
    GOOD.replace('{"name":"share"}', "{}"),
    GOOD.replace('"id":"D-01"', '"ID":"D-01"'),
    GOOD.replace('"D-01"', '""'),
    GOOD.replace('"D-01"', "null"),
    GOOD.replace('"D-01"', '"' + "x" * 1001 + '"'),
    GOOD.replace('"id":"D-01"', '"id":"D-01","properties":[]'),
    GOOD.replace('"id":"D-01"', '"id":"D-01","properties":{"items":"steps"}'),
    GOOD.replace('"id":"D-01"', '"id":"D-01","properties":{"items":[1]}'),
    GOOD[:-1] + ',"context":{"purpose":5}}',
    GOOD[:-1] + ',"context":5}',
    GOOD[:-1] + "}}",
    "\ufeff" + GOOD,
    GOOD[:-1] + ',"context":{"deep":' + "[" * 100_000,
    GOOD.replace('"D-01"', '"\\ud800"'),
]


def send(
    flow: Flow, body: str | bytes, path: str = ONE, kind: str = "application/json", **headers: str
) -> Any:
    sent = {"HTTP_AUTHORIZATION": f"Bearer {flow.machine.key}"} | headers
    return Client().generic("POST", path, body, content_type=kind, **sent)


@pytest.mark.parametrize("path", [ONE, MANY])
@pytest.mark.parametrize("body", BROKEN)
def test_malformed_is_400_and_says_where(shiomi: Flow, body: str, path: str) -> None:
    answer = send(shiomi, body, path)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content


JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
OWN_WORDS = re.compile(r"\b(?:Expected|Object|missing|required|malformed|Invalid|truncated|got|length)\b")


@pytest.mark.parametrize("body", BROKEN)
def test_malformed_is_told_in_one_language(shiomi: Flow, body: str) -> None:
    """In the reader's, to the end: the decoder itself knows only English."""
    japanese = send(shiomi, body, HTTP_ACCEPT_LANGUAGE="ja").content.decode()
    english = send(shiomi, body, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert JAPANESE.search(japanese)
    assert not OWN_WORDS.search(japanese), japanese
    assert not JAPANESE.search(english), english
    assert english.endswith("."), english


def test_a_broken_item_among_several_is_told_in_the_readers_language(shiomi: Flow) -> None:
    body = GOOD[:-1] + ',"evaluations":[{"resource":{"type":"dataset"}},{"resource":[]}]}'
    for language, words in (("ja", "がありません"), ("en", "is missing in $.resource.")):
        told = json.loads(send(shiomi, body, MANY, HTTP_ACCEPT_LANGUAGE=language).content)
        messages = [one["context"]["error"]["message"] for one in told["evaluations"]]
        assert words in messages[0]
        assert "$.resource" in messages[1]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ('"evaluations":7', "$.evaluations"),
        ('"evaluations":null', "$.evaluations"),
        ('"evaluations":[{}],"options":null', "$.options"),
        ('"evaluations":[{}],"options":[]', "$.options"),
        (
            '"evaluations":[{}],"options":{"evaluations_semantic":"sometimes"}',
            "$.options.evaluations_semantic",
        ),
        ('"evaluations":' + str([{}] * 1001), "$.evaluations"),
    ],
)
def test_a_broken_list_is_400(shiomi: Flow, more: str, where: str) -> None:
    answer = send(shiomi, GOOD[:-1] + "," + more + "}", MANY)
    assert answer.status_code == 400
    assert f"{where} " in answer.content.decode()


def test_no_endpoint_is_404_in_a_sentence(shiomi: Flow) -> None:
    answer = send(shiomi, GOOD, "/access/v1/evaluate", HTTP_ACCEPT_LANGUAGE="en")
    assert (answer.status_code, answer.content.decode()) == (404, "There is no such endpoint.")
    answer = Client().get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("body", [GOOD.encode("utf-16"), b'{"subject": "\xff"}'])
def test_other_encodings_are_400(shiomi: Flow, body: bytes) -> None:
    assert send(shiomi, body).status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_another_content_type_is_400(shiomi: Flow, kind: str) -> None:
    assert send(shiomi, GOOD, kind=kind).status_code == 400
    assert send(shiomi, GOOD, kind="application/json; charset=utf-8").status_code == 200


def test_a_body_too_long_is_413(shiomi: Flow) -> None:
    assert send(shiomi, GOOD + " " * exchange.BODY_AT_MOST).status_code == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_405(shiomi: Flow, method: str) -> None:
    answer = Client().generic(method, ONE, GOOD, content_type="application/json")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("path", [ONE + "/", MANY + "/", "/access/v1/", "/access/v1/search/subject/"])
def test_no_redirect_to_or_from_a_slash(shiomi: Flow, path: str) -> None:
    assert send(shiomi, GOOD, path).status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer sk_00000000_" + "a" * 43])
@pytest.mark.parametrize("body", [GOOD, "{"])
def test_without_a_key_it_is_401_whatever_is_sent(shiomi: Flow, header: str, body: str) -> None:
    answer = send(shiomi, body, HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_that_ended_is_401_at_once(shiomi: Flow) -> None:
    short = machine(shiomi.world, expires_at=NOON + timedelta(minutes=5))
    assert short.ask(shiomi.question()).status_code == 200
    with clock.at(NOON + timedelta(minutes=5)):
        assert short.ask(shiomi.question()).status_code == 401
    assert shiomi.machine.ask(shiomi.question()).status_code == 200
    actions.revoke_client(shiomi.machine.client, by=shiomi.world.users["secretary"])
    assert shiomi.machine.ask(shiomi.question()).status_code == 401


def test_too_many_are_429(shiomi: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    within_a_minute = partial(keys.gauge.admits, now=60.0)
    monkeypatch.setattr(keys.gauge, "admits", within_a_minute)
    slow = machine(shiomi.world, per_minute=3)
    assert slow.ask(shiomi.question()).status_code == 200
    assert slow.ask("{").status_code == 400
    several = shiomi.question() | {"evaluations": [{}, {}]}
    answer = slow.ask(several, MANY)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert shiomi.machine.ask(several, MANY).status_code == 200


@pytest.mark.parametrize("body", [GOOD, "{"])
def test_the_number_of_the_request_comes_back(shiomi: Flow, body: str) -> None:
    assert send(shiomi, body, HTTP_X_REQUEST_ID="abc-123.4")["X-Request-ID"] == "abc-123.4"


def test_every_refusal_is_a_line_under_the_number_of_its_answer(
    shiomi: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked, and the key, are in none; where no number was given one is made; an answer costs no line."""

    def respond(body: str = GOOD, key: str = shiomi.machine.key, number: str = "urn:uuid/1") -> Any:
        head = exchange.Head(ONE, "POST", "application/json", f"Bearer {key}", "en", number)
        return exchange.respond(head, lambda _most: body.encode())

    def breaks(*_args: object) -> None:
        raise RuntimeError

    with capture_logs() as told:
        assert respond().status == 200
        found = [respond("{"), respond(key="x", number=""), respond(number="n" * 200, key="x")]
        with monkeypatch.context() as patch:
            patch.setattr(keys.gauge, "admits", lambda *_args, **_options: False)
            found.append(respond())
        with monkeypatch.context() as patch:
            patch.setattr(deciding, "read", breaks)
            found.append(respond(number="broken-1"))
    assert [answer.status for answer in found] == [400, 401, 401, 429, 500]
    assert [line["status"] for line in told] == [400, 401, 401, 429, 500]
    numbers = [dict(answer.headers)["X-Request-ID"] for answer in found]
    assert [line["request_id"] for line in told] == [number[:128] for number in numbers]
    assert (numbers[0], len(numbers[1]), numbers[2]) == ("urn:uuid/1", 32, "n" * 200)
    assert (told[-1]["event"], told[-1]["request_id"]) == ("authzen.broken", "broken-1")
    assert isinstance(told[-1]["exc_info"], RuntimeError)
    assert {line["event"] for line in told[:-1]} == {"authzen.refused"}
    assert "D-01" not in str(told)
    assert shiomi.machine.key not in str(told)


def test_a_search_in_the_web_server_keeps_its_number_too(shiomi: Flow) -> None:
    """Also one that no page would take; the line of the request is under it."""
    with capture_logs() as told:
        answer = send(shiomi, "{", "/access/v1/search/subject", HTTP_X_REQUEST_ID="urn:uuid/1")
    assert (answer.status_code, answer["X-Request-ID"]) == (403, "urn:uuid/1")
    assert [(line["event"], line["request_id"]) for line in told] == [
        ("authzen.refused", "urn:uuid/1"),
        ("request", "urn:uuid/1"),
    ]


def test_a_lost_database_is_503_and_then_over(shiomi: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a transaction there is no second try: the connection cannot be made anew."""

    def away(*_args: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(deciding, "read", away)
        answer = send(shiomi, GOOD)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "1"
    assert send(shiomi, GOOD).status_code == 200


def through_the_entrance(environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
    """One request through the WSGI callable, with an application behind it that says so."""
    heard: list[Any] = []

    def behind(_environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [("X-Behind", "yes")])
        return [b"behind"]

    parts = entrance(behind)(environ, lambda status, headers: heard.extend([status, dict(headers)]))
    return heard[0], heard[1], b"".join(parts)


def test_the_entrance_answers_before_django(shiomi: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.authzen.log.Log.start", lambda _log: None)
    body = GOOD.encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": ONE,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {shiomi.machine.key}",
        "wsgi.input": io.BytesIO(body + b"the next request"),
    }
    status, headers, said = through_the_entrance(environ | {"HTTP_X_REQUEST_ID": "urn:uuid/1"})
    assert status == "200 OK"
    assert headers["X-Request-ID"] == "urn:uuid/1"
    assert headers["Content-Length"] == str(len(said))
    assert b'"decision":false' in said
    chunked = environ | {
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "",
        "wsgi.input": io.BytesIO(body),
    }
    assert through_the_entrance(chunked)[0] == "200 OK"
    assert through_the_entrance(environ | {"CONTENT_LENGTH": ""})[0] == "400 Bad Request"
    assert through_the_entrance({"PATH_INFO": "/"})[2] == b"behind"
    split = environ | {"HTTP_X_REQUEST_ID": "a\r\nSet-Cookie: b", "wsgi.input": io.BytesIO(body)}
    assert "X-Request-ID" not in through_the_entrance(split)[1]


def test_where_machines_find_it(shiomi: Flow, settings: Any) -> None:
    settings.BASE_URL = "https://gate.example"
    found = Client().get("/.well-known/authzen-configuration").json()
    assert found["policy_decision_point"] == "https://gate.example"
    assert found["access_evaluation_endpoint"] == "https://gate.example/access/v1/evaluation"
    assert found["access_evaluations_endpoint"] == "https://gate.example/access/v1/evaluations"
    for name in ("subject", "resource", "action"):
        assert found[f"search_{name}_endpoint"] == f"https://gate.example/access/v1/search/{name}"
    assert Client().get("/access/v1/openapi.json").json() == description("https://gate.example")


def test_errors_speak_the_readers_language(shiomi: Flow) -> None:
    other = machine(shiomi.world, scopes=[Scope.RELEASE])
    cases = [
        (400, shiomi.machine, "{", ONE),
        (403, other, GOOD, ONE),
        (403, other, GOOD, "/access/v1/search/action"),
        (401, replace(other, key="x"), GOOD, ONE),
    ]
    for status, asking, body, path in cases:
        said = {}
        for reader in ("ja", "en"):
            answer = asking.ask(body, path, HTTP_ACCEPT_LANGUAGE=reader)
            assert answer.status_code == status
            said[reader] = answer.content.decode()
        assert not said["ja"].isascii()
        assert said["ja"] != said["en"]
    broken = shiomi.question() | {"evaluations": [{"action": {}}]}
    for reader, ascii_ in (("ja", False), ("en", True)):
        [item] = shiomi.machine.ask(broken, MANY, HTTP_ACCEPT_LANGUAGE=reader).json()["evaluations"]
        assert item["context"]["error"]["message"].isascii() is ascii_
