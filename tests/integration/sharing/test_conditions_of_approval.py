"""The conditions of an approval: the board's are adopted; others are added; to drop or soften one is a departure."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from core.errors import Invalid, Refused
from core.outbox.models import Job
from governance.assembly.models import Decision, Draft, Tally
from governance.sharing.actions import approvals, emergencies, reviews
from governance.sharing.documents.decisions import approval_notice
from governance.sharing.models import Approval, Condition, ReviewOutcome
from governance.sharing.queries.facts_decisions import approval as approval_facts
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.states import ASKED
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_conditions_asked import MANUAL, REPORT, rows
from tests.integration.sharing.verbs import alone as by_the_chair
from tests.integration.sharing.verbs import nobody_objects, steering, tabled
from tests.unguarded import unguarded

OWN: Any = {"text": REPORT["text"], "precedent": False, "due_days": 120}
SOFTER: Any = {**ASKED, "due_days": 60}
WHY = "事業の開始に間に合わせるため。"


@pytest.fixture
def council(asked: CouncilAtWork) -> CouncilAtWork:
    """The board has asked for one condition; the steering body decides next."""
    return asked


def weighs(weight: str) -> None:
    """The opinion weighs so, by the rules of the day of its vote."""
    row = ReviewOutcome.objects.get()
    with unguarded():
        ReviewOutcome.objects.update(rules={**row.rules, "authority": {"weight": weight}})


def page(council: CouncilAtWork, verb: str = "approve") -> str:
    return f"/c/shiomi/requests/{council.request.reference}/lines/1/{verb}/"


def opened() -> list[str]:
    return [row.text for row in Condition.objects.order_by("pk")]


def said(council: CouncilAtWork) -> str:
    """What the gate says of the opinion at the flow."""
    verdict = judge(council.line, Moment.FLOW).verdict
    return str(verdict.check("opinion").reason)


@pytest.mark.parametrize("sent", [{}, rows(MANUAL)])
def test_the_boards_conditions_are_adopted_unless_somebody_changes_them(
    council: CouncilAtWork, client: Any, sent: dict[str, str]
) -> None:
    with clock.at(council.now):
        number = steering(council)
        enter(client, council.users["secretary"])
        shown = client.get(page(council)).content.decode()
        assert MANUAL["text"] in shown, "it stands in the form"
        answer = client.post(page(council), {"decision_number": number, "reasons": "", **sent})
        assert answer.status_code == 302, answer.content.decode()
    made = Approval.objects.get()
    assert (made.adopts_conditions, made.departure, opened()) == (True, None, [ASKED["text"]])


def test_the_body_adds_its_own(council: CouncilAtWork, client: Any) -> None:
    with clock.at(council.now):
        number = steering(council)
        enter(client, council.users["secretary"])
        words = {"decision_number": number, "reasons": "", **rows(MANUAL, REPORT)}
        assert client.post(page(council), words).status_code == 302
        assert opened() == [ASKED["text"], OWN["text"]]
        assert Approval.objects.get().adopts_conditions
        printed = str(approval_notice(Approval.objects.get()))
        case = client.get(f"/c/shiomi/requests/{council.request.reference}/?tab=review").content.decode()
    for words_of_own in (printed, case):
        assert OWN["text"] in words_of_own


def test_where_the_body_has_carried_it_the_page_leads_to_its_decision(
    council: CouncilAtWork, client: Any
) -> None:
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        assert "決定機関の会議の議案としてください" in client.get(page(council)).content.decode()
        motion = tabled(council)
        item = f"/c/shiomi/meetings/{motion.meeting_id}/items/{motion.number}/"
        shown = client.get(page(council)).content.decode()
        assert "会議の議案になっています" in shown
        assert f'href="{item}"' in shown
        nobody_objects(council, motion)
        shown = client.get(page(council)).content.decode()
        assert "決定機関の会議の議案としてください" not in shown
        assert "議案は可決されています" in shown
        assert f'href="{item}decide/"' in shown


@pytest.mark.parametrize("days", ["30", "never"])
def test_a_condition_whose_words_are_emptied_is_dropped_whatever_else_stands_in_its_row(
    council: CouncilAtWork, client: Any, days: str
) -> None:
    emptied = rows({**MANUAL, "text": " ", "due_days": days}, REPORT)
    with clock.at(council.now):
        number = steering(council)
        enter(client, council.users["secretary"])
        answer = client.post(page(council), {"decision_number": number, "reasons": "", **emptied})
        assert answer.status_code == 422, "a departure says why"
        assert "id_conditions-0-text_error" not in answer.content.decode()
        answer = client.post(page(council), {"decision_number": number, "reasons": WHY, **emptied})
        assert answer.status_code == 302, answer.content.decode()
    made = Approval.objects.get()
    assert (made.adopts_conditions, opened()) == (False, [OWN["text"]])
    assert made.departure is not None


@pytest.mark.parametrize("kept", [[], [SOFTER], [OWN]])
def test_to_drop_or_soften_one_is_a_departure_with_reasons_and_a_vote(
    council: CouncilAtWork, kept: list[Any]
) -> None:
    by = council.users["secretary"]
    with clock.at(council.now):
        number = steering(council)
        with pytest.raises(Invalid, match="departure_without_reasons"):
            approvals.approve(council.line, by=by, decision_number=number, conditions=kept)
        approvals.approve(council.line, by=by, decision_number=number, conditions=kept, reasons=WHY)
        made = Approval.objects.get()
        assert made.departure is not None
        assert not made.adopts_conditions
        assert said(council) == "departed"
        assert "条件の全部又は一部" in str(approval_notice(made))
    assert opened() == [one["text"] for one in kept]


def test_a_departure_either_way_takes_its_vote_and_public_reasons(
    council: CouncilAtWork, client: Any
) -> None:
    """What the board speaks for is refused as its conditions are dropped: openly, and not by a bare majority."""
    with clock.at(council.now):
        number = steering(council)
        words: Any = {"by": council.users["secretary"], "decision_number": number, "reasons": WHY}
        decision = Decision.objects.filter(number=number)
        with unguarded():
            decision.update(visibility="closed")
        with pytest.raises(Refused, match="departure_unpublished"):
            approvals.approve(council.line, conditions=[], **words)
        with pytest.raises(Refused, match="departure_unpublished"):
            approvals.not_approve(council.line, **words)
        tally = Tally.objects.filter(motion__decisions__number=number)
        votes = tally.get().votes_for
        with unguarded():
            decision.update(visibility="public")
            tally.update(votes_for=1, votes_against=votes - 1)
        with pytest.raises(Refused, match="departure_not_carried"):
            approvals.not_approve(council.line, **words)
        with unguarded():
            tally.update(votes_for=votes, votes_against=0)
        approvals.not_approve(council.line, **words)
        published = client.get("/register/shiomi/lists/decisions.json").json()["rows"]
    told = next(row["reasons"] for row in published if row["number"] == number)
    assert WHY in told
    assert council.line.reference in told


def test_the_gate_asks_for_the_vote_of_a_departure(council: CouncilAtWork) -> None:
    by = council.users["secretary"]
    with clock.at(council.now):
        number = steering(council)
        approvals.approve(council.line, by=by, decision_number=number, conditions=[], reasons=WHY)
        made = Approval.objects.get()
        made.departure = {**made.departure, "votes_for": 1}
        made.save()
        assert said(council) == "departure_not_carried"
        made.departure = None
        made.save()
        assert said(council) == "departure_open"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_where_the_opinion_is_required_no_condition_is_dropped(
    council: CouncilAtWork, client: Any, language: str
) -> None:
    weighs("required")
    with clock.at(council.now):
        number = steering(council)
        enter(client, council.users["secretary"])
        client.cookies["language"] = language
        answer = client.post(page(council), {"decision_number": number, "reasons": WHY, **rows()})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert WHY in text
    told = {"ja": "審査会の付した条件が外されています", "en": "The board&#x27;s conditions were dropped"}
    assert told[language] in text
    assert not Approval.objects.exists()
    assert opened() == []


def test_what_was_dropped_stops_the_flow_where_the_opinion_is_required(council: CouncilAtWork) -> None:
    by = council.users["secretary"]
    with clock.at(council.now):
        words: Any = {"by": by, "decision_number": steering(council), "reasons": WHY}
        approvals.approve(council.line, conditions=[], **words)
        weighs("required")
        assert said(council) == "conditions_dropped"


def test_the_chair_sets_conditions_in_an_emergency_and_the_boards_come_beside_them(
    beginning: CouncilAtWork, client: Any
) -> None:
    council = beginning
    done(council, "draft", "call_it_an_emergency", "submit", "pass_formal_check")
    with clock.at(council.now):
        enter(client, council.users["chair"])
        words = {"decision_number": by_the_chair(council), "reasons": "大雨。", **rows(REPORT)}
        assert client.post(page(council, "approve-provisionally"), words).status_code == 302
    council.reload()
    assert opened() == [OWN["text"]]
    the_board_finds_with(council, ASKED)
    with clock.at(council.now):
        number = steering(council)
        enter(client, council.users["secretary"])
        shown = client.get(page(council, "ratify")).content.decode()
        assert OWN["text"] in shown, "what binds already is told"
        words = {"decision_number": number, "reasons": "", **rows(MANUAL)}
        assert client.post(page(council, "ratify"), words).status_code == 302
    assert [row.reference[-2:] for row in Condition.objects.order_by("pk")] == ["C1", "C2"]
    assert opened() == [OWN["text"], ASKED["text"]]
    facts = approval_facts(council.line)
    assert facts is not None
    assert facts.adopts_conditions
    assert [one["text"] for one in Approval.objects.get().conditions] == opened()
    notice = Draft.objects.filter(kind="approval").latest("pk")
    assert "仮承認の追認" in notice.title_ja
    told = str(notice.context["ja"])
    for words_of_it in (number, OWN["text"], ASKED["text"]):
        assert words_of_it in told
    assert "追認がないとき" not in told
    mail = Job.objects.filter(payload__template="governance/sharing/line_decided").latest("pk")
    assert mail.payload["outcome"] == "ratified"
    with clock.at(council.now):
        page_ = client.get(f"/c/shiomi/requests/{council.request.reference}/?tab=record").content.decode()
    for said_then in ("仮承認", "追認"):
        assert said_then in page_


def the_board_finds_with(council: CouncilAtWork, asked: Any) -> None:
    council.finding = "conditional"
    for _ in range(3):
        for name, who in council.boards_turn():
            if name != "give_opinion":
                council.act(name, who)
    words = {"by": council.users["secretary"], "reasons": "条件を付す。", "conditions": [asked]}
    assert council.do(lambda: reviews.give_opinion(council.line, **words))


def test_who_ratifies_departs_only_with_reasons(provisional: CouncilAtWork) -> None:
    council = provisional
    the_board_finds_with(council, ASKED)
    with clock.at(council.now):
        words: Any = {"by": council.users["secretary"], "decision_number": steering(council)}
        with pytest.raises(Invalid, match="departure_without_reasons"):
            emergencies.ratify(council.line, conditions=[], **words)
        emergencies.ratify(council.line, conditions=[], reasons=WHY, **words)
        assert said(council) == "departed"
    assert opened() == []


def test_what_the_chair_asked_and_comes_back_is_there_once(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "call_it_an_emergency", "submit", "pass_formal_check")
    with clock.at(council.now):
        words: Any = {"by": council.users["chair"], "decision_number": by_the_chair(council)}
        monthly: Any = {**OWN, "due_days": 30, "repeats_months": 1}
        emergencies.approve_provisionally(council.line, reasons="大雨。", conditions=[monthly], **words)
    council.reload()
    done(council, "accept", "agree")
    before = Condition.objects.count()
    assert before > 1
    the_board_finds_with(council, ASKED)
    done(council, "ratify")
    assert Condition.objects.count() == before + 1


def test_strangers_find_no_page_and_members_no_verb(council: CouncilAtWork, client: Any) -> None:
    with clock.at(council.now):
        words = {"decision_number": steering(council), "reasons": WHY, **rows()}
        for name, status in (("neighbour", 404), ("stranger", 404), ("rep_university", 403)):
            enter(client, council.users[name])
            for verb in ("approve", "approve-provisionally", "ratify"):
                assert client.post(page(council, verb), words).status_code == status, (name, verb)
    assert not Approval.objects.exists()
