"""Searches list what evaluation permits, all of it, and nothing else."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.accounts.models import SubjectLink
from core.clients import keys
from core.clients.enums import Scope
from core.clock import TOKYO
from gateway.authzen.log import log
from gateway.authzen.memory import memory
from gateway.authzen.models import Evaluation
from governance.sharing.actions import grants
from tests.cast import Cast
from tests.integration.authzen import test_freshness as changes
from tests.integration.authzen.conftest import NOON, Flow, Machine, flow, machine
from tests.unguarded import unguarded

SUBJECT, RESOURCE, ACTION = (f"/access/v1/search/{name}" for name in ("subject", "resource", "action"))
RESEARCH = {"purpose": "AcademicResearch"}
MUCH: dict[str, Any] = {"scopes": [Scope.DECIDE, Scope.SEARCH], "per_minute": 1_000_000}


@pytest.fixture
def holder(shiomi: Flow) -> Machine:
    return machine(shiomi.world, **MUCH)


@pytest.fixture
def reader(shiomi: Flow) -> Machine:
    """The recipient's machine."""
    return machine(shiomi.world, "university", **MUCH)


def pages(asking: Machine, path: str, body: dict[str, Any], limit: int | None = None) -> list[dict[str, Any]]:
    """All results, page by page."""
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {} if limit is None else {"limit": limit}
    while True:
        answer = asking.ask(body | {"page": page}, path)
        assert answer.status_code == 200, answer.content
        said = answer.json()
        assert list(said) == ["page", "context", "results"]
        assert said["page"]["count"] == len(said["results"]) <= (limit or 1000)
        found += said["results"]
        if not said["page"]["next_token"]:
            return found
        page = page | {"token": said["page"]["next_token"]}


def persons(flow: Flow, **more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "organization", "id": flow.recipient},
        "action": {"name": "share"},
        "resource": {"type": "personal_data", "properties": {"dataset": "D-01"} | more},
        "context": RESEARCH,
    }


def permitted(asking: Machine, questions: list[dict[str, Any]]) -> list[bool]:
    answer = asking.ask({"evaluations": questions}, "/access/v1/evaluations")
    return [one["decision"] for one in answer.json()["evaluations"]]


def everybody(flow: Flow) -> list[str]:
    links = SubjectLink.objects.filter(unlinked_at=None, holder__organisation__isnull=False).order_by("pk")
    return [link.identifier for link in links]


def expected(asking: Machine, flow: Flow) -> set[str]:
    """By asking about each person alone."""
    ids = everybody(flow)
    asked = [flow.question(one, context=RESEARCH) for one in ids]
    for one in asked:
        one["resource"]["properties"].pop("items")
    return {one for one, yes in zip(ids, permitted(asking, asked), strict=True) if yes}


@pytest.mark.parametrize("limit", [13, None])
def test_the_holder_finds_everybody_who_may_flow(shiomi: Flow, holder: Machine, limit: int | None) -> None:
    found = pages(holder, RESOURCE, persons(shiomi), limit)
    assert found[0] == {"type": "personal_data", "id": found[0]["id"], "properties": {"dataset": "D-01"}}
    ids = [one["id"] for one in found]
    assert len(set(ids)) == len(ids) > 50
    assert set(ids) == expected(holder, shiomi)


CHANGES = [None, *changes.CHANGES]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__ if change else "as it is")
def test_whatever_changes_search_and_evaluation_agree(shiomi: Flow, holder: Machine, change: Any) -> None:
    pages(holder, RESOURCE, persons(shiomi))
    if change:
        change(shiomi)
    assert {one["id"] for one in pages(holder, RESOURCE, persons(shiomi), 40)} == expected(holder, shiomi)
    for kind in ("dataset", "data_item"):
        body = persons(shiomi) | {"resource": {"type": kind}}
        named = pages(holder, RESOURCE, body)
        asked = [body | {"resource": one} for one in named]
        assert all(permitted(holder, asked)) if asked else named == []


def statistics(flow: Flow) -> None:
    """The line is about statistics from now on: nobody's data, but made from them."""
    line = flow.grant.line
    type(line).objects.filter(pk=line.pk).update(data_class="statistical", processing="statistics", ground="")
    with unguarded():
        line.approvals.update(data_class="statistical")
    memory.forget()


def test_what_is_about_nobody_is_found_as_dataset_and_items(shiomi: Flow, reader: Machine) -> None:
    body = persons(shiomi) | {"resource": {"type": "dataset"}}
    items = persons(shiomi) | {"resource": {"type": "data_item"}}
    assert pages(reader, RESOURCE, body) == pages(reader, RESOURCE, items) == []
    statistics(shiomi)
    assert pages(reader, RESOURCE, body) == [{"type": "dataset", "id": "D-01"}]
    none = reader.ask(body | {"page": {"limit": 0}}, RESOURCE).json()
    assert none["results"] == []
    assert none["page"]["next_token"]
    found = pages(reader, RESOURCE, items, 2)
    assert [one["id"] for one in found] == sorted(shiomi.grant.line.items)
    assert all(permitted(reader, [items | {"resource": one} for one in found]))
    assert not any(permitted(reader, [items | {"resource": found[0] | {"id": "gps_trace"}}]))
    named = items | {"resource": {"type": "data_item", "properties": {"dataset": "D-01"}}}
    assert pages(reader, RESOURCE, named) == found
    assert (
        pages(
            reader, RESOURCE, items | {"resource": {"type": "data_item", "properties": {"dataset": "D-02"}}}
        )
        == []
    )
    everyone = pages(machine(shiomi.world, **MUCH), RESOURCE, persons(shiomi))
    # neither consent nor hold is looked at where nobody is meant
    links = SubjectLink.objects.filter(holder=shiomi.world.organs["mayor"], unlinked_at=None).order_by("pk")
    assert [one["id"] for one in everyone] == [link.identifier for link in links]


def test_who_may_receive_one_persons_data(shiomi: Flow, holder: Machine, reader: Machine) -> None:
    body = shiomi.question() | {"subject": {"type": "organization", "id": 7}}  # an id is ignored
    recipient = [{"type": "organization", "id": shiomi.recipient}]
    assert pages(holder, SUBJECT, body) == pages(reader, SUBJECT, body, 1) == recipient
    assert pages(holder, SUBJECT, shiomi.question("KP-000002")) == []
    organ = {"organ": f"organ:{shiomi.world.organs['university'].pk}"}
    assert pages(holder, SUBJECT, body | {"subject": {"type": "organisation", "properties": organ}}) == [
        recipient[0] | {"type": "organisation"}
    ]
    other = {"organ": f"organ:{shiomi.world.organs['bus'].pk}"}
    assert pages(holder, SUBJECT, body | {"subject": {"type": "organization", "properties": other}}) == []


def test_what_may_be_done(shiomi: Flow, holder: Machine) -> None:
    everything = [{"name": name} for name in ("retain", "share", "use")]
    assert (
        pages(holder, ACTION, shiomi.question()) == pages(holder, ACTION, shiomi.question(), 1) == everything
    )
    assert pages(holder, ACTION, shiomi.question("KP-000002")) == []
    changes.revoke_grant(shiomi)
    assert pages(holder, ACTION, shiomi.question()) == [{"name": "retain"}]  # until disposal is due


def test_whose_data_may_still_be_kept_after_the_grants_end(shiomi: Flow, holder: Machine) -> None:
    shiomi.grant.refresh_from_db()
    retain = {"name": "retain"}
    after = (shiomi.grant.ends_on - NOON.date()).days + 2
    with clock.at(NOON + timedelta(days=after)):
        assert grants.expire_due() >= 1
        kept = {one["id"] for one in pages(holder, RESOURCE, persons(shiomi) | {"action": retain})}
        ids = everybody(shiomi)
        told = permitted(holder, [shiomi.question(one, action=retain) for one in ids])
    assert kept == {one for one, may in zip(ids, told, strict=True) if may} != set()


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        (SUBJECT, {"subject": {"type": "spaceship"}}, "authzen.subject_type_not_configured"),
        (SUBJECT, {"subject": {"type": "service"}}, "authzen.service_not_listed"),
        (SUBJECT, {"action": {"name": "sell"}}, "authzen.action_not_configured"),
        (RESOURCE, {"resource": {"type": "car"}}, "authzen.resource_type_not_configured"),
        (RESOURCE, {"resource": {"type": "personal_data"}}, "authzen.dataset_not_named"),
        (RESOURCE, {"subject": {"type": "organization", "id": "organisation:999"}}, ""),
        (ACTION, {"resource": {"type": "dataset", "id": "D-99"}}, ""),
    ],
)
def test_what_nobody_has_configured_is_found_nowhere(
    shiomi: Flow, holder: Machine, path: str, change: dict[str, Any], code: str
) -> None:
    said = holder.ask(shiomi.question(**change), path, HTTP_ACCEPT_LANGUAGE="en")
    assert said.status_code == 200
    assert said.json()["results"] == []
    assert said.json()["page"] == {"next_token": "", "count": 0}
    reasons = said.json()["context"].get("reasons", [])
    assert [reason["code"] for reason in reasons] == ([code] if code else [])
    assert all(reason["message"].isascii() for reason in reasons)


def test_ids_are_listed_to_their_holder_alone(shiomi: Flow, councils: Cast, reader: Machine) -> None:
    refused = reader.ask(persons(shiomi), RESOURCE)
    assert refused.status_code == 403
    assert "KP-" not in refused.content.decode()
    bus = machine(shiomi.world, "bus", **MUCH)
    assert pages(bus, RESOURCE, persons(shiomi)) == []
    stranger = machine(councils.nagiura, **MUCH)
    assert pages(stranger, RESOURCE, persons(shiomi)) == []
    assert pages(stranger, SUBJECT, shiomi.question()) == []
    other = flow(councils.nagiura)
    theirs = {one["id"] for one in pages(stranger, RESOURCE, persons(other))}
    assert theirs
    assert theirs == expected(stranger, other)


def test_which_of_these_persons_may_flow(shiomi: Flow, holder: Machine, reader: Machine) -> None:
    ids = [shiomi.holder_id, "KP-000002", "KP-000004", "KP-999999", shiomi.holder_id]
    for asking in (holder, reader):
        found = pages(asking, RESOURCE, persons(shiomi, ids=ids), 1)
        assert [one["id"] for one in found] == [shiomi.holder_id, "KP-000004"]
    assert pages(reader, RESOURCE, persons(shiomi, ids=[])) == []
    changes.hold(shiomi)
    assert [one["id"] for one in pages(reader, RESOURCE, persons(shiomi, ids=ids))] == ["KP-000004"]
    for wrong in ("KP-1", [1], ["x"] * 10_001):
        assert reader.ask(persons(shiomi, ids=wrong), RESOURCE).status_code == 400


def test_a_token_serves_its_question_and_its_asker_alone(
    shiomi: Flow, holder: Machine, reader: Machine
) -> None:
    body = persons(shiomi) | {"page": {"limit": 5}}
    token = holder.ask(body, RESOURCE).json()["page"]["next_token"]
    again = body | {"page": {"token": token}}  # the limit may be left out
    assert holder.ask(again, RESOURCE).json()["page"]["count"] == 5
    assert holder.ask(body | {"page": {"token": token, "limit": 6}}, RESOURCE).status_code == 400
    assert holder.ask(again | {"action": {"name": "use"}}, RESOURCE).status_code == 400
    assert holder.ask(again | {"context": {}}, RESOURCE).status_code == 400
    sorted_ = {"token": token, "properties": {"sort": "id"}}
    assert holder.ask(again | {"page": sorted_}, RESOURCE).status_code == 400, "the first page had none"
    assert reader.ask(again, RESOURCE).status_code == 400
    later = clock.now() + timedelta(minutes=61)
    with clock.at(later):
        assert holder.ask(again, RESOURCE).status_code == 400, "it serves for an hour"
    for wrong in (token[:-4] + "AAA=", "x", "汐", 7):
        assert holder.ask(body | {"page": {"token": wrong}}, RESOURCE).status_code == 400
    for page in ({"limit": -1}, {"limit": None}, {"properties": "id"}):
        assert holder.ask(body | {"page": page}, RESOURCE).status_code == 400


def test_searching_is_a_right_of_its_own(shiomi: Flow) -> None:
    assert shiomi.machine.ask(persons(shiomi), RESOURCE).status_code == 403
    searcher = machine(shiomi.world, scopes=[Scope.SEARCH])
    assert searcher.ask(shiomi.question(), ACTION).status_code == 200
    assert searcher.ask(shiomi.question()).status_code == 403


def test_a_search_counts_what_it_judges_or_lists(shiomi: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def admits(_client: object, *, count: int = 1) -> bool:
        counted.append(count)
        return sum(counted) <= 12

    monkeypatch.setattr(keys.gauge, "admits", admits)
    holder = machine(shiomi.world, scopes=[Scope.SEARCH])
    assert holder.ask(shiomi.question(), ACTION).status_code == 200
    assert holder.ask(shiomi.question(), SUBJECT).status_code == 200
    assert holder.ask("{", SUBJECT).status_code == 400
    assert holder.ask(persons(shiomi) | {"page": {"limit": 7}}, RESOURCE).status_code == 200
    assert counted == [3, 1, 1, 7]
    assert holder.ask(shiomi.question(), ACTION).status_code == 429


def test_ids_that_are_named_count_found_or_not(
    shiomi: Flow, holder: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read, and once for all pages: whoever guesses ids asks about each."""
    counted: list[int] = []

    def admits(_client: object, *, count: int = 1) -> bool:
        counted.append(count)
        return count <= 40

    monkeypatch.setattr(keys.gauge, "admits", admits)
    unknown = [f"KP-9{number:05}" for number in range(37)]
    body = persons(shiomi, ids=[shiomi.holder_id, "KP-000002", "KP-000004", *unknown])
    assert len(pages(holder, RESOURCE, body, 1)) == 2
    assert counted[0] == 40
    assert set(counted[1:]) == {1}
    body["resource"]["properties"]["ids"].append("KP-900099")
    with CaptureQueriesContext(connection) as queries:
        assert holder.ask(body, RESOURCE).status_code == 429
    assert len(queries) <= 1, "whose key it is"
    assert log.flush() == len(counted) - 1
    assert set(Evaluation.objects.values_list("named", "listed")) <= {(40, 1), (40, 0)}


def test_persons_who_were_paid_for_once_are_asked_about_for_an_hour(
    shiomi: Flow, holder: Machine, reader: Machine
) -> None:
    """Where ids are named only the first page counts them; its tokens, and those that come of them, end together."""
    ids = [one["id"] for one in pages(holder, RESOURCE, persons(shiomi))][:3]
    body = persons(shiomi, ids=ids) | {"page": {"limit": 1}}
    first, begun = reader.ask(body, RESOURCE).json()["page"]["next_token"], clock.now()
    with clock.at(begun + timedelta(minutes=59)):
        second = reader.ask(body | {"page": {"token": first}}, RESOURCE).json()["page"]["next_token"]
    assert second
    with clock.at(begun + timedelta(minutes=61)):
        for token in (first, second):
            assert reader.ask(body | {"page": {"token": token}}, RESOURCE).status_code == 400


def test_nobody_names_more_ids_than_the_key_may_ask(shiomi: Flow) -> None:
    slow = machine(shiomi.world, scopes=[Scope.SEARCH], per_minute=5)
    answer = slow.ask(persons(shiomi, ids=["x"] * 6), RESOURCE, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 400
    assert "<= 5" in answer.content.decode()


def test_a_search_is_logged_without_what_it_found(shiomi: Flow, holder: Machine) -> None:
    found = pages(holder, RESOURCE, persons(shiomi))
    holder.ask(shiomi.question("KP-000002"), SUBJECT, HTTP_X_REQUEST_ID="a number with spaces")
    assert log.flush() == 2
    listed, nothing = Evaluation.objects.order_by("pk")
    assert (listed.decision, listed.reason, listed.listed) == (True, "", len(found))
    assert (listed.named, nothing.named) == (None, None)
    assert (nothing.decision, nothing.reason, nothing.listed) == (False, "authzen.nothing_found", 0)
    assert (listed.dataset, listed.subject, nothing.request_id) == (
        "D-01",
        shiomi.recipient,
        "a number with spaces",
    )
    stored = repr(list(Evaluation.objects.values()))
    assert not any(one["id"] in stored for one in found)


@pytest.mark.parametrize("limit", [1, 10, 80])
def test_a_page_costs_the_same_statements_however_long(shiomi: Flow, holder: Machine, limit: int) -> None:
    body = persons(shiomi) | {"page": {"limit": limit}}
    holder.ask(body, RESOURCE)
    with CaptureQueriesContext(connection) as queries:
        assert holder.ask(body, RESOURCE).json()["page"]["count"] == min(limit, 80)
    readings = 0 if connection.vendor == "postgresql" else 2  # past Django there
    assert len(queries) == 3 + readings, [one["sql"] for one in queries]


def test_midnight_ends_what_was_ready_for_the_day(shiomi: Flow, holder: Machine) -> None:
    """What was held the day before is neither used nor in the way, until the grant has ended."""
    midnight = datetime.combine(NOON.astimezone(TOKYO), time(), TOKYO) + timedelta(days=1)
    over = datetime.combine(shiomi.grant.ends_on, time(), TOKYO) + timedelta(days=1)
    for moment, open_ in ((midnight - timedelta(seconds=1), True), (midnight, True), (over, False)):
        with clock.at(moment):
            listed = {one["id"] for one in pages(holder, RESOURCE, persons(shiomi))}
            assert ("KP-000001" in listed) is shiomi.decision()["decision"] is open_
