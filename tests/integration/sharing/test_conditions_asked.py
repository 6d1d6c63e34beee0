"""Conditions of approval, row by row, as the board asks for them: who owes each, who checks it, and by when."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from core.errors import Invalid
from core.outbox.models import Job
from governance.sharing.actions import conditions, deliberation, reviews
from governance.sharing.documents.decisions import approval_notice
from governance.sharing.models import Condition, OpinionProposal, PanelMember, ReviewOutcome
from governance.sharing.permissions import permit
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import conditional, done, wait

MANUAL = {"text": "集計の手順書を提出すること。", "kind": "precedent", "due_days": "30"}
REPORT = {"text": "見直しの結果を報告すること。", "kind": "continuing", "due_days": "120"}
YEARLY = {"text": "利用の状況を報告すること。", "kind": "continuing", "repeats_months": "2"}


def rows(*typed: dict[str, str]) -> dict[str, str]:
    """The rows as a browser sends them, with two empty ones."""
    kept = [*typed, {}, {}]
    sent = {"conditions-TOTAL_FORMS": str(len(kept)), "conditions-INITIAL_FORMS": "0"}
    usual = {"text": "", "kind": "precedent", "due_days": "", "repeats_months": ""}
    parties = {"owner": "recipient", "checker": "secretariat"}
    for number, row in enumerate(kept):
        sent |= {f"conditions-{number}-{name}": text for name, text in (usual | parties | row).items()}
    return sent


def page(council: CouncilAtWork, what: str = "opinion/") -> str:
    return f"/c/shiomi/requests/{council.request.reference}/lines/1/{what}"


def owed(council: CouncilAtWork, **parties: str) -> Condition:
    """A grant with one condition between the parties."""
    asked: Any = {"text": "結果を報告すること。", "precedent": True, "due_days": 30, **parties}
    conditional(council, asked)
    return Condition.objects.get()


def test_a_condition_beforehand_stands_beside_one_that_continues(found: CouncilAtWork, client: Any) -> None:
    with clock.at(found.now):
        enter(client, found.users["secretary"])
        answer = client.post(page(found), {"reasons": "条件を付す。", **rows(MANUAL, REPORT, YEARLY)})
        assert answer.status_code == 302, answer.content.decode()
    done(found, "conclude", "approve", "accept", "agree")
    kept = [(row.text, row.is_precedent) for row in Condition.objects.filter(occurrence=1).order_by("pk")]
    assert kept == [(MANUAL["text"], True), (REPORT["text"], False), (YEARLY["text"], False)]
    first, second, third = Condition.objects.filter(occurrence=1).order_by("pk")
    assert (second.due_on - first.due_on).days == 90
    assert third.due_on == clock.add_months(found.line.approvals.get().decided_on, 2)
    assert Condition.objects.filter(text=YEARLY["text"]).count() > 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_another_row_keeps_what_was_typed_and_stores_nothing(
    found: CouncilAtWork, client: Any, language: str
) -> None:
    with clock.at(found.now):
        enter(client, found.users["secretary"])
        client.cookies["language"] = language
        sent = {"reasons": "条件を付す。", **rows(MANUAL, {**REPORT, "due_days": "百日"}), "add_row": "1"}
        answer = client.post(page(found), sent)
    text = answer.content.decode()
    assert answer.status_code == 200
    for typed in ("条件を付す。", MANUAL["text"], REPORT["text"], "百日"):
        assert typed in text
    assert "id_conditions-4-text" in text, "four rows became five"
    assert "id_conditions-5-text" not in text
    assert {"ja": "承認条件を追加する", "en": "Add another condition"}[language] in text
    assert not ReviewOutcome.objects.exists()


def test_each_row_says_what_is_wrong_with_it_and_nothing_typed_is_lost(
    found: CouncilAtWork, client: Any
) -> None:
    wrong = [
        {**MANUAL, "text": ""},
        {**MANUAL, "due_days": ""},
        {**MANUAL, "repeats_months": "3"},
        {**MANUAL, "owner": "provider", "checker": "provider"},
    ]
    with clock.at(found.now):
        enter(client, found.users["secretary"])
        answer = client.post(page(found), {"reasons": "条件を付す。", **rows(MANUAL, *wrong)})
    text = answer.content.decode()
    assert answer.status_code == 422
    for number, field in ((1, "text"), (2, "due_days"), (3, "repeats_months"), (4, "checker")):
        assert f"id_conditions-{number}-{field}_error" in text
    assert "id_conditions-0-text_error" not in text
    assert text.count(MANUAL["text"]) == 4
    assert not ReviewOutcome.objects.exists()


def test_the_common_draft_carries_whole_conditions_to_the_opinion(found: CouncilAtWork, client: Any) -> None:
    with clock.at(found.now):
        enter(client, found.users["secretary"])
        owed_by_city = {**REPORT, "owner": "provider", "checker": "board"}
        sent = {"reasons": "条件を付す。", **rows(MANUAL, owed_by_city)}
        assert client.post(page(found, "opinion/draft/"), sent).status_code == 302
        assert [one["due_days"] for one in OpinionProposal.objects.get().conditions] == [30, 120]
        board = client.get(f"/c/shiomi/requests/{found.request.reference}/board/").content.decode()
        assert REPORT["text"] in board
        assert client.post(page(found), {"reasons": "条件を付す。"}).status_code == 302
    asked = ReviewOutcome.objects.get().conditions[1]
    assert (asked["due_days"], asked["owner"], asked["checker"]) == (120, "provider", "board")


def test_the_actions_refuse_what_the_form_refuses(found: CouncilAtWork) -> None:
    asked: Any = {"text": "報告すること。", "precedent": True, "due_days": 9, "owner": "secretariat"}
    words = {"by": found.users["secretary"], "reasons": "条件を付す。", "conditions": [asked]}
    with clock.at(found.now):
        for verb in (reviews.give_opinion, deliberation.propose):
            with pytest.raises(Invalid, match="condition_checks_itself"):
                verb(found.line, **words)


EVERYBODY = (
    "secretary",
    "secretary_2",
    "rep_university",
    "officer_mayor",
    "officer_education",
    "rep_delivery",
)
BOARD = ("reviewer_law", "reviewer_ethics", "reviewer_security")


@pytest.mark.parametrize(
    ("parties", "owners", "checkers"),
    [
        ({}, {"rep_university"}, {"secretary", "secretary_2"}),
        ({"checker": "provider"}, {"rep_university"}, {"officer_mayor"}),
        ({"checker": "board"}, {"rep_university"}, set(BOARD)),
        ({"owner": "provider"}, {"officer_mayor"}, {"secretary", "secretary_2"}),
        ({"owner": "provider", "checker": "board"}, {"officer_mayor"}, set(BOARD)),
        ({"owner": "secretariat", "checker": "provider"}, {"secretary", "secretary_2"}, {"officer_mayor"}),
    ],
)
def test_who_the_condition_names_shows_and_checks_it_and_nobody_else(
    voting: CouncilAtWork, client: Any, parties: dict[str, str], owners: set[str], checkers: set[str]
) -> None:
    row = owed(voting, **parties)
    who = (*EVERYBODY, *BOARD, "neighbour", "stranger")
    users, at = voting.users, f"/c/shiomi/grants/{voting.grant.reference}/conditions/{row.pk}/"
    with clock.at(voting.now):
        assert {name for name in who if permit(users[name], row, "submit_evidence")} == owners
        owner = min(owners)
        enter(client, users[owner])
        works = "/c/shiomi/today/" if owner == "secretary" else "/c/shiomi/standing/"
        assert f"#condition-{row.pk}" in client.get(works).content.decode(), "the owner finds it"
        assert client.post(f"{at}evidence/", {"evidence": "別紙のとおり。"}).status_code == 302
        row.refresh_from_db()
        assert {name for name in who if permit(users[name], row, "accept_evidence")} == checkers
        told = Job.objects.filter(kind="mail", payload__template__endswith="condition_evidenced")
        mailed = set(told.values_list("payload__user", flat=True))
        assert {users[name].pk for name in checkers} <= mailed
        for name in set(who) - checkers:
            enter(client, users[name])
            expected = (
                {404} if name in ("neighbour", "stranger", "rep_delivery", "officer_education") else {403}
            )
            assert client.post(f"{at}met/", {"note": ""}).status_code in expected, name
        checker = min(checkers)
        enter(client, users[checker])
        works = "/c/shiomi/today/" if checker == "secretary" else "/c/shiomi/standing/"
        assert f"#condition-{row.pk}" in client.get(works).content.decode(), "the checker finds it"
        grant = client.get(f"/c/shiomi/grants/{voting.grant.reference}/").content.decode()
        assert f"{at}met/" in grant
        assert "別紙のとおり。" in grant
        assert client.post(f"{at}met/", {"note": "確認した。"}).status_code == 302
    voting.reload()
    assert voting.grant.state == "active"


def test_the_board_checks_from_my_cases_and_who_is_recused_does_not(
    voting: CouncilAtWork, client: Any
) -> None:
    row = owed(voting, checker="board")
    voting.act("show_evidence")
    recused = voting.users["reviewer_ethics"]
    PanelMember.objects.filter(review__request=voting.request, user=recused).update(is_recused=True)
    with clock.at(voting.now):
        row.refresh_from_db()
        assert not permit(recused, row, "accept_evidence")
        for name, listed in (("reviewer_law", True), ("reviewer_ethics", False)):
            enter(client, voting.users[name])
            shown = f"#condition-{row.pk}" in client.get("/c/shiomi/cases/").content.decode()
            assert shown is listed, name
        conditions.reject_evidence(row, by=voting.users["reviewer_law"], note="根拠が足りない。")
    row.refresh_from_db()
    assert row.state == "open"


def test_what_the_provider_owes_late_stops_the_flow_and_is_its_duty(voting: CouncilAtWork) -> None:
    asked: Any = {"text": "校区の一覧を示すこと。", "precedent": False, "due_days": 10, "owner": "provider"}
    conditional(voting, asked)
    assert voting.grant.state == "active"
    wait(voting, 11)
    assert voting.grant.state == "suspended"
    told = Job.objects.filter(kind="mail", payload__template__endswith="condition_overdue")
    assert voting.users["officer_mayor"].pk in set(told.values_list("payload__user", flat=True))


def test_the_agreement_waits_for_the_provider_too_and_the_applicant_learns_where_to_show(
    voting: CouncilAtWork, client: Any
) -> None:
    voting.finding = "conditional"
    voting.everybody_votes()
    asked: Any = {"text": "手順書を提出すること。", "precedent": True, "due_days": 30}
    words = {"by": voting.users["secretary"], "reasons": "条件を付す。", "conditions": [asked]}
    voting.do(lambda: reviews.give_opinion(voting.line, **words))
    done(voting, "conclude", "approve", "accept")
    case = f"/c/shiomi/requests/{voting.request.reference}/"
    with clock.at(voting.now):
        for who, waits in (("officer_mayor", True), ("secretary", False), ("officer_education", False)):
            enter(client, voting.users[who])
            standing = client.get("/c/shiomi/standing/").content.decode()
            assert (f"{case}#line-1" in standing) is waits, who
        enter(client, voting.users["rep_university"])
        assert "契約を記録すると開きます" in client.get(case).content.decode()
    done(voting, "agree")
    with clock.at(voting.now):
        shown = client.get(case).content.decode()
        assert f"/c/shiomi/grants/{voting.grant.reference}/#conditions" in shown
        enter(client, voting.users["officer_mayor"])
        assert f"{case}#line-1" not in client.get("/c/shiomi/standing/").content.decode()


def test_a_prohibition_has_no_day_binds_while_the_grant_runs_and_asks_nobody_to_show_it(
    found: CouncilAtWork, client: Any
) -> None:
    never = {"text": "10人未満の区分を公表しないこと。", "kind": "continuing", "due_days": ""}
    with clock.at(found.now):
        enter(client, found.users["secretary"])
        answer = client.post(page(found), {"reasons": "条件を付す。", **rows(never)})
        assert answer.status_code == 302, answer.content.decode()
    done(found, "conclude", "approve", "accept", "agree")
    kept = Condition.objects.get()
    assert (kept.due_on, found.grant.state) == (None, "active")
    assert "利用期間中守ること" in str(approval_notice(found.line.approvals.get()))
    wait(found, 60)
    assert found.grant.state == "active"
    with clock.at(found.now):
        enter(client, found.users["secretary"])
        shown = client.get(f"/c/shiomi/grants/{found.grant.reference}/").content.decode()
        assert never["text"] in shown
        assert f"/conditions/{kept.pk}/extend/" not in shown
        for path in ("today/", "standing/"):
            assert kept.reference not in client.get(f"/c/shiomi/{path}").content.decode()
