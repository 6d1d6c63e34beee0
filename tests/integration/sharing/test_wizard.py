"""A line is asked for step by step; every step saves, typing saves, and the checklist fills beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.accounts.models import Organisation
from core.errors import Invalid
from core.law.models import LawRow
from core.law.queries import in_force as law_in_force
from core.rulebook.provider import in_force
from governance.sharing.actions import requests
from governance.sharing.actions.approvals import valid_until
from governance.sharing.forms.explained import FORMS, GROUNDS
from governance.sharing.models import Dataset, EditLock, PanelMember, RequestLine, SharingRequest
from governance.sharing.permissions import sees_trade_secret
from governance.sharing.queries.periods import longest_use
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.views.wizard import keys_of, rows
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def line(cast: Cast) -> RequestLine:
    """The line of the bus company's draft."""
    EditLock.objects.all().delete()
    rows = RequestLine.objects.select_related("request__council", "dataset__provider")
    return rows.get(request__council=cast.shiomi.council, request__title_ja="通学時間帯のバス運行の見直し")


@pytest.fixture
def client(cast: Cast) -> Client:
    return enter(Client(), cast.shiomi.users["rep_bus"])


def at(line: RequestLine, key: str) -> str:
    row = line.request
    return f"/c/{row.council.slug}/requests/{row.reference}/lines/{line.number}/edit/{key}"


def fresh(line: RequestLine) -> RequestLine:
    return RequestLine.objects.select_related("request__recipient_organ__organisation").get(pk=line.pk)


def test_the_steps_lead_to_the_answers_and_each_saves(line: RequestLine, client: Client) -> None:
    assert client.get(at(line, "")).url == at(line, "what/")
    typed: dict[str, dict[str, Any]] = {
        "what": {"items": ["detector"], "data_class": "personal", "processing": ""},
        "form": {"form": "third_party"},
        "ground": {"ground": "consent_69_2_1", "ground_reason": "同意による。"},
        "period": {"use_from": "2027-01-01", "use_until": "2027-03-31", "storage": ["JP"]},
        "safeguards": {"safeguards": ["encryption"]},
    }
    url = at(line, "what/")
    for key, data in typed.items():
        assert url == at(line, f"{key}/")
        asked = client.get(url).content.decode()
        assert "---------" not in asked
        assert "（提出までに必要）" in asked, "the checklist asks for it"
        answer = client.post(url, data | {"revision": fresh(line).revision})
        assert answer.status_code == 302, answer.content.decode()
        url = answer.url
    assert url == at(line, "check/")
    shown = client.get(url).content.decode()
    assert "検知器" in shown or "detector" in shown
    kept = fresh(line)
    assert (kept.items, kept.form, kept.ground, kept.safeguards) == (
        ["detector"],
        "third_party",
        "consent_69_2_1",
        ["encryption"],
    )


def test_typing_is_kept_and_hands_back_the_revision(line: RequestLine, client: Client) -> None:
    typed = {"revision": line.revision, "use_from": "2027-02-01", "retention_months": "abc"}
    answer = client.post(at(line, "period/keep/"), typed, headers={"X-Requested-With": "autosave"})
    kept = fresh(line)
    assert answer.status_code == 200
    assert answer["X-Revision"] == str(kept.revision) == str(line.revision + 1)
    assert str(kept.use_from) == "2027-02-01"
    assert kept.retention_months == line.retention_months, "what is not in order waits for the button"
    late = client.post(at(line, "period/keep/"), typed, headers={"X-Requested-With": "autosave"})
    assert late.status_code == 409
    assert "見比べて" in late.content.decode()
    without_script = client.post(at(line, "period/keep/"), typed | {"revision": kept.revision})
    assert without_script.status_code == 302


def test_the_checklist_is_a_fragment_of_its_own(line: RequestLine, client: Client) -> None:
    shown = client.get(at(line, "checks/")).content.decode()
    assert "<html" not in shown
    assert at(line, "period/") in shown, "three years asked for: mended at the period"


def test_a_purpose_outside_is_put_in_order_at_the_paper_or_in_the_request(
    line: RequestLine, client: Client
) -> None:
    assert (
        "不足している点を確認し" in client.get(at(line, "")[: at(line, "").index("lines/")]).content.decode()
    )
    Dataset.objects.filter(pk=line.dataset_id).update(purposes=["ScientificResearch"])
    shown = client.get(at(line, "what/")).content.decode()
    assert f'href="{at(line, "what/")}#id_purpose_judgement"' in shown
    assert f'href="/c/shiomi/requests/{line.request.reference}/edit/"' in shown
    assert "項目を選んでください。ほかに" in shown, "the items alone have to be there"
    assert "項目を選んでください。ほかに" not in client.get(at(line, "form/")).content.decode()


def test_a_step_with_something_amiss_is_not_done(line: RequestLine, client: Client) -> None:
    steps = {one.url: one.state for one in client.get(at(line, "check/")).context["steps"]}
    assert steps[at(line, "period/")] == "", "three years asked for"
    assert "done" in steps.values()


def test_what_stops_the_draft_comes_first_and_what_does_not_apply_is_folded(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    context = client.get(at(line, "checks/")).context
    states = [check.state for check, _url in context["shown"]]
    assert states[0] == "fail"
    assert "pass" in states
    assert states == sorted(states, key=["fail", "wait", "unknown", "pass"].index)
    assert {check.state for check, _url in context["folded"]} == {"not_applicable"}
    gate = [str(row.title) for row, _url in rows(line)]
    for group in (["fail", "wait"], ["pass"]):
        titles = [str(check.title) for check, _url in context["shown"] if check.state in group]
        assert titles == [title for title in gate if title in titles], "the gate's order within a group"
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], data_class="", use_from=None)
    states = [check.state for check, _url in client.get(at(line, "checks/")).context["shown"]]
    assert states.index("pass") > max(n for n, state in enumerate(states) if state in ("fail", "wait"))
    assert "<details" in client.get(at(line, "what/")).content.decode()


def test_a_period_that_runs_backwards_is_refused_wherever_it_comes_from(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    backwards = {"revision": line.revision, "use_from": "2027-03-01", "use_until": "2027-01-01"}
    assert client.post(at(line, "period/"), backwards).status_code == 422
    over = {"revision": line.revision, "use_from": "1900-01-01", "use_until": "1900-03-01"}
    answer = client.post(at(line, "period/"), over)
    assert (answer.status_code, "1900-03-01" in answer.content.decode()) == (422, True)
    assert "すでに過ぎています" in answer.content.decode()
    early = {"revision": line.revision, "use_until": "2027-03-31", "disposal_by": "2027-03-30"}
    answer = client.post(at(line, "period/"), early)
    assert answer.status_code == 422
    assert "利用の終了日より前" in answer.content.decode()
    with pytest.raises(Invalid):
        requests.edit_line(line, by=cast.shiomi.users["rep_bus"], use_until=line.use_from.replace(year=2020))


def test_only_grounds_that_the_law_has_for_the_case_are_offered(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    offered = client.get(at(line, "ground/")).context["offer"]
    assert "consent_69_2_1" in offered.told
    assert not any(code.endswith(("27_1", "statute_69_1")) for code in offered.told)
    wrong = client.post(at(line, "ground/"), {"revision": line.revision, "ground": "consent_27_1"})
    assert wrong.status_code == 422
    LawRow.objects.filter(code="consent_69_2_1").update(confidence="unverified")
    shown = client.get(at(line, "ground/")).content.decode()
    assert "法令に詳しい人の確認" in shown
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], data_class="statistical")
    assert "根拠は必要ありません" in client.get(at(line, "ground/")).content.decode()
    requests.edit_line(line, by=cast.shiomi.users["rep_bus"], data_class="pseudonymised")
    assert client.get(at(line, "ground/")).context["offer"].dropped


def test_each_form_and_ground_says_what_it_means(line: RequestLine, client: Client) -> None:
    form = client.get(at(line, "form/")).content.decode()
    for words in FORMS.values():
        assert str(words) in form
    assert "法令に基づく提供" in form
    assert str(GROUNDS["consent_69_2_1"]) in client.get(at(line, "ground/")).content.decode()
    table = law_in_force(clock.today()).grounds
    asked = {code for code, row in table.items() if row.forms - {"statutory"}}
    assert asked == GROUNDS.keys(), "a sentence for every ground that the law table offers in a request"


def test_a_tree_of_subprocessors_is_asked_for_and_judged(line: RequestLine, client: Client) -> None:
    client.post(at(line, "form/"), {"revision": line.revision, "form": "entrustment"})
    assert "terms" in keys_of(fresh(line))
    found = judge(fresh(line), Moment.SUBMISSION).verdict.check("transfer_form")
    assert found.reason == "own_purpose_not_answered"
    typed = {
        "own_purpose": "no",
        "sub_1_name": "汐見データセンター",
        "sub_1_country": "JP",
        "sub_1_task": "保管",
        "sub_1_of": "0",
        "sub_2_name": "Harbour Cloud",
        "sub_2_country": "SG",
        "sub_2_task": "予備の保管",
        "sub_2_of": "1",
    }
    answer = client.post(at(line, "terms/"), typed | {"revision": fresh(line).revision})
    assert answer.status_code == 302, answer.content.decode()
    assert [one["of"] for one in fresh(line).subprocessors] == [0, 1]
    found = judge(fresh(line), Moment.SUBMISSION).verdict.check("transfer_form")
    assert (found.reason, found.params) == ("subprocessor_abroad", {"countries": "SG"})
    both = client.post(
        at(line, "terms/"), typed | {"revision": fresh(line).revision, "no_subprocessors": "on"}
    )
    assert both.status_code == 422
    shown = client.get(at(line, "check/")).content.decode()
    assert "Harbour Cloud ← 汐見データセンター" in shown


def test_joint_use_is_made_known_item_by_item(line: RequestLine, client: Client) -> None:
    client.post(at(line, "form/"), {"revision": line.revision, "form": "joint_use"})
    told = {f"joint_{name}": "あらかじめ公表した。" for name in ("fact", "items", "scope", "purpose")}
    client.post(at(line, "terms/"), told | {"revision": fresh(line).revision})
    found = judge(fresh(line), Moment.SUBMISSION).verdict.check("transfer_form")
    assert (found.reason, found.params) == ("not_made_known", {"missing": "manager"})
    rest = {"joint_manager": "汐見市", "joint_use_known_on": "2026-04-01", "joint_use_where": "市のページ"}
    client.post(at(line, "terms/"), told | rest | {"revision": fresh(line).revision})
    assert judge(fresh(line), Moment.SUBMISSION).verdict.check("transfer_form").reason == "fits"


def test_a_succession_names_its_document(line: RequestLine, client: Client) -> None:
    client.post(at(line, "form/"), {"revision": line.revision, "form": "succession"})
    client.post(at(line, "terms/"), {"revision": fresh(line).revision, "succession_reference": "合併契約書"})
    assert judge(fresh(line), Moment.SUBMISSION).verdict.check("transfer_form").reason == "fits"


def test_a_recipient_abroad_says_what_the_transfer_rests_on(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    Organisation.objects.filter(pk=cast.shiomi.organisations["bus"].pk).update(country="US")
    assert "terms" in keys_of(fresh(line))
    typed = {"revision": line.revision, "foreign_route": "consent", "foreign_told": ["country"]}
    client.post(at(line, "terms/"), typed)
    found = judge(fresh(line), Moment.SUBMISSION).verdict.check("foreign_recipient")
    assert (found.reason, found.params["missing"]) == ("not_told", "measures, system")


def test_who_reads_the_trade_secret(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, title_ja__contains="第2期")
    line, users = row.lines.get(), cast.shiomi.users
    RequestLine.objects.filter(pk=line.pk).update(trade_secret="推定の手順は当社の秘密である。")
    declared = PanelMember.objects.filter(review__request=row, declared_at__isnull=False).first()
    waiting = PanelMember.objects.filter(review__request=row, declared_at=None, is_alternate=False).first()
    for user in (
        users["rep_university"],
        users["officer_mayor"],
        users["secretary"],
        users["auditor"],
        declared.user,
    ):
        assert sees_trade_secret(user, line), user
        page = enter(Client(), user).get(f"/c/shiomi/requests/{row.reference}/")
        assert "推定の手順" in page.content.decode(), user
    for user in (users["chair"], users["rep_bus"], waiting.user, users["officer_education"], cast.stranger):
        assert not sees_trade_secret(user, line), user
    assert (
        "推定の手順"
        not in enter(Client(), users["chair"]).get(f"/c/shiomi/requests/{row.reference}/").content.decode()
    )
    PanelMember.objects.filter(pk=declared.pk).update(is_recused=True)
    assert not sees_trade_secret(declared.user, line)
    assert "推定の手順" not in Client().get("/register/shiomi/requests/").content.decode()


def test_the_longest_use_is_told_where_the_period_is_typed(
    cast: Cast, line: RequestLine, client: Client
) -> None:
    bus = cast.shiomi.users["rep_bus"]
    longest = longest_use(line)
    assert longest is not None
    requests.edit_line(line, by=bus, use_until=longest.until + timedelta(days=1))
    shown = client.get(at(line, "period/")).content.decode()
    assert longest.until.isoformat() in shown
    warning = "承認できる期間を超えています"
    assert warning in shown
    assert warning in client.get(at(line, "check/")).content.decode()
    requests.edit_line(fresh(line), by=bus, use_until=longest.until)
    shown = client.get(at(line, "period/")).content.decode()
    assert longest.until.isoformat() in shown
    assert warning not in shown
    assert valid_until(fresh(line), in_force(cast.shiomi.council, clock.today())) == longest.until
