"""Controls that a PIA promises stay on the first page until they are in place. And what follows an incident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from governance.sharing.actions import incidents
from governance.sharing.models import Dataset
from pia import actions, queries
from pia.models import Risk
from tests.cast import Cast, World, signed_in
from tests.factories import assessments as make


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


def kinds(world: World, key: str) -> set[str]:
    return {duty.kind for duty in queries.duties(world.users[key], world.council, clock.today())}


def test_promised_controls_are_asked_for_until_they_are_in_place(world: World) -> None:
    row, by = make.published(world), world.users["assessor"]
    risk = row.risks.exclude(treatment="retain").earliest("number")
    Risk.objects.filter(assessment=row).exclude(pk=risk.pk).update(treatment="retain")
    Risk.objects.filter(pk=risk.pk).update(due=clock.today() + timedelta(days=30))
    assert "measure" not in kinds(world, "assessor"), "there is time"
    Risk.objects.filter(pk=risk.pk).update(due=clock.today() + timedelta(days=7))
    assert "measure" in kinds(world, "assessor") & kinds(world, "secretary")
    assert "measure" not in kinds(world, "auditor")
    client = signed_in(by)
    client.cookies["language"] = "en"
    page = f"/c/shiomi/assessments/{row.reference}/"
    form = f"{page}treatment/{risk.number}/in-place/"
    assert form in client.get(page).content.decode()
    assert client.post(form, {"note": " "}).status_code == 422
    assert client.post(form, {"note": "設定の画面の写しを確認した。"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "設定の画面の写しを確認した。" in shown
    assert form not in shown
    assert "measure" not in kinds(world, "assessor")
    risk.refresh_from_db()
    assert (risk.in_place_on, risk.in_place_by) == (clock.today(), by)
    with pytest.raises(NotNow, match="pia_nothing_to_put_in_place"):
        actions.put_in_place(row, risk.number, by=by, note="もう一度")


def test_what_is_in_place_is_shown_and_not_ahead(cast: Cast) -> None:
    row, by = make.published(cast.shiomi), cast.shiomi.users["assessor"]
    with pytest.raises(Refused, match="pia_in_place_unshown"):
        actions.put_in_place(row, 1, by=by, note=" ")
    with pytest.raises(Invalid, match="pia_in_place_ahead"):
        actions.put_in_place(row, 1, by=by, note="x", in_place_on=clock.today() + timedelta(days=1))
    with pytest.raises(NotPermitted):
        actions.put_in_place(row, 1, by=cast.nagiura.users["assessor"], note="x")


def test_a_revision_keeps_what_is_in_place_until_the_controls_change(world: World) -> None:
    row, by = make.published(world), world.users["assessor"]
    actions.put_in_place(row, 1, by=by, note="確認した。")
    actions.outdate(row, by=world.users["secretary"], reason="change", note="項目を加えた。")
    new = actions.revise(row, by=by)
    assert new.risks.get(number=1).in_place_note == "確認した。"
    actions.treat_risk(new, 1, make.treatment(controls="別の管理策"), by=by)
    assert new.risks.get(number=1).in_place_on is None


@pytest.mark.usefixtures("demo")
def test_an_incident_on_its_dataset_asks_to_look_at_it(world: World) -> None:
    client, secretary = signed_in(world.users["secretary"]), world.users["secretary"]
    link = "/c/shiomi/assessments/PIA-01/#risks"
    assert link not in client.get("/c/shiomi/today/").content.decode()
    dataset = Dataset.objects.get(council=world.council, reference="D-01")
    words = {"title_ja": "誤送信", "description": "宛先を誤った。", "datasets": [dataset]}
    row = incidents.report(world.council, by=world.users["officer_mayor"], **words)
    assert link in client.get("/c/shiomi/today/").content.decode()
    row = incidents.settle(incidents.take_in_hand(row, by=secretary), by=secretary, finding="影響なし。")
    assert link in client.get("/c/shiomi/today/").content.decode(), "the finding is what to look at"
    incidents.close(row, by=secretary)
    assert link not in client.get("/c/shiomi/today/").content.decode()
