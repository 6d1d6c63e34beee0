"""The decision API as a server group of its own: requests that come together are decided together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core import clock
from core.clients.enums import Scope
from gateway.authzen.exchange import BODY_AT_MOST
from gateway.authzen.models import Evaluation
from tests.cast import load
from tests.integration.authzen.conftest import NOON, Flow, flow, machine
from tests.integration.authzen.served import MANY, ONE, Said, Served, serving
from tests.parts import eventually

pytestmark = pytest.mark.fresh_database("granted")


@pytest.fixture
def shiomi(fresh_database: None) -> Iterator[Flow]:
    with clock.at(NOON):
        yield flow(load().shiomi)


@pytest.fixture
def server(shiomi: Flow, tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, STOPPED_CLOCK=NOON.isoformat()) as served:
        yield served


def test_each_of_many_at_once_gets_its_own_answer(shiomi: Flow, server: Served) -> None:
    """Different persons, keys and mistakes, twelve at a time; every answer is that of the question alone."""
    bus = machine(shiomi.world, "bus").key
    ids = [f"KP-{number:06}" for number in range(1, 13)]
    alone = {one: server.send(shiomi.machine.key, shiomi.question(one)).json["decision"] for one in ids}
    assert set(alone.values()) == {True, False}

    def ask(number: int) -> tuple[int, Said]:
        one, name = ids[number % len(ids)], f"n-{number}"
        if number % 7 == 3:
            return number, server.send(shiomi.machine.key, "{", X_Request_ID=name)
        key = bus if number % 5 == 4 else shiomi.machine.key
        return number, server.send(key, shiomi.question(one), X_Request_ID=name)

    with ThreadPoolExecutor(12) as crowd:
        found = list(crowd.map(ask, range(240)))
    for number, said in found:
        assert said.headers["X-Request-ID"] == f"n-{number}"
        if number % 7 == 3:
            assert said.status == 400
        elif number % 5 == 4:
            assert said.reasons == ["authzen.flow_not_configured"]
        else:
            assert said.json["decision"] is alone[ids[number % len(ids)]]


def test_it_speaks_as_the_standard_says(shiomi: Flow, server: Served) -> None:
    key, good = shiomi.machine.key, shiomi.question()
    said = server.send(key, good)
    assert (said.status, said.headers["Content-Type"]) == (200, "application/json")
    assert said.headers["Cache-Control"] == "no-store"
    assert server.send(key, good, chunked=True).json["decision"] is True
    assert server.send(key, good, path=ONE + "/").status == 404
    assert server.send(key, good, path="/").status == 404
    refused = server.send(key, b"", method="GET")
    assert (refused.status, refused.headers["Allow"]) == (405, "POST")
    assert server.send("sk_00000000_" + "a" * 43, "{").status == 401
    assert server.send(key, good, Content_Type="text/plain").status == 400
    assert server.send(key, b" " * (BODY_AT_MOST + 1)).status == 413
    several = good | {"evaluations": [{}, {"action": {}}]}
    assert [one["decision"] for one in server.send(key, several, path=MANY).json["evaluations"]] == [
        True,
        False,
    ]


def test_a_question_that_breaks_spoils_no_other(shiomi: Flow, server: Served) -> None:
    """An integer too long for the database: denied or refused, while others are answered."""
    far = shiomi.question(subject={"type": "organization", "id": "organisation:" + "9" * 18})
    with ThreadPoolExecutor(8) as crowd:
        found = list(
            crowd.map(
                lambda number: server.send(shiomi.machine.key, far if number % 4 == 0 else shiomi.question()),
                range(80),
            )
        )
    assert [said.json["decision"] for said in found] == [number % 4 != 0 for number in range(80)]


def test_questions_about_a_whole_dataset_are_counted_beside_the_loop(
    shiomi: Flow, server: Served, tmp_path: Path
) -> None:
    """They rest on how many agree now, which the loop cannot read; nothing breaks, and nothing else waits."""
    whole = shiomi.question(resource={"type": "dataset", "id": "D-01"})
    item = shiomi.question(
        resource={"type": "data_item", "id": "daily_steps", "properties": {"dataset": "D-01"}}
    )
    asked = [shiomi.question(), whole, item]
    alone = [server.send(shiomi.machine.key, one).json["decision"] for one in asked]
    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda n: server.send(shiomi.machine.key, asked[n % 3]), range(60)))
    assert [said.json["decision"] for said in found] == [alone[number % 3] for number in range(60)]
    assert "authzen.broken" not in (tmp_path / "decisions.log").read_text()


def test_it_searches_beside_the_decisions(shiomi: Flow, server: Served) -> None:
    key = machine(shiomi.world, scopes=[Scope.DECIDE, Scope.SEARCH]).key
    body = shiomi.question() | {"resource": {"type": "personal_data", "properties": {"dataset": "D-01"}}}
    where = "/access/v1/search/resource"

    def ask(number: int) -> Said:
        return server.send(key, shiomi.question()) if number % 2 else server.send(key, body, path=where)

    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(ask, range(24)))
    assert {said.status for said in found} == {200}
    listed = {len(said.json["results"]) for said in found[::2]}
    assert len(listed) == 1
    assert min(listed) > 50
    assert server.send(shiomi.machine.key, body, path=where).status == 403
    assert server.send(key, "{", path=where).status == 400
    assert server.send(key, body, path=where + "/").status == 404


def test_what_was_answered_is_logged(shiomi: Flow, server: Served) -> None:
    for _time in range(3):
        server.send(shiomi.machine.key, shiomi.question())
    eventually(lambda: Evaluation.objects.count() == 3, lambda: str(Evaluation.objects.count()))
