"""What a machine asks, and what it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.clients.enums import Scope
from gateway.authzen.log import log
from gateway.authzen.models import Evaluation
from gateway.authzen.tasks import forget
from governance.sharing.actions import grants
from governance.sharing.models import RequestLine
from tests.cast import Cast
from tests.integration.authzen.conftest import NOON, Flow, flow, machine
from tests.unguarded import unguarded

MANY = "/access/v1/evaluations"


def test_a_person_in_force_may_flow(shiomi: Flow) -> None:
    answer = shiomi.decision()
    assert answer["decision"] is True, answer
    context = answer["context"]
    assert context["state"] == "pass"
    assert context["grant"] == shiomi.grant.reference
    assert context["council_decision"].startswith("汐見協第")
    assert context["provider_decision"] == "汐健第112号"
    assert context["article"]["label"]
    assert context["evaluated_at"] == NOON.isoformat()
    assert "reasons" not in context


@pytest.mark.parametrize(
    "purpose", ["AcademicResearch", "dpv:AcademicResearch", "https://w3id.org/dpv/dpv#AcademicResearch"]
)
def test_a_purpose_may_be_named_in_three_ways(shiomi: Flow, purpose: str) -> None:
    assert shiomi.decision(context={"purpose": purpose})["decision"] is True


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({"context": {"purpose": "Marketing"}}, "unknown", "gate.purpose.purpose_not_configured"),
        ({"context": {"purpose": "ImproveHealthcare"}}, "fail", "gate.purpose.purpose_not_granted"),
        ({"context": {"items": ["gps_trace"]}}, "unknown", "gate.dataset.item_not_configured"),
        ({"holder_id": "KP-999999"}, "unknown", "gate.consent.person_not_configured"),
        ({"holder_id": "KP-000002"}, "fail", "gate.consent.person_not_in_force"),
        ({"action": {"name": "sell"}}, "unknown", "authzen.action_not_configured"),
        ({"subject": {"type": "user", "id": "x"}}, "unknown", "authzen.subject_type_not_configured"),
        ({"subject": {"type": "organization", "id": "x"}}, "unknown", "authzen.flow_not_configured"),
        (
            {"subject": {"type": "organization", "id": "organisation:999"}},
            "unknown",
            "authzen.flow_not_configured",
        ),
        (
            {"subject": {"type": "organization", "id": "1234567890123"}},
            "unknown",
            "authzen.flow_not_configured",
        ),
        ({"subject": {"type": "service", "id": "reader"}}, "unknown", "authzen.flow_not_configured"),
        ({"resource": {"type": "car", "id": "1"}}, "unknown", "authzen.resource_type_not_configured"),
        ({"resource": {"type": "personal_data", "id": "1"}}, "unknown", "authzen.dataset_not_named"),
        ({"resource": {"type": "dataset", "id": "D-99"}}, "unknown", "authzen.flow_not_configured"),
        ({"resource": {"type": "dataset", "id": "D-\x00"}}, "unknown", "authzen.flow_not_configured"),
        ({"resource": {"type": "dataset", "id": "D-01"}}, "wait", "gate.person_hold.person_by_person"),
    ],
)
def test_a_denial_tells_unknown_from_fail(
    shiomi: Flow, changes: dict[str, Any], state: str, code: str
) -> None:
    answer = shiomi.decision(**changes)
    assert answer["decision"] is False
    assert answer["context"]["state"] == state
    assert code in [reason["code"] for reason in answer["context"]["reasons"]]


def test_a_denial_cites_and_speaks_the_readers_language(shiomi: Flow) -> None:
    said = {}
    for reader in ("ja", "en-GB, ja;q=0.5"):
        asked = shiomi.question("KP-000002")
        reason = shiomi.machine.ask(asked, HTTP_ACCEPT_LANGUAGE=reader).json()["context"]["reasons"][0]
        said[reader[:2]] = (reason["message"], reason["article"]["label"])
        assert reason["basis"] == "law"
    assert said["ja"][0] != said["en"][0]
    assert said["en"][0].isascii()
    assert said["ja"][1] != said["en"][1]


def test_an_item_of_a_dataset_and_a_service_may_be_named(shiomi: Flow) -> None:
    service = {"type": "service", "id": "reader", "properties": {"organization": shiomi.recipient}}
    item = {"type": "data_item", "id": "daily_steps", "properties": {"dataset": "D-01"}}
    assert shiomi.reasons(subject=service, resource=item) == ["gate.person_hold.person_by_person"]
    assert "gate.dataset.item_not_configured" in shiomi.reasons(resource=item | {"id": "shoe_size"})
    organ = {"organ": f"organ:{shiomi.world.organs['university'].pk}"}
    named = {"type": "organization", "id": shiomi.recipient, "properties": organ}
    assert shiomi.decision(subject=named)["decision"] is True
    other = named | {"properties": {"organ": f"organ:{shiomi.world.organs['bus'].pk}"}}
    assert shiomi.reasons(subject=other) == ["authzen.flow_not_configured"]


def test_keeping_is_judged_as_keeping(shiomi: Flow) -> None:
    assert shiomi.decision(action={"name": "retain"})["decision"] is True


def test_what_was_received_may_be_kept_after_the_grants_end_until_disposal_is_due(shiomi: Flow) -> None:
    shiomi.grant.refresh_from_db()
    after = (shiomi.grant.ends_on - NOON.date()).days + 2
    with clock.at(NOON + timedelta(days=after)):
        assert grants.expire_due() >= 1
        shiomi.grant.refresh_from_db()
        assert shiomi.grant.state == "disposal_due"
        assert shiomi.grant.disposal_due_on > clock.today()
        assert shiomi.decision(action={"name": "retain"})["decision"] is True
        assert shiomi.decision(action={"name": "use"})["decision"] is False
        line = {"type": "dataset", "id": "D-01"}
        assert shiomi.reasons(action={"name": "retain"}, resource=line) == [
            "gate.person_hold.person_by_person"
        ]
    with clock.at(clock.on(shiomi.grant.disposal_due_on, 12) + timedelta(days=1)):
        assert shiomi.decision(action={"name": "retain"})["decision"] is False


def test_unknown_fields_are_ignored(shiomi: Flow) -> None:
    asked = shiomi.question() | {"extra": [1, 2]}
    asked["resource"] = asked["resource"] | {"colour": "blue"}
    assert shiomi.machine.ask(asked).json()["decision"] is True


@pytest.mark.parametrize(
    ("semantic", "decisions"),
    [
        (None, [True, False, True, False]),
        ("execute_all", [True, False, True, False]),
        ("deny_on_first_deny", [True, False]),
        ("permit_on_first_permit", [True]),
    ],
)
def test_several_questions_in_one(shiomi: Flow, semantic: str | None, decisions: list[bool]) -> None:
    whole = shiomi.question()
    ids = [shiomi.holder_id, "KP-000002", "KP-000004", "KP-999999"]
    body = whole | {"evaluations": [{"resource": whole["resource"] | {"id": one}} for one in ids]}
    if semantic:
        body["options"] = {"evaluations_semantic": semantic}
    answer = shiomi.machine.ask(body, MANY).json()
    assert [one["decision"] for one in answer["evaluations"]] == decisions


def test_a_broken_item_is_told_in_its_place(shiomi: Flow) -> None:
    body = shiomi.question() | {"evaluations": [{}, {"action": {}}, 7, {"resource": {"type": "dataset"}}]}
    answers = shiomi.machine.ask(body, MANY).json()["evaluations"]
    assert [one["decision"] for one in answers] == [True, False, False, False]
    assert [one["context"].get("error", {}).get("status") for one in answers] == [None, 400, 400, 400]


@pytest.mark.parametrize("listed", [{}, {"evaluations": []}])
def test_no_list_is_one_question(shiomi: Flow, listed: dict[str, Any]) -> None:
    assert shiomi.machine.ask(shiomi.question() | listed, MANY).json()["decision"] is True


def test_only_the_parties_are_told(shiomi: Flow, councils: Cast) -> None:
    recipient = machine(shiomi.world, "university")
    assert recipient.ask(shiomi.question()).json()["decision"] is True
    bus = machine(shiomi.world, "bus")
    assert bus.ask(shiomi.question()).json()["context"]["reasons"][0]["code"] == "authzen.flow_not_configured"


@pytest.mark.parametrize("data_class", ["pseudonymised", "person_related"])
def test_of_what_nobody_is_to_be_identified_in_the_holder_alone_asks_about_persons(
    shiomi: Flow, data_class: str
) -> None:
    """Whoever is unknown and whoever would flow are answered alike."""
    with unguarded():
        RequestLine.objects.filter(grant=shiomi.grant).update(data_class=data_class)
    recipient = machine(shiomi.world, "university", scopes=[Scope.DECIDE, Scope.SEARCH])
    known, unknown = (recipient.ask(shiomi.question(one)).json() for one in (None, "KP-999999"))
    assert known["context"]["reasons"] == unknown["context"]["reasons"]
    assert known["context"]["reasons"][0]["code"] == "authzen.flow_not_configured"
    assert not {"access_request"} & (known["context"].keys() | unknown["context"].keys()), (
        "would mend nothing"
    )
    kind = {"type": "personal_data", "properties": {"dataset": "D-01", "ids": [shiomi.holder_id]}}
    found = recipient.ask(shiomi.question(resource=kind), "/access/v1/search/resource").json()
    assert found["results"] == []
    assert not any("not_configured" in code for code in shiomi.reasons())
    whole = {"type": "dataset", "id": "D-01"}
    told = recipient.ask(shiomi.question(resource=whole)).json()["context"]["reasons"]
    assert "authzen.flow_not_configured" not in [one["code"] for one in told]


def test_councils_do_not_see_each_other(shiomi: Flow, councils: Cast) -> None:
    other = flow(councils.nagiura)
    stranger = other.machine.ask(shiomi.question()).json()
    nothing = other.machine.ask(shiomi.question("KP-000009")).json()
    assert stranger == nothing
    assert stranger["context"]["reasons"][0]["code"] == "authzen.flow_not_configured"
    assert shiomi.machine.ask(other.question()).json()["decision"] is False
    # the id of one council's holder says nothing to the other's
    assert "gate.consent.person_not_configured" in other.reasons(holder_id=shiomi.holder_id)
    assert other.decision()["decision"] is True


def test_the_answer_is_logged_without_the_id(shiomi: Flow) -> None:
    shiomi.machine.ask(shiomi.question(), HTTP_X_REQUEST_ID="r-1")
    shiomi.machine.ask(shiomi.question("KP-000002"))
    shiomi.machine.ask(shiomi.question(action={"name": "sell"}))
    assert log.flush() == 3
    permit, denial, strange = Evaluation.objects.order_by("pk")
    assert (permit.decision, permit.reason, permit.request_id, permit.council) == (True, "", "r-1", "shiomi")
    assert permit.line == shiomi.grant.line.reference
    assert permit.subject == shiomi.recipient
    assert len(bytes(permit.person)) == 32
    assert (denial.decision, denial.reason) == (False, "gate.consent.person_not_in_force")
    assert (strange.reason, strange.person) == ("authzen.action_not_configured", None)
    stored = repr(list(Evaluation.objects.values()))
    assert shiomi.holder_id not in stored


def test_the_log_forgets_what_is_old(shiomi: Flow, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.authzen.log.REMOVED_AT_ONCE", 2)
    for days in (0, 29, 30, 31, 32, 400):
        with clock.at(clock.wall() - timedelta(days=days)):
            shiomi.machine.ask(shiomi.question())
    assert log.flush() == 6
    settings.DECISION_LOG_DAYS = 30
    assert forget() == 4
    assert forget() == 0
    assert Evaluation.objects.count() == 2


def test_a_key_without_the_scope_may_not_ask(shiomi: Flow) -> None:
    other = machine(shiomi.world, scopes=[Scope.RELEASE])
    assert other.ask(shiomi.question()).status_code == 403
