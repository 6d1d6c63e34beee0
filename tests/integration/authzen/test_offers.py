"""A denial that a request can mend leads to one, filled in; nothing is granted by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from gateway.authzen.offers import PAGE
from governance.sharing.models import SharingRequest
from tests.cast import Cast, enter
from tests.integration.authzen import test_freshness as changes
from tests.integration.authzen.conftest import NOON, Flow, flow, machine

MANY = "/access/v1/evaluations"


def offered(flow: Flow, **change: Any) -> dict[str, Any] | None:
    context = flow.decision(**change)["context"]
    found: dict[str, Any] | None = context.get("access_request")
    if found is not None:
        assert context["reason"] == context["reasons"][0]["code"]
    return found


def item(*codes: str) -> dict[str, Any]:
    return {
        "type": "personal_data",
        "id": "KP-000001",
        "properties": {"dataset": "D-01", "items": list(codes)},
    }


def test_what_was_not_granted_may_be_requested(shiomi: Flow) -> None:
    link = offered(shiomi, context={"purpose": "ImproveHealthcare"})
    assert link is not None
    assert link["template"] == "data-use-request"
    assert datetime.fromisoformat(link["expires_at"]) == NOON + timedelta(days=1)
    assert link["binding_token"] == parse_qs(urlsplit(link["form_url"]).query)["asked"][0]
    assert link["display"]["title"] == "データ利用申請をする"
    assert PAGE.format(council="shiomi") == reverse("sharing:asked_request", args=["shiomi"])
    changes.revoke_grant(shiomi)
    assert offered(shiomi) is not None


@pytest.mark.parametrize("change", [changes.suspend_grant, changes.report_incident, changes.suspend_dataset])
def test_what_no_request_mends_offers_none(shiomi: Flow, change: Any) -> None:
    change(shiomi)
    assert shiomi.decision()["decision"] is False
    assert offered(shiomi) is None


def test_a_permit_and_a_person_without_consent_offer_none(shiomi: Flow) -> None:
    assert offered(shiomi) is None
    assert offered(shiomi, holder_id="KP-000002") is None
    assert offered(shiomi, action={"name": "sell"}) is None


def test_a_flow_that_nobody_asked_for_may_be_requested(shiomi: Flow, councils: Cast) -> None:
    """By the recipient's machine and by the holder's, and only where both are of this council."""
    bus = shiomi.world.organisations["bus"]
    ours = {"subject": {"type": "organization", "id": f"organisation:{bus.pk}"}}
    assert offered(shiomi, **ours) is not None
    asking = machine(shiomi.world, "bus")
    body = shiomi.question(**ours)
    assert "access_request" in asking.ask(body).json()["context"]
    other = {"subject": {"type": "organization", "id": shiomi.recipient}}
    assert "access_request" not in asking.ask(body | other).json()["context"]  # somebody else's line
    unknown = {"resource": {"type": "dataset", "id": "D-99"}}
    assert "access_request" not in asking.ask(body | unknown).json()["context"]
    assert offered(shiomi, subject={"type": "organization", "id": "organisation:999"}) is None
    assert "access_request" not in flow(councils.nagiura).machine.ask(body).json()["context"]
    listed = shiomi.machine.ask(body | {"evaluations": [{}, {}, unknown]}, MANY).json()["evaluations"]
    assert ["access_request" in one["context"] for one in listed] == [True, True, False]


def test_the_link_leads_to_a_request_filled_in(shiomi: Flow) -> None:
    link = offered(shiomi, context={"purpose": "ImproveHealthcare"}, resource=item("daily_steps", "age_band"))
    assert link is not None
    assert "KP-000001" not in link["form_url"]
    page = link["form_url"].partition("//")[2].partition("/")[2]
    assert Client().get(f"/{page}").status_code == 302  # to sign in
    client = enter(Client(), shiomi.world.users["rep_university"])
    shown = client.get(f"/{page}").content.decode()
    assert '<option value="ImproveHealthcare" selected>' in shown
    assert "daily_steps" in shown
    before = SharingRequest.objects.count()
    sent = {
        "recipient": shiomi.world.organs["university"].pk,
        "title_ja": "歩数と健康",
        "purpose": "ImproveHealthcare",
        "purpose_ja": "健康づくりに役立てるため。",
    }
    assert client.post(f"/{page}", sent | {"title_ja": ""}).status_code == 422
    assert client.post(f"/{page}", sent).status_code == 302
    assert SharingRequest.objects.count() == before + 1
    made = SharingRequest.objects.latest("pk")
    assert (made.state, made.purpose) == ("drafted", "ImproveHealthcare")
    assert [sorted(line.items) for line in made.lines.all()] == [["age_band", "daily_steps"]]
    assert shiomi.decision(context={"purpose": "ImproveHealthcare"})["decision"] is False


def test_a_link_ends_and_serves_nobody_else(shiomi: Flow, councils: Cast) -> None:
    link = offered(shiomi, context={"purpose": "ImproveHealthcare"})
    assert link is not None
    token, page = link["binding_token"], reverse("sharing:asked_request", args=["shiomi"])
    new = reverse("sharing:new_request", args=["shiomi"])
    client = enter(Client(), shiomi.world.users["rep_university"])
    for wrong in ("", "x", token[:-4] + "AAAA", "汐"):
        assert client.get(page, {"asked": wrong}).url == new
    with clock.at(NOON + timedelta(days=1)):
        assert client.get(page, {"asked": token}).url == new
    client = enter(Client(), shiomi.world.users["secretary"])
    assert client.get(page, {"asked": token}).status_code == 403
    stranger = councils.nagiura.users["secretary"]
    client = enter(Client(), stranger)
    assert client.get(page, {"asked": token}).status_code == 404
    elsewhere = reverse("sharing:asked_request", args=[councils.nagiura.council.slug])
    assert client.get(elsewhere, {"asked": token}).status_code == 302
