"""An entrustment whose request names sub-processors, from the form to the disposal that waits for their copies."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from typing import Any

import pytest
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from config.demo import moments, procedure
from config.demo.requests import RESEARCH, asked, prove, steps
from core import clock
from governance.sharing.actions import approvals, requests
from governance.sharing.documents import changes
from governance.sharing.models import Grant, Submission
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, World, signed_in

pytestmark = pytest.mark.usefixtures("demo")

TREE = {
    "own_purpose": "no",
    "sub_1_name": "汐見データセンター",
    "sub_1_country": "JP",
    "sub_1_task": "保管",
    "sub_1_of": "0",
    "sub_2_name": "沖見計算",
    "sub_2_country": "JP",
    "sub_2_task": "集計",
    "sub_2_of": "1",
}


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


@pytest.fixture
def line(world: World) -> Any:
    """Drafted, the sub-processors typed on the page, and submitted."""
    by = world.users["rep_university"]
    with clock.at(moments.story(0)):
        request = requests.draft(world.council, by=by, recipient=world.organs["university"], **RESEARCH)
        words = {"form": "entrustment", "data_class": "personal", "ground": "entrustment_69_1"}
        made = requests.add_line(
            request, steps(world), by=by, items=["daily_steps", "age_band"], **words, **asked()
        )
        page = f"/c/shiomi/requests/{request.reference}/lines/{made.number}/edit/terms/"
        typed = TREE | {"revision": load_line(made.pk).revision}
        assert signed_in(by).post(page, typed).status_code == 302
        again = {f"sub_3_{key}": TREE[f"sub_1_{key}"] for key in ("name", "country", "task")}
        typed = TREE | again | {"sub_3_of": "2", "revision": load_line(made.pk).revision}
        assert signed_in(by).post(page, typed).status_code == 302
        prove(request, by=by)
    with clock.at(moments.story(1)):
        requests.submit(request, by=by)
    return load_line(made.pk)


@pytest.fixture
def grant(world: World, line: Any) -> Grant:
    """Reviewed, approved, accepted, and the contract recorded on the page."""
    with clock.at(moments.story(2)):
        requests.pass_formal_check(line.request, by=world.users["secretary"])
    with clock.at(moments.story(3)):
        procedure.review(world, line.request, {line.number: "suitable"})
    with clock.at(moments.story(4)):
        procedure.conclude(world, line, reasons="委託の範囲内である。")
    procedure.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        words = {"file_number": "汐健第120号", "harm": "none_feared", "reasons": "委託の範囲内である。"}
        approvals.accept_provision(load_line(line.pk), by=world.users["officer_mayor"], **words)
        page = f"/c/shiomi/requests/{line.request.reference}/lines/{line.number}/agreement/"
        typed = {
            "kind": "entrustment_contract",
            "contract_number": "委託契約 第3号",
            "signed_on": clock.today(),
            "valid_from": clock.today(),
            "valid_until": clock.fiscal_year_end(clock.today()),
        }
        answer = signed_in(world.users["secretary"]).post(page, typed)
        assert answer.status_code == 302, answer.content.decode()
    return Grant.objects.get(line=line)


def paper(world: World, path: str) -> str:
    answer = signed_in(world.users["secretary"]).get(f"/c/shiomi/requests/{path}")
    assert answer.status_code == 200, path
    return "".join(
        node.text or "" for node in Document(io.BytesIO(answer.content)).element.body.iter(qn("w:t"))
    )


def test_each_subprocessor_holds_one_copy_to_account_for(world: World, grant: Grant) -> None:
    copies = list(grant.copies.order_by("pk").values_list("holder", "place", "outcome"))
    assert copies == [("汐見データセンター", "JP", ""), ("沖見計算", "JP", "")]
    with clock.at(moments.story(7)):
        told = signed_in(world.users["rep_university"]).get(f"/c/shiomi/grants/{grant.reference}/")
    assert "沖見計算" in told.content.decode()
    assert "日本" in told.content.decode()


def test_the_contract_names_them_in_words(world: World, grant: Grant) -> None:
    line = grant.line
    told = paper(world, f"{line.request.reference}/lines/{line.number}/agreement.docx?text=ja")
    assert "汐見データセンター (日本, 保管)" in told
    assert "沖見計算 ← 汐見データセンター (日本, 集計)" in told
    assert "{" not in told


def test_the_entrusted_data_may_flow_and_the_chain_and_the_odrl_file_tell_it(
    world: World, grant: Grant
) -> None:
    with clock.at(moments.story(7)):
        found = judge(load_line(grant.line_id), Moment.FLOW).verdict
        assert [check.message for check in found.blocking] == ["gate.person_hold.person_by_person"]
        client = signed_in(world.users["secretary"])
        page = client.get(f"/c/shiomi/chain/{grant.line.request.reference}/")
        assert (page.status_code, "委託契約 第3号" in page.content.decode()) == (200, True)
        file = client.get(f"/c/shiomi/grants/{grant.reference}/agreement.jsonld")
        assert "entrustment" in json.dumps(file.json())


def test_a_submission_that_changes_them_is_told_in_words(line: Any) -> None:
    after = line.request.submissions.get()
    before = Submission(snapshot=deepcopy(after.snapshot))
    before.snapshot["lines"][0]["subprocessors"] = []
    with override("ja"):
        [(where, old, new)] = changes.rows(line.request, before, after)
    assert "再委託先" in where
    assert old == "なし"
    assert new.startswith("汐見データセンター (日本, 保管) / 沖見計算 ← 汐見データセンター")
