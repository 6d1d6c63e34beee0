"""Members who cannot take part or do not answer: excused, replaced by the alternate of their seat, or absent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.errors import DomainError, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import Expertise
from governance.sharing.actions import ballot_rounds, deliberation, expedited, reviews, seating, slips
from governance.sharing.actions.counting import shortfall
from governance.sharing.documents.opinions import board_opinion
from governance.sharing.enums import Interest
from governance.sharing.models import OpinionDraft, PanelMember
from governance.sharing.queries.chairing import acting_chair
from governance.sharing.queries.facts_decisions import panel, seated
from governance.sharing.queries.keeping import overdue_members
from governance.sharing.queries.panels import current_review, opened_opinions
from governance.sharing.queries.requests import visible_to
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_sittings import statistics

FIVE = ("reviewer_security", "reviewer_law", "reviewer_ethics", "reviewer_citizen_1", "reviewer_citizen_2")
LAW, CHAIR, CITIZEN = "reviewer_law", "reviewer_ethics", "reviewer_citizen_2"
ALTERNATE = "reviewer_law_alternate"


def seat(council: CouncilAtWork, who: str) -> PanelMember:
    review = current_review(council.request)
    assert review is not None
    return review.panel.get(user=council.users[who])


def excuse(council: CouncilAtWork, who: str, reason: str = "illness", by: str = "secretary") -> PanelMember:
    with clock.at(council.now):
        return seating.excuse_member(seat(council, who), by=council.users[by], reason=reason)


def each(council: CouncilAtWork, verb: str, *who: str) -> None:
    for one in who:
        assert council.act(verb, one) is not None, (verb, one)


def eligible(council: CouncilAtWork) -> tuple[int, int]:
    """Who is counted, and who is excused among them."""
    with clock.at(council.now):
        facts = panel(council.line)
    assert facts is not None
    return len(facts.seats), sum(one.excused for one in facts.seats)


def test_a_silent_member_does_not_keep_the_opinions_closed(checked: CouncilAtWork) -> None:
    council = checked
    rest = [one for one in FIVE if one != CITIZEN]
    each(council, "declare", *rest)
    each(council, "opine", *rest)
    assert council.act("consolidate") is None
    with clock.at(council.now), pytest.raises(NotNow, match="may_still_answer"):
        seating.excuse_member(seat(council, CITIZEN), by=council.users["secretary"], reason="no_answer")
    council.now += timedelta(days=60)
    excuse(council, CITIZEN, "no_answer")
    done(council, "consolidate")
    assert eligible(council) == (5, 1), "no alternate: absent, and still in the base"
    with clock.at(council.now):
        assert council.users[CITIZEN] not in {row.user for row in overdue_members(council.request)}
    each(council, "vote", *rest)
    done(council, "give_opinion", "conclude", "approve")
    outcome = council.line.outcomes.get()
    assert (outcome.votes["present"], outcome.votes["eligible"]) == (4, 5)
    assert "欠席：1名（公募市民）" in str(board_opinion(outcome))
    recused = seat(council, LAW)
    PanelMember.objects.filter(pk=recused.pk).update(is_recused=True, interest=Interest.PARTICIPANT)
    printed = str(board_opinion(outcome))
    assert "除斥・回避：1名（法律）" in printed
    assert str(Interest.PARTICIPANT.label) not in printed, (
        "which interest a member has is nobody's business outside"
    )


def test_the_alternate_of_the_seat_is_called_in(checked: CouncilAtWork) -> None:
    council, secretary = checked, checked.users["secretary"]
    each(council, "declare", LAW)
    with clock.at(council.now):
        reviews.save_draft(council.line, by=council.users[LAW], judgement="suitable", text="書きかけ")
    member = excuse(council, LAW)
    assert member.alternate.user == council.users[ALTERNATE]
    assert eligible(council) == (5, 0), "one seat, one member"
    assert not OpinionDraft.objects.filter(member=member).exists()
    mails = {
        (job.payload["template"].rpartition("/")[2], job.payload["user"])
        for job in Job.objects.filter(kind="mail")
    }
    assert ("member_excused", council.users[LAW].pk) in mails
    assert ("review_opened", council.users[ALTERNATE].pk) in mails
    assert ("panel_changed", secretary.pk) in mails
    entry = LedgerEntry.objects.get(event="sharing.board_member_excused")
    assert b"illness" not in bytes(entry.content), "what ails somebody is not written down for ever"
    assert council.act("opine", LAW) is None
    with clock.at(council.now):
        seen = visible_to(council.users[LAW], council.world.council)
        assert not seen.filter(pk=council.request.pk).exists()
    rest = [ALTERNATE, *(one for one in FIVE if one != LAW)]
    each(council, "declare", *rest)
    each(council, "opine", *rest)
    done(council, "consolidate")
    each(council, "vote", *rest)
    done(council, "give_opinion", "conclude", "approve")


def test_whoever_comes_after_the_opinions_were_opened_gives_their_own_first(
    voting: CouncilAtWork, client: Any
) -> None:
    """The seat of law did not vote: the alternate is called in, and the circulation goes on."""
    council, secretary = voting, voting.users["secretary"]
    rest = [one for one in FIVE if one != LAW]
    each(council, "vote", *rest)
    council.now += timedelta(days=60)
    with clock.at(council.now), pytest.raises(Refused, match="vote_seat_empty"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    excuse(council, LAW, "no_answer")
    with clock.at(council.now):
        until = clock.today() + timedelta(days=5)
        ballot_rounds.extend_circulation(
            council.request, by=secretary, until=until, reason="代理委員の表決を待つ。"
        )
    each(council, "declare", ALTERNATE)
    with clock.at(council.now):
        alternate = council.users[ALTERNATE]
        assert not opened_opinions(council.request, alternate).exists()
        with pytest.raises(Refused, match="opinion_before_vote"):
            reviews.cast_ballot(council.line, by=alternate, choice="suitable")
        with pytest.raises(Refused, match="opinion_before_vote"):
            deliberation.write_note(council.line, by=alternate, text="よいと思う。")
        enter(client, alternate)
        page = client.get(f"/c/shiomi/requests/{council.request.reference}/board/").content.decode()
        assert "先に自分の意見を提出すると" in page
        assert "lines/1/my-opinion/" in page
        assert "確認した。" not in page, "the others' opinions"
    each(council, "opine", ALTERNATE)
    assert council.act("opine", ALTERNATE) is None, "once: now the others' opinions are open"
    assert council.act("opine", CHAIR) is None
    with clock.at(council.now):
        assert opened_opinions(council.request, alternate).count() == len(FIVE) + 1
    each(council, "vote", ALTERNATE)
    done(council, "give_opinion", "conclude", "approve")


def test_a_vote_stands_until_the_next_round(voting: CouncilAtWork) -> None:
    council = voting
    choices = ("suitable", "suitable", "abstain", "unsuitable", "unsuitable")
    for who, choice in zip(FIVE, choices, strict=True):
        with clock.at(council.now):
            reviews.cast_ballot(council.line, by=council.users[who], choice=choice)
    with clock.at(council.now), pytest.raises(NotNow, match="vote_of_member_stands"):
        seating.excuse_member(seat(council, CITIZEN), by=council.users["secretary"], reason="illness")
    done(council, "vote_anew")
    excuse(council, CITIZEN)
    assert eligible(council) == (5, 1)


def test_who_may_excuse_and_call_in(checked: CouncilAtWork) -> None:
    council = checked
    for who in (LAW, "rep_university", "officer_mayor", "neighbour", "stranger"):
        with pytest.raises(NotPermitted):
            excuse(council, CITIZEN, by=who)
        with clock.at(council.now), pytest.raises(NotPermitted):
            seating.call_in(seat(council, CITIZEN), by=council.users[who])
    with pytest.raises(DomainError, match="excuse_missing"):
        excuse(council, CITIZEN, "holidays")
    excuse(council, CITIZEN, "absence", by=CHAIR)
    with pytest.raises(NotNow, match="not_sitting"):
        excuse(council, CITIZEN)
    with pytest.raises(NotNow, match="not_sitting"):
        excuse(council, ALTERNATE)
    with clock.at(council.now), pytest.raises(NotNow, match="seat_not_empty"):
        seating.call_in(seat(council, LAW), by=council.users["secretary"])


def test_an_excused_chair_is_followed_by_whoever_is_next(checked: CouncilAtWork) -> None:
    council = checked
    excuse(council, CHAIR, "absence")
    chair = acting_chair(seated(current_review(council.request)))
    assert chair is not None
    assert chair.user == council.users["reviewer_security"]


def test_without_a_quorum_somebody_is_appointed_and_called_in(checked: CouncilAtWork, client: Any) -> None:
    council, secretary = checked, checked.users["secretary"]
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    excuse(council, "reviewer_security", "resignation")
    review = current_review(council.request)
    with clock.at(council.now):
        best = shortfall(review)
        assert (best.status, best.expertise) == ("seat_empty", "information_security")
        enter(client, secretary)
        page = client.get(board).content.decode()
        assert "「情報セキュリティ」の委員で審査に加わることができる者がいません" in page
        empty = seat(council, "reviewer_security")
        assert f"{board}members/{empty.pk}/stand-in/" not in page, "a button that can only fail"
        assert "この委員枠の代理の委員は委嘱されていません" in page
        with pytest.raises(Refused, match="no_alternate"):
            seating.call_in(empty, by=secretary)
        body = assembly_queries.body(council.world.council, "ethics_board")
        main = next(
            row.seat
            for row in assembly_queries.appointments_of(body, clock.today())
            if row.user == council.users["reviewer_security"]
        )
        place = assembly.add_seat(
            body, by=secretary, expertise=Expertise.INFORMATION_SECURITY, alternate_of=main
        )
        newcomer = council.users["auditor"]
        assembly.appoint(place, by=secretary, user=newcomer)
        assert f"{board}members/{empty.pk}/stand-in/" in client.get(board).content.decode()
        answer = client.post(f"{board}members/{empty.pk}/stand-in/")
        assert answer.status_code == 302
        assert shortfall(review) is None
    assert seat(council, "auditor").sits_for == empty
    assert LedgerEntry.objects.filter(event="sharing.alternate_called_in").count() == 1
    assert eligible(council) == (5, 0)


def test_the_pages(checked: CouncilAtWork, client: Any) -> None:
    council = checked
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    form = f"{board}members/{seat(council, LAW).pk}/excuse/"
    each(council, "declare", LAW, CHAIR)
    with clock.at(council.now):
        enter(client, council.users[LAW])
        assert form not in client.get(board).content.decode()
        assert client.get(form).status_code == 403
        assert client.post(form, {"reason": "illness"}).status_code == 403
        enter(client, council.users[CHAIR])
        assert form in client.get(board).content.decode()
        assert client.post(form, {}).status_code == 422
        answer = client.post(form, {"reason": "illness", "note": "入院中である。"})
        assert answer.status_code == 302
        page = client.get(board).content.decode()
        assert "入院中である。" in page
        enter(client, council.users["reviewer_citizen_1"])
        each(council, "declare", "reviewer_citizen_1")
        page = client.get(board).content.decode()
        assert "欠席" in page
        assert "入院中である。" not in page, "why is for those who keep the case or preside over it"
        enter(client, council.users[LAW])
        assert client.get(board).status_code == 404


def test_in_an_expedited_review_another_is_chosen(beginning: CouncilAtWork) -> None:
    council, secretary = beginning, beginning.users["secretary"]
    statistics(council)
    done(council, "expedite")
    each(council, "declare", CHAIR)
    each(council, "opine", CHAIR)
    excuse(council, "reviewer_security")
    review = current_review(council.request)
    other = seat(council, "reviewer_citizen_1")
    with clock.at(council.now):
        assert expedited.is_open(review)
        expedited.expedite(council.request, by=secretary, members=[other])
        assert not expedited.is_open(review)
        slips.reinstate_member(seat(council, "reviewer_security"), by=secretary, reason="誤り")
    assert {row.user for row in seated(current_review(council.request)) if row.judges()} == {
        council.users[CHAIR],
        council.users["reviewer_citizen_1"],
    }
    each(council, "declare", "reviewer_citizen_1")
    each(council, "opine", "reviewer_citizen_1")
    done(council, "consolidate")
    each(council, "vote", CHAIR, "reviewer_citizen_1")
    done(council, "give_opinion", "conclude")


def test_the_panel_names_its_members_and_who_owes_a_declaration(checked: CouncilAtWork, client: Any) -> None:
    council = checked
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    each(council, "declare", *(one for one in FIVE if one != CITIZEN))
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        page = client.get(board).content.decode()
        for who in FIVE:
            assert f"<br>{council.users[who].name}" in page, who
        assert page.count("未申告") == 1
        enter(client, council.users[CITIZEN])
        answer = client.get(board)
        assert answer.status_code == 302, "who owes it declares before reading anything"
        enter(client, council.users["neighbour"])
        assert client.get(board).status_code == 404


def test_whoever_has_voted_is_not_offered_to_be_excused(voting: CouncilAtWork, client: Any) -> None:
    council = voting
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    form = f"{board}members/{seat(council, LAW).pk}/excuse/"
    other = f"{board}members/{seat(council, CITIZEN).pk}/excuse/"
    enter(client, council.users["secretary"])
    with clock.at(council.now):
        assert form in client.get(board).content.decode()
    each(council, "vote", LAW)
    with clock.at(council.now):
        page = client.get(board).content.decode()
        assert form not in page
        assert page.count("表決済み") == 1
        assert other in page
        direct = client.get(form).content.decode()
        assert "次の回からは欠席とすることができます" in direct, "whoever comes by the address reads why"
        assert "<textarea" not in direct
        assert client.post(form, {"reason": "illness"}).status_code == 409
        enter(client, council.users[CITIZEN])
        assert "表決済み" not in client.get(board).content.decode(), "only who excuses is told"
