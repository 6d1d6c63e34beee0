"""The endpoints at which holders' machines write and fetch: keys, scopes, bad input, what is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from consent import actions, queries
from consent.models import Consent, ConsentEvent
from core import clock
from core.accounts.models import Person
from core.administration.actions import issue_client, revoke_client
from core.clients import keys
from core.clients.enums import Scope
from core.clients.models import ApiClient
from core.ledger.models import LedgerEntry
from governance.sharing.models import Delivery, Grant
from tests.cast import Cast
from tests.factories import consents as make
from tests.unguarded import unguarded

BASE = "/api/v1"


@pytest.fixture(autouse=True)
def fresh_minute(monkeypatch):
    """Clients of other tests have had the same numbers."""
    monkeypatch.setattr(keys, "gauge", keys.Gauge())


@pytest.fixture
def world(cast):
    return cast.shiomi


@pytest.fixture
def version(world):
    return make.notice(world)


def key_of(world, *scopes: Scope, organisation: str = "city", **options) -> str:
    _client, key = issue_client(
        world.council, world.organisations[organisation], name="都市OS", scopes=scopes, by=None, **options
    )
    return key


def post(path: str, body: object, key: str = "") -> tuple[int, dict]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    data = body if isinstance(body, str) else json.dumps(body)
    answer = Client().post(f"{BASE}{path}", data, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def report(version, **changes) -> dict:
    return {
        "notice_digest": version.digest,
        "holder_id": "KP-1",
        "answers": {"steps": "give"},
        "record_number": "app-77",
        "idempotency_key": "report-0001",
        **changes,
    }


def test_an_answer_given_in_the_holders_app_is_kept_once(world, version) -> None:
    key = key_of(world, Scope.CONSENT)
    status, told = post("/consent/answers", report(version), key)
    assert status == 200, told
    consent = Consent.objects.get()
    event = ConsentEvent.objects.get(kind="given")
    assert (consent.state, event.route, event.record_number) == ("in_force", "feed", "app-77")
    assert post("/consent/answers", report(version), key) == (200, told)
    assert ConsentEvent.objects.filter(kind="given").count() == 1
    told_of = LedgerEntry.objects.filter(event__in=["consent.given", "consent.receipt_issued"])
    actors = [json.loads(bytes(entry.content))["actor"] for entry in told_of]
    assert actors == [f"client:{ApiClient.objects.get().prefix}"] * 2
    status, _told = post(
        "/consent/answers", report(version, answers={"steps": "refuse"}, idempotency_key="report-0002"), key
    )
    assert status == 200
    assert Consent.objects.get().state == "withdrawn"
    status, told = post("/consent/answers", report(version, idempotency_key="report-0003"), key)
    assert (status, told["code"]) == (422, "no_revival")
    assert told["message"]


def test_an_ending_counts_where_the_same_report_repeats_what_was_ended(world) -> None:
    key, bus = (
        key_of(world, Scope.CONSENT),
        make.choice(world, "bus", recipient=world.organisations["bus"].pk),
    )
    both = make.notice(world, make.choice(world), bus)
    assert post("/consent/answers", report(both, answers={"steps": "give", "bus": "give"}), key)[0] == 200
    ended = report(both, answers={"bus": "refuse"}, idempotency_key="report-0002")
    assert post("/consent/answers", ended, key)[0] == 200
    mixed = report(both, answers={"steps": "refuse", "bus": "give"}, idempotency_key="report-0003")
    for _again in range(2):
        status, told = post("/consent/answers", mixed, key)
        assert (status, told["code"]) == (422, "no_revival")
        assert (told["recorded"], told["refused"]) == (["steps"], ["bus"])
    assert set(Consent.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 2
    person = queries.person_by_holder(world.council, world.organs["mayor"], "KP-1")
    entry = actions.Entry(by=world.users["secretary"], route="counter")
    actions.answer(person, both, {"steps": "give", "bus": "give"}, entry=entry)
    status, told = post("/consent/answers", mixed, key)
    assert (status, told["code"]) == (409, "report_refused_before")
    assert (told["recorded"], told["refused"]) == (["steps"], ["bus"])
    assert set(Consent.objects.values_list("state", flat=True)) == {"in_force"}, "what was given since stays"


def test_a_refusal_names_as_recorded_what_was(world) -> None:
    key, bus = key_of(world, Scope.CONSENT), world.organisations["bus"].pk
    old = make.notice(world, make.choice(world), make.choice(world, "bus", recipient=bus))
    shortened(old, world)
    mixed = report(old, answers={"steps": "refuse", "bus": "give"})
    status, told = post("/consent/answers", mixed, key)
    assert (status, told["code"]) == (409, "notice_not_asked")
    assert (told["recorded"], told["refused"]) == ([], ["bus", "steps"])
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"notice_digest": "x"},
        {"holder_id": ""},
        {"holder_id": "x" * 101},
        {"answers": {}},
        {"answers": {"steps": "perhaps"}},
        {"idempotency_key": "short"},
        {"idempotency_key": "spaces in it"},
        {"surprise": 1},
        {"assurance": "absolute"},
    ],
)
def test_a_malformed_report_stores_nothing(world, version, change) -> None:
    before = Person.objects.count()
    status, told = post("/consent/answers", report(version, **change), key_of(world, Scope.CONSENT))
    assert (status, told["code"]) == (422, "malformed")
    assert told["faults"]
    assert not ConsentEvent.objects.exists()
    assert Person.objects.count() == before


def test_broken_json_and_unknown_choices(world, version) -> None:
    key, before = key_of(world, Scope.CONSENT), Person.objects.count()
    assert post("/consent/answers", "{", key)[0] == 400
    unknown = report(version, answers={"steps": "give", "heart": "give"})
    assert post("/consent/answers", unknown, key) == (422, post("/consent/answers", unknown, key)[1])
    assert post("/consent/answers", unknown, key)[1]["code"] == "answer_unknown"
    assert post("/consent/answers", report(version, notice_digest="0" * 64), key)[0] == 404
    assert Person.objects.count() == before


def test_a_key_opens_only_what_it_was_given_for(cast: Cast, world, version) -> None:
    wrong, right = key_of(world, Scope.DECIDE), key_of(world, Scope.CONSENT)
    assert post("/consent/answers", report(version))[0] == 401
    assert post("/consent/answers", report(version), "sk_00000000_" + "a" * 43)[0] == 401
    status, told = post("/consent/answers", report(version), wrong)
    assert (status, told["code"]) == (403, "scope_missing")
    assert "(consent)" in told["message"]
    assert str(Scope.CONSENT.label) in told["message"]
    assert Client().get(f"{BASE}/deliveries", headers={"Authorization": f"Bearer {right}"}).status_code == 403
    slow = key_of(world, Scope.CONSENT, per_minute=1)
    assert post("/consent/answers", report(version), slow)[0] == 200
    assert post("/consent/answers", report(version), slow)[0] == 429
    client, key = issue_client(
        world.council, world.organisations["city"], name="old", scopes=[Scope.CONSENT], by=None
    )
    revoke_client(client, by=None)
    assert post("/consent/answers", report(version), key)[0] == 401
    session = Client()
    session.force_login(world.users["chihiro"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = session.post(f"{BASE}/consent/answers", report(version), content_type="application/json")
    assert answer.status_code == 401, "a person's session is no machine's key"


def test_another_organisation_or_council_reports_nothing(cast: Cast, world, version) -> None:
    university = key_of(world, Scope.CONSENT, organisation="university")
    neighbour = key_of(cast.nagiura, Scope.CONSENT)
    for key in (university, neighbour):
        status, told = post("/consent/answers", report(version), key)
        assert (status, told["code"]) == (404, "notice_unknown")
    assert not ConsentEvent.objects.exists()


def test_both_sides_are_compared(cast: Cast, world, version) -> None:
    key, mayor = key_of(world, Scope.CONSENT), world.organs["mayor"]
    body = {"organ": mayor.pk, "count": 1, "digest": actions.digest_of(["KP-1"])}
    assert post("/consent/reconciliations", body, key)[1]["code"] == "no_feed"
    actions.open_feed(world.council, mayor, by=world.users["secretary"])
    assert post("/consent/reconciliations", body, key)[1]["agrees"] is False
    post("/consent/answers", report(version), key)
    status, told = post("/consent/reconciliations", body, key)
    assert (status, told["agrees"], told["count"]) == (200, True, 1)
    listed = Client().get(f"{BASE}/consent/feeds", headers={"Authorization": f"Bearer {key}"}).json()
    assert [row["organ"] for row in listed] == [mayor.pk]
    assert queries.feeds(world.council)[0].agrees is True
    for wrong in ({"count": -1}, {"digest": "abc"}, {"organ": "mayor"}):
        assert post("/consent/reconciliations", body | wrong, key)[0] == 422
    assert post("/consent/reconciliations", body, key_of(cast.nagiura, Scope.CONSENT))[0] == 404
    foreign = key_of(world, Scope.CONSENT, organisation="university")
    assert post("/consent/reconciliations", body, foreign)[0] == 404
    assert Client().get(f"{BASE}/consent/feeds", headers={"Authorization": f"Bearer {foreign}"}).json() == []


def running(world) -> Delivery:
    """A released delivery about persons, under a grant that goes on."""
    rows = Delivery.objects.filter(council=world.council, state="released", persons__gt=0)
    found = rows.select_related("grant").order_by("pk").first()
    ends = clock.today() + timedelta(days=30)
    with unguarded():
        changes = {"state": "active", "ends_on": ends, "closed_at": None, "disposed_at": None}
        Grant.objects.filter(pk=found.grant_id).update(**changes)
    return found


def test_the_holder_fetches_its_release_lists(demo, cast: Cast, world) -> None:
    bearer = {"Authorization": f"Bearer {key_of(world, Scope.RELEASE)}"}
    rows = Client().get(f"{BASE}/deliveries", headers=bearer).json()
    assert rows
    delivery, own = (running(one) for one in (world, cast.nagiura))
    reference = delivery.reference
    assert reference in [row["reference"] for row in rows]
    answer = Client().get(f"{BASE}/deliveries/{reference}/list.csv", headers=bearer)
    lines = b"".join(answer.streaming_content).decode().split()
    assert (lines[0], len(lines) - 1) == ("id", delivery.persons)
    assert answer["Cache-Control"] == "no-store"
    other = {"Authorization": f"Bearer {key_of(world, Scope.RELEASE, organisation='university')}"}
    assert Client().get(f"{BASE}/deliveries", headers=other).json() == []
    assert Client().get(f"{BASE}/deliveries/{reference}/list.csv", headers=other).status_code == 404
    there = {"Authorization": f"Bearer {key_of(cast.nagiura, Scope.RELEASE)}"}
    neighbours = Client().get(f"{BASE}/deliveries/{own.reference}/list.csv", headers=there)
    theirs = b"".join(neighbours.streaming_content).decode().split()
    assert len(theirs) - 1 == own.persons


def test_the_endpoints_describe_themselves() -> None:
    told = Client().get(f"{BASE}/openapi.json").json()
    assert set(told["paths"]) == {
        f"{BASE}/consent/answers",
        f"{BASE}/consent/feeds",
        f"{BASE}/consent/handovers",
        f"{BASE}/consent/reconciliations",
        f"{BASE}/deliveries",
        f"{BASE}/deliveries/{{reference}}/list.{{ending}}",
        f"{BASE}/deliveries/{{reference}}/hand-overs",
    }


def shortened(version, world):
    """The next version of the notice, by which the data are kept for half as long."""
    return make.next_version(version.notice_id, world, make.choice(world, retention_months=6))


@pytest.mark.parametrize("since", ["a newer version", "the notice is retired"])
def test_a_withdrawal_in_the_holders_app_counts_whichever_version_it_showed(world, version, since) -> None:
    key = key_of(world, Scope.CONSENT)
    assert post("/consent/answers", report(version), key)[0] == 200
    if since == "a newer version":
        shortened(version, world)
    else:
        actions.retire(version.notice, by=world.users["secretary"])
    again = report(version, idempotency_key="report-0002")
    assert post("/consent/answers", again, key)[0] == 409, "nobody agrees to what is no longer shown"
    ending = report(version, answers={"steps": "refuse"}, idempotency_key="report-0003")
    status, told = post("/consent/answers", ending, key)
    assert (status, Consent.objects.get().state) == (200, "withdrawn")
    assert told["receipt"]


def test_a_withdrawal_under_the_older_version_ends_the_newer_consent(world, version) -> None:
    key = key_of(world, Scope.CONSENT)
    newer = shortened(version, world)
    assert post("/consent/answers", report(newer), key)[0] == 200
    ending = report(version, answers={"steps": "refuse"}, idempotency_key="report-0002")
    assert post("/consent/answers", ending, key)[0] == 200
    consent = Consent.objects.get()
    assert (consent.state, consent.item.version) == ("withdrawn", newer)


@pytest.mark.parametrize("word", ["refuse", "defer"])
def test_of_a_version_that_is_no_longer_shown_nothing_but_an_end_is_recorded(world, version, word) -> None:
    key = key_of(world, Scope.CONSENT)
    shortened(version, world)
    late = report(version, answers={"steps": word})
    assert post("/consent/answers", late, key) == (200, {"receipt": None})
    assert not ConsentEvent.objects.exists()


def test_an_idempotency_key_is_of_one_person(world, version) -> None:
    key = key_of(world, Scope.CONSENT)
    assert post("/consent/answers", report(version), key)[0] == 200
    status, told = post("/consent/answers", report(version, holder_id="KP-2"), key)
    assert (status, told["code"]) == (409, "idempotency_key_used")


def test_an_organ_may_know_the_same_person_in_two_councils(cast: Cast) -> None:
    holder = cast.shiomi.organs["mayor"]
    here, there = (
        actions.known_to_holder(world.council, holder, "KP-7") for world in (cast.shiomi, cast.nagiura)
    )
    assert here.council != there.council
    for person in (here, there):
        assert actions.known_to_holder(person.council, holder, "KP-7") == person
        assert queries.person_by_holder(person.council, holder, "KP-7") == person


def test_the_same_text_published_again_is_the_version_shown(world, version) -> None:
    again = make.next_version(version.notice_id, world)
    assert again.digest == version.digest
    assert post("/consent/answers", report(version), key_of(world, Scope.CONSENT))[0] == 200
    assert Consent.objects.get().item.version == again
