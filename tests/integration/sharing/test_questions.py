"""Questions to the applicant, and the clock that waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.errors import DomainError, NotNow, NotPermitted, Refused
from core.outbox.models import Job
from governance.sharing.actions import handling, questions, reviews
from governance.sharing.models import ClockStop, PanelMember, Question
from governance.sharing.notices.telling import secretaries
from governance.sharing.queries.questions import open_questions, stop_of, waited, waiting_for
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done


def days(council: CouncilAtWork, count: int) -> None:
    council.now += timedelta(days=count)


def test_the_clock_stands_still_until_the_last_answer(voting: CouncilAtWork) -> None:
    council = voting
    before = council.request.due_on
    first = council.act("ask")
    done(council, "ask")
    assert ClockStop.objects.get(request=council.request).due_on == before
    days(council, 14)
    words = {"by": council.users["rep_university"], "text": "学内です。"}
    assert council.do(lambda: questions.answer(first, **words))
    assert stop_of(council.request) is not None, "one is still open"
    done(council, "answer")
    stop = council.request.clock_stops.get()
    assert stop.waited == clock.business_days_between(stop.stopped_on, stop.resumed_on) > 0
    assert council.request.due_on == clock.add_business_days(before, stop.waited)
    assert council.request.reviews.get().due_on == council.request.due_on
    assert waited(council.request) == stop.waited


def test_a_correction_leaves_what_was_left_of_the_formal_check(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit")
    before = council.request.due_on
    days(council, 1)
    done(council, "ask_for_correction")
    assert (council.request.due_on, stop_of(council.request).due_on) == (None, before)
    days(council, 30)
    done(council, "submit")
    stop = council.request.clock_stops.get()
    assert council.request.due_on == clock.add_business_days(before, stop.waited)


def test_a_request_sent_back_by_the_board_is_judged_anew_with_the_whole_time(voting: CouncilAtWork) -> None:
    council = voting
    done(council, "ask", "send_back")
    assert stop_of(council.request) is None
    assert not open_questions(council.request).exists()
    days(council, 10)
    done(council, "submit")
    with clock.at(council.now):
        assert council.request.due_on == clock.add_business_days(clock.today(), 5)


def test_nothing_is_fixed_or_concluded_while_a_question_is_open(voting: CouncilAtWork) -> None:
    council = voting
    votes = [(name, who) for name, who in council.due() if name == "vote"]
    for name, who in votes:
        council.act(name, who)
    done(council, "ask")
    secretary = council.users["secretary"]
    with clock.at(council.now), pytest.raises(Refused, match="questions_open"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    done(council, "withdraw_question", "give_opinion", "ask")
    with clock.at(council.now), pytest.raises(Refused, match="questions_open"):
        reviews.conclude(council.request, by=secretary)
    done(council, "answer", "conclude")
    assert council.act("ask") is None, "the review is concluded"


def test_who_asks_and_who_answers(voting: CouncilAtWork) -> None:
    council = voting
    users, request = council.users, council.request
    asked = council.act("ask")
    assert asked.asked_as == "board"
    assert council.act("ask", "secretary").asked_as == "secretariat"
    for who in ("rep_delivery", "officer_mayor", "chihiro", "neighbour", "reviewer_law_alternate"):
        assert council.act("ask", who) is None
        assert council.act("answer", who) is None
    with clock.at(council.now), pytest.raises(NotPermitted, match="not_your_question"):
        questions.withdraw(asked, by=users["reviewer_security"])
    with clock.at(council.now), pytest.raises(DomainError):
        questions.ask(request, by=users["reviewer_law"], text=" ")
    with clock.at(council.now), pytest.raises(DomainError):
        questions.answer(asked, by=users["rep_university"], text=" ")
    university, city = (council.world.organisations[key] for key in ("university", "city"))
    assert waiting_for(council.world.council, [university]).count() == 2
    assert not waiting_for(council.world.council, [city]).exists()
    done(council, "answer")
    with clock.at(council.now), pytest.raises(NotNow, match="question_closed"):
        questions.answer(asked, by=users["rep_university"], text="もう一度。")


def test_whoever_has_not_declared_asks_nothing(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check")
    with clock.at(council.now), pytest.raises(Refused, match="declare_first"):
        questions.ask(council.request, by=council.users["reviewer_law"], text="なぜ。")


def test_a_recused_member_reads_and_hears_nothing_of_it(voting: CouncilAtWork, client) -> None:
    council = voting
    user = council.users["reviewer_citizen_1"]
    PanelMember.objects.filter(review__request=council.request, user=user).update(is_recused=True)
    row = council.act("ask")
    done(council, "answer")
    told = {job.payload["user"] for job in Job.objects.filter(key__startswith="sharing:question_answered:")}
    assert council.users["reviewer_law"].pk in told
    assert user.pk not in told
    base = f"/c/shiomi/requests/{council.request.reference}/"
    enter(client, user)
    for path in ("", "?tab=review", "board/", "questions/ask/", f"questions/{row.pk}/answer/"):
        assert client.get(base + path).status_code == 404, path


def test_what_the_board_is_told_goes_to_no_secretary_of_a_party_recused_or_with_an_interest(
    voting: CouncilAtWork,
) -> None:
    council, keeper = voting, voting.users["secretary_2"]
    names = ("officer_mayor", "reviewer_citizen_1", "secretary")
    party, recused, interested = (council.users[name] for name in names)
    for user in (party, recused):
        give(Role.SECRETARY, user, council.world.council)
    PanelMember.objects.filter(review__request=council.request, user=recused).update(is_recused=True)
    with clock.at(council.now):
        handling.record_interest(council.request, by=interested, user=interested, interest="family")
    done(council, "ask", "answer")
    told = {job.payload["user"] for job in Job.objects.filter(key__startswith="sharing:question_answered:")}
    assert keeper.pk in told
    assert not told & {party.pk, recused.pk, interested.pk}
    assert recused not in secretaries(council.request), "nor told of anything else in the case"


def test_the_applicant_answers_on_the_page_and_does_not_learn_who_asked(
    voting: CouncilAtWork, client
) -> None:
    council = voting
    row = council.act("ask")
    base = f"/c/shiomi/requests/{council.request.reference}/"
    with clock.at(council.now):
        enter(client, council.users["rep_university"])
        page = client.get(f"{base}?tab=review").content.decode()
        assert "保存場所はどこですか。" in page
        assert council.users["reviewer_law"].name not in page
        answered = client.post(f"{base}questions/{row.pk}/answer/", {"text": "学内です。"})
        assert answered.status_code == 302
        assert Question.objects.get(pk=row.pk).answer == "学内です。"
        enter(client, council.users["reviewer_law"])
        assert "学内です。" in client.get(f"{base}board/").content.decode()
        asked = client.post(f"{base}questions/ask/", {"text": "廃棄は。", "line": council.line.pk})
        assert asked.status_code == 302
        enter(client, council.users["secretary"])
        again = Question.objects.get(text="廃棄は。")
        assert client.post(f"{base}questions/{again.pk}/withdraw/").status_code == 302
        assert not open_questions(council.request).exists()
