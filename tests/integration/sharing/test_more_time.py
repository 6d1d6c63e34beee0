"""More time for a condition: its owner asks, somebody else agrees or declines, and only an agreed day counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.errors import Invalid, NotNow, NotPermitted
from core.outbox.models import Job
from governance.desk.queries import duties
from governance.sharing.actions import conditions
from governance.sharing.enums import ConditionChecker
from governance.sharing.models import Condition, TimeAsked
from governance.sharing.permissions import permit
from tests.cast import signed_in
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import mails, wait

WHY = "機器の納入が遅れています。"


@pytest.fixture
def council(bound: CouncilAtWork) -> CouncilAtWork:
    return bound


def ask(council: CouncilAtWork, days: int = 30, reason: str = WHY) -> TimeAsked:
    row = Condition.objects.get()
    with clock.at(council.now):
        wished = clock.today() + timedelta(days=days)
        return conditions.ask_for_time(row, by=council.users["rep_university"], due_on=wished, reason=reason)


def answer(council: CouncilAtWork, **how: Any) -> TimeAsked:
    with clock.at(council.now):
        return conditions.answer_time(Condition.objects.get(), by=council.users["secretary"], **how)


def page(council: CouncilAtWork, user: str, part: str = "") -> str:
    with clock.at(council.now):
        address = f"/c/shiomi/grants/{council.grant.reference}/{part}"
        return signed_in(council.users[user]).get(address).content.decode()


def test_the_day_moves_only_once_somebody_has_agreed(council: CouncilAtWork) -> None:
    before = Condition.objects.get().due_on
    asked = ask(council)
    assert Condition.objects.get().due_on == before
    assert mails("condition_time_asked") >= 2, "the secretariat"
    answered = answer(council, agrees=True)
    assert answered.agreed_on == Condition.objects.get().due_on == asked.wished_on
    assert Condition.objects.get().extensions.get().reason == WHY
    assert mails("condition_extended") == 1
    wait(council, 15)
    assert council.grant.state == "active", "the agreed day lies ahead"


def test_declined_or_unanswered_it_is_overdue_by_its_day(council: CouncilAtWork) -> None:
    before = Condition.objects.get().due_on
    ask(council)
    with pytest.raises(Invalid, match="reason_missing"):
        answer(council, agrees=False, note=" ")
    answer(council, agrees=False, note="納入は先月済んでいます。")
    assert Condition.objects.get().due_on == before
    assert mails("condition_time_declined") == 1
    assert "納入は先月済んでいます。" in page(council, "rep_university")
    ask(council, 40)
    wait(council, 15)
    assert council.grant.state == "suspended", "asking moves nothing"
    with pytest.raises(NotNow, match="time_asked_already"):
        ask(council, 50)


def test_a_later_day_set_by_the_secretariat_is_an_answer(council: CouncilAtWork) -> None:
    ask(council)
    with clock.at(council.now):
        day = clock.today() + timedelta(days=20)
        conditions.extend(Condition.objects.get(), by=council.users["secretary"], due_on=day, reason="了承")
    assert TimeAsked.objects.get().agreed_on == day
    with pytest.raises(NotNow, match="no_time_asked"):
        answer(council, agrees=True)


@pytest.mark.parametrize(("days", "code"), [(0, "not_later"), (4000, "beyond_grant")])
def test_a_day_that_makes_no_sense_is_refused(council: CouncilAtWork, days: int, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        ask(council, days)
    with pytest.raises(Invalid, match="reason_missing"):
        ask(council, reason=" ")
    assert not Job.objects.filter(payload__template__endswith="condition_time_asked").exists()


def test_who_asks_and_who_answers(council: CouncilAtWork) -> None:
    row, users = Condition.objects.get(), council.users
    assert "/more-time/" in page(council, "rep_university")
    for stranger in ("secretary", "officer_mayor", "auditor"):
        assert not permit(users[stranger], row, "ask_for_time")
        assert "/more-time/" not in page(council, stranger)
    asked = ask(council)
    assert not permit(users["rep_university"], row, "answer_time")
    assert "more-time/answer/" in page(council, "secretary")
    shown = page(council, "secretary", f"conditions/{row.pk}/more-time/answer/")
    assert WHY in shown
    with clock.at(council.now):
        works = list(duties.of_secretariat(council.world.council))
    assert "期限の延長に回答する" in [work.action for work in works]
    TimeAsked.objects.filter(pk=asked.pk).update(asked_by=users["secretary"])
    with pytest.raises(NotPermitted, match="asked_time_yourself"):
        answer(council, agrees=True)


def test_whoever_checks_the_condition_finds_the_question_on_today(council: CouncilAtWork) -> None:
    Condition.objects.update(checker=ConditionChecker.PROVIDER)
    organs = [council.grant.line.dataset.provider]

    def works() -> list[str]:
        with clock.at(council.now):
            return [work.action for work in duties.of_provider(council.world.council, organs)]

    assert "期限の延長に回答する" not in works()
    ask(council)
    assert "期限の延長に回答する" in works()
    Condition.objects.update(checker=ConditionChecker.BOARD)
    assert "期限の延長に回答する" not in works()
    with clock.at(council.now):
        found = list(duties.before_board(council.world.council, council.users["reviewer_law"]))
    assert [work.action for work in found] == ["期限の延長に回答する"]


def test_the_pages_ask_and_answer(council: CouncilAtWork) -> None:
    row = Condition.objects.get()
    address = f"/c/shiomi/grants/{council.grant.reference}/conditions/{row.pk}/more-time/"
    with clock.at(council.now):
        given = {"due_on": (clock.today() + timedelta(days=25)).isoformat(), "reason": WHY}
        assert signed_in(council.users["rep_university"]).post(address, given).status_code == 302
        secretary = signed_in(council.users["secretary"])
        bare = secretary.post(f"{address}answer/", {"answer": "decline", "note": ""})
        assert bare.status_code == 422 or "理由" in bare.content.decode()
        assert secretary.post(f"{address}answer/", {"answer": "agree", "note": ""}).status_code == 302
    assert TimeAsked.objects.get().agreed_on is not None
