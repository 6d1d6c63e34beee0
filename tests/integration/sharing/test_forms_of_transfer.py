"""Joint use, succession of business and internal use, each from the submission to the record of its provision."""

from __future__ import annotations

from typing import Any

import pytest

from config.demo import moments, procedure
from config.demo.dataset_texts import STEPS_LIFECYCLE
from config.demo.requests import RESEARCH
from consent.actions.imports import link_persons
from core import clock
from governance.sharing.actions import approvals, deliveries, requests
from governance.sharing.actions import datasets as verbs
from governance.sharing.models import ProvisionRecord, RequestLine
from governance.sharing.queries.requests import line as load_line
from tests.cast import Cast, World, signed_in

pytestmark = pytest.mark.usefixtures("demo")

MADE_KNOWN = {
    "joint_use": dict.fromkeys(("fact", "items", "scope", "purpose", "manager"), "ホームページに掲げた"),
    "joint_use_known_on": moments.story(0).date(),
    "joint_use_where": "https://bus.example.jp/joint-use",
}
FORMS = {
    "joint_use": ("bus", "delivery", "joint_use_27_5_3", "joint_use_notice", MADE_KNOWN),
    "succession": (
        "bus",
        "delivery",
        "succession_27_5_2",
        "succession",
        {"succession_reference": "事業譲渡契約書"},
    ),
    "internal_use": ("mayor", "mayor", "purpose_69_1", "measures_requested", {}),
}
"""By form: provider, recipient, ground, agreement, and what the form asks for besides."""
PEOPLE = {
    "mayor": ("officer_mayor", "rep_city"),
    "bus": ("officer_bus", ""),
    "delivery": ("", "rep_delivery"),
}
"""Who acts for an organ as provider and as recipient."""


def registered(world: World, organ: str) -> Any:
    """A small dataset, which needs no assessment."""
    officer = world.users[PEOPLE[organ][0]]
    head = {
        "title_ja": "定期券の利用記録",
        "title_en": "Use of season tickets",
        "persons": 120,
        "triggers": [],
    }
    dataset = verbs.draft(world.council, by=officer, provider=world.organs[organ], **head)
    item = {"code": "rides", "label_ja": "乗車回数", "label_en": "Rides", "data_class": "personal"}
    verbs.set_items(dataset, [item | {"category": "pd:TravelHistory", "sensitivity": 2}], by=officer)
    for stage, content in STEPS_LIFECYCLE.items():
        verbs.declare_stage(dataset, stage, by=officer, **content)
    link_persons(world.council, world.organs[organ], ["B-1", "B-2"], at=clock.now())
    return verbs.register(dataset, by=officer)


def submitted(world: World, form: str) -> RequestLine:
    provider, recipient, ground, _kind, asked = FORMS[form]
    by = world.users[PEOPLE[recipient][1]]
    with clock.at(moments.story(0)):
        dataset = registered(world, provider)
        request = requests.draft(world.council, by=by, recipient=world.organs[recipient], **RESEARCH)
        stated = {
            "form": form,
            "data_class": "personal",
            "ground": ground,
            "ground_reason": "事務に必要である。",
        }
        line = requests.add_line(
            request, dataset, by=by, items=["rides"], **stated, **asked, **procedure.asked()
        )
        procedure.prove(request, by=by)
    with clock.at(moments.story(1)):
        requests.submit(request, by=by)
    return load_line(line.pk)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_transfer_leads_from_the_submission_to_the_record(cast: Cast, form: str) -> None:
    world = cast.shiomi
    provider, recipient, _ground, kind, _asked = FORMS[form]
    officer, by = world.users[PEOPLE[provider][0]], world.users[PEOPLE[recipient][1]]
    line = submitted(world, form)
    with clock.at(moments.story(2)):
        requests.pass_formal_check(line.request, by=world.users["secretary"])
    with clock.at(moments.story(3)):
        procedure.review(world, line.request, {line.number: "suitable"})
    with clock.at(moments.story(4)):
        procedure.conclude(world, line, reasons="形態に合う。")
    procedure.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        words = {"file_number": "決定第1号", "harm": "none_feared", "reasons": "支障がない。"}
        approvals.accept_provision(load_line(line.pk), by=officer, **words)
        page = f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/agreement/"
        end = clock.fiscal_year_end(clock.today())
        typed = {"contract_number": f"{form} 1号", "signed_on": clock.today(), "valid_from": clock.today()}
        client = signed_in(world.users["secretary"])
        assert client.post(page, typed | {"valid_until": end, "kind": "contract"}).status_code == 422
        answer = client.post(page, typed | {"valid_until": end, "kind": kind})
        assert answer.status_code == 302, answer.content.decode()
    with clock.at(moments.story(7)):
        grant = load_line(line.pk).grant
        assert grant.state == "active"
        listed = deliveries.write_list(deliveries.prepare(grant, by=officer))
        delivery = deliveries.release(listed, by=officer)
        kept = ProvisionRecord.objects.get(delivery=delivery)
        shown = signed_in(by).get(f"/c/shiomi/deliveries/{delivery.reference}/")
        assert shown.status_code == 200
    assert kept.content["delivery"] == delivery.reference
