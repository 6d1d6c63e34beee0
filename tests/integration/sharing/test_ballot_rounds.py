"""When a vote of the board gives no opinion: a further round, a longer circulation, a deliberation that continues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.access.roles import Role
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.desk.queries.works import today
from governance.sharing.actions import ballot_rounds, reviews, seating, sittings
from governance.sharing.documents.opinions import board_opinion
from governance.sharing.enums import VoteEnd
from governance.sharing.models import BoardBallot, EndedVote, Review
from governance.sharing.queries.facts_decisions import panel
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.sittings import ballots_open_to, sitting_of
from governance.sharing.queries.statistics import Period, outcomes
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_sittings import opened, planned, vote

CHAIR = "reviewer_ethics"
FIVE = ("reviewer_security", "reviewer_law", "reviewer_ethics", "reviewer_citizen_1", "reviewer_citizen_2")
TIE = ("suitable", "suitable", "abstain", "unsuitable", "unsuitable")
WHY = "可否同数のため、審議の上、改めて採決する。"


def all_vote(council: CouncilAtWork, *choices: str) -> None:
    for who, choice in zip(FIVE, choices, strict=True):
        vote(council, who, choice)


def again(council: CouncilAtWork, by: str = CHAIR, **words: Any) -> Any:
    with clock.at(council.now):
        made = ballot_rounds.vote_anew(council.request, by=council.users[by], **{"reason": WHY, **words})
    council.reload()
    return made


def circulate(council: CouncilAtWork, days: int = 7) -> None:
    with clock.at(council.now):
        until = clock.today() + timedelta(days=days)
        sittings.circulate(council.request, by=council.users["secretary"], until=until)


def extend(council: CouncilAtWork, days: int) -> Any:
    with clock.at(council.now):
        words = {"by": council.users["secretary"], "reason": "回答が足りないため。"}
        return ballot_rounds.extend_circulation(
            council.request, until=clock.today() + timedelta(days=days), **words
        )


def told(template: str) -> set[int]:
    rows = Job.objects.filter(payload__template=f"governance/sharing/{template}")
    return {job.payload["user"] for job in rows}


def people(council: CouncilAtWork, *names: str) -> set[int]:
    return {council.users[name].pk for name in names}


def opinion_of_gate(council: CouncilAtWork) -> str:
    with clock.at(council.now):
        return str(judge(council.line, Moment.APPROVAL).verdict.check("opinion").reason)


def test_a_tie_is_voted_on_anew_and_the_last_round_counts(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    all_vote(council, *TIE)
    with clock.at(council.now), pytest.raises(Refused, match="vote_not_carried"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    made = again(council)
    assert made.number == 2
    kept = EndedVote.objects.get(line=council.line)
    assert (kept.came_to, kept.votes["votes_by_finding"]) == (
        VoteEnd.NOT_CARRIED,
        {"suitable": 2, "unsuitable": 2},
    )
    assert people(council, *FIVE, "secretary") <= told("ballot_round_opened")
    assert not told("review_continues"), "the applicant is told only that the deliberation continues"
    entry = LedgerEntry.objects.get(event="sharing.ballot_round_opened")
    assert b"not_carried" in bytes(entry.content)
    with clock.at(council.now), pytest.raises(NotNow, match="round_not_arranged"):
        reviews.cast_ballot(council.line, by=council.users["reviewer_law"], choice="suitable")
    circulate(council)
    all_vote(council, *["suitable"] * 4, "unsuitable")
    assert BoardBallot.objects.filter(line=council.line).count() == 10, "the votes of both rounds are kept"
    done(council, "give_opinion", "conclude", "approve")
    outcome = council.line.outcomes.get()
    assert (outcome.judgement, outcome.ballot_round) == ("suitable", 2)
    assert outcome.votes["votes_by_finding"] == {"suitable": 4, "unsuitable": 1}
    assert [ballot.choice for ballot in panel(council.line).ballots] == ["suitable"] * 4 + ["unsuitable"]
    assert "第2回採決" in str(board_opinion(outcome))


def test_a_vote_that_is_carried_or_not_over_is_not_repeated(voting: CouncilAtWork) -> None:
    council = voting
    with clock.at(council.now), pytest.raises(NotNow, match="nobody_voted"):
        ballot_rounds.vote_anew(council.request, by=council.users[CHAIR], reason=WHY)
    for who in FIVE[:4]:
        vote(council, who)
    with clock.at(council.now), pytest.raises(NotNow, match="circulation_runs"):
        ballot_rounds.vote_anew(council.request, by=council.users[CHAIR], reason=WHY)
    vote(council, FIVE[4])
    with clock.at(council.now), pytest.raises(Refused, match="opinion_carried"):
        ballot_rounds.vote_anew(council.request, by=council.users[CHAIR], reason=WHY)
    with pytest.raises(NotNow, match="everybody_voted"):
        extend(council, 60)


def test_who_opens_a_round_says_why_and_sits_at_the_head_or_keeps_the_case(voting: CouncilAtWork) -> None:
    council = voting
    all_vote(council, *TIE)
    with clock.at(council.now):
        with pytest.raises(NotPermitted):
            ballot_rounds.vote_anew(council.request, by=council.users["reviewer_law"], reason=WHY)
        with pytest.raises(Invalid, match="reason_missing"):
            ballot_rounds.vote_anew(council.request, by=council.users[CHAIR], reason=" ")
        with pytest.raises(Invalid, match="round_in_the_past"):
            ballot_rounds.vote_anew(
                council.request, by=council.users[CHAIR], reason=WHY, due_on=clock.today()
            )
    assert again(council, "secretary").number == 2


def test_that_the_deliberation_continues_is_no_opinion(voting: CouncilAtWork) -> None:
    """継続審議: the line stays under review, nothing is numbered, and the applicant hears of it."""
    council, secretary = voting, voting.users["secretary"]
    all_vote(council, *["continued"] * 3, *["suitable"] * 2)
    assert opinion_of_gate(council) == "not_fixed"
    with clock.at(council.now), pytest.raises(Refused, match="vote_continued"):
        reviews.give_opinion(council.line, by=secretary, reasons="なお審議を要する。")
    with clock.at(council.now), pytest.raises(Refused, match="lines_without_opinion"):
        reviews.conclude(council.request, by=secretary)
    with pytest.raises(NotNow, match="everybody_voted"):
        extend(council, 60)
    day = (council.now + timedelta(days=14)).date()
    again(council, reason="次回の会議で資料を加えて審議する。", due_on=day)
    assert council.line.state == "under_review"
    assert not council.line.outcomes.exists()
    assert (current_review(council.request).due_on, council.request.due_on) == (day, day)
    assert people(council, "rep_university") <= told("review_continues")
    assert opinion_of_gate(council) == "not_voted", "the further round begins anew"
    with clock.at(council.now):
        today = clock.today()
        assert outcomes(council.world.council, Period(today, today))["board"] == {"continued": 1}
    circulate(council)
    all_vote(council, *["suitable"] * 5)
    done(council, "give_opinion", "conclude", "approve")


def test_at_an_open_meeting_the_board_votes_again_at_once(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    meeting = planned(council)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
    opened(council, meeting, FIVE)
    for who, choice in zip(FIVE[:4], TIE, strict=False):
        vote(council, who, choice)
    with clock.at(council.now), pytest.raises(NotNow, match="meeting_votes"):
        ballot_rounds.vote_anew(council.request, by=council.users[CHAIR], reason=WHY)
    vote(council, FIVE[4], TIE[4])
    again(council)
    review = current_review(council.request)
    assert (review.ballot_round, sitting_of(review).motion) == (2, meeting.motions.get())
    assert "意見成立せず" in meeting.motions.get().outcome, "the minutes say so"
    with clock.at(council.now):
        assert ballots_open_to(council.users["reviewer_law"], council.world.council)
    done(council, "adopt_without_objection", "give_opinion")
    assert council.line.outcomes.get().votes["votes_by_finding"] == {"suitable": 5}
    assert panel(council.line).no_objection == "suitable"


def test_a_meeting_that_ended_amid_the_vote_is_followed_by_another(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    first = planned(council)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=first)
    opened(council, first, FIVE)
    vote(council, "reviewer_law")
    with clock.at(council.now):
        assembly.close_meeting(first, by=secretary)
    second = planned(council)
    with clock.at(council.now), pytest.raises(NotNow, match="voting_has_begun"):
        sittings.put_before_meeting(council.request, by=secretary, meeting=second)
    again(council, reason="会議の途中で散会したため。")
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=second)
    opened(council, second, FIVE)
    all_vote(council, *["suitable"] * 5)
    done(council, "give_opinion")
    assert EndedVote.objects.get(line=council.line).came_to == VoteEnd.NO_QUORUM


def test_a_circulation_that_ended_with_too_few_votes_is_extended(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    for who in FIVE[:2]:
        vote(council, who)
    sitting = sitting_of(current_review(council.request))
    council.now += timedelta(days=60)
    with clock.at(council.now), pytest.raises(Refused, match="vote_no_quorum"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    with pytest.raises(Invalid, match="extension_not_later"):
        extend(council, 0)
    made = extend(council, 5)
    with clock.at(council.now):
        until = clock.today() + timedelta(days=5)
        assert (made.from_on, made.to_on) == (sitting.until, until)
        assert people(council, *FIVE) <= told("circulation_extended")
        assert ballots_open_to(council.users[FIVE[2]], council.world.council)
        assert not ballots_open_to(council.users[FIVE[0]], council.world.council), (
            "votes that were cast stand"
        )
    assert LedgerEntry.objects.filter(event="sharing.circulation_extended").count() == 1
    for who in FIVE[2:]:
        vote(council, who)
    done(council, "give_opinion")
    assert council.line.outcomes.get().votes["present"] == 5


def test_the_secretariat_finds_a_circulation_that_ended_without_an_opinion_on_its_page(
    voting: CouncilAtWork,
) -> None:
    council = voting

    def found() -> list[tuple[str, Any]]:
        with clock.at(council.now):
            works = today(council.world.council, council.users["secretary"], frozenset({Role.SECRETARY}))
            rows = [work for work in works if work.ref == council.request.reference]
            return [(work.kind, work.due) for work in rows if work.kind != "受理"]

    circulate(council)
    vote(council, "reviewer_law", "suitable")
    until = sitting_of(current_review(council.request)).until
    assert [kind for kind, _due in found()] == ["審査"], "it runs"
    council.now += timedelta(days=8)
    assert found() == [("意見が成立しないまま終わった持ち回り", until)]
    extend(council, 5)
    assert [kind for kind, _due in found()] == ["審査"]
    for who in ("reviewer_security", "reviewer_ethics", "reviewer_citizen_1", "reviewer_citizen_2"):
        vote(council, who, "suitable")
    assert [kind for kind, _due in found()] == ["審査"], "an opinion is carried: it is fixed next"


def test_a_circulation_that_ended_with_too_few_votes_moves_to_a_meeting(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    vote(council, FIVE[0])
    council.now += timedelta(days=60)
    again(council, "secretary", reason="回答が足りないため、会議で審議する。")
    meeting = planned(council)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
    opened(council, meeting, FIVE)
    all_vote(council, *["suitable"] * 5)
    done(council, "give_opinion")


def offered(council: CouncilAtWork) -> list[bool]:
    """Are more time and a further round offered to the secretariat on the board's page?"""
    base = f"/c/shiomi/requests/{council.request.reference}/board/"
    with clock.at(council.now):
        shown = enter(Client(), council.users["secretary"]).get(base).content.decode()
    return [f"{base}extend/" in shown, f"{base}round/" in shown]


def test_a_line_that_was_decided_keeps_its_round_and_its_panel(voting: CouncilAtWork) -> None:
    """What happens on the panel afterwards does not rewrite the vote that carried the opinion."""
    council = voting
    all_vote(council, *["suitable"] * 5)
    assert offered(council) == [False, False], "everybody has voted, and an opinion is carried"
    done(council, "give_opinion")
    assert offered(council) == [False, False], "no line waits for the board"
    before = panel(council.line)
    review = current_review(council.request)
    Review.objects.filter(pk=review.pk).update(ballot_round=2)
    member = review.panel.get(user=council.users["reviewer_law"])
    council.now += timedelta(days=1)
    with clock.at(council.now):
        member.excused_at, member.excused_by, member.excuse = (
            clock.now(),
            council.users["secretary"],
            "illness",
        )
        member.save()
        seating.call_in_alternate(member)
    council.reload()
    assert panel(council.line) == before


def test_the_pages(voting: CouncilAtWork, client: Any) -> None:
    council = voting
    base = f"/c/shiomi/requests/{council.request.reference}/"
    with clock.at(council.now):
        enter(client, council.users[CHAIR])
        page = client.get(f"{base}board/round/").content.decode()
        assert "この回では、まだ誰も表決していません" in page
    assert offered(council) == [True, False], "somebody can still vote"
    all_vote(council, *TIE)
    assert offered(council) == [False, True], "everybody has voted, and nothing is carried"
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        page = client.get(f"{base}lines/1/opinion/").content.decode()
        assert f"{base}board/round/" in page, "what to do where nothing is carried"
        enter(client, council.users[CHAIR])
        assert f"{base}board/round/" in client.get(f"{base}board/").content.decode()
        assert "意見成立せず（適当2名、不適当2名）" in client.get(f"{base}board/round/").content.decode()
        assert client.post(f"{base}board/round/", {"reason": WHY}).status_code == 302
        page = client.get(f"{base}board/").content.decode()
        assert WHY in page
        assert "第2回採決" in page
        enter(client, council.users["secretary"])
        day = clock.today() + timedelta(days=7)
        assert client.post(f"{base}board/circulate/", {"until": day.isoformat()}).status_code == 302
        later = (day + timedelta(days=7)).isoformat()
        answer = client.post(f"{base}board/extend/", {"until": later, "reason": "年末のため。"})
        assert answer.status_code == 302
        assert "年末のため。" in client.get(f"{base}board/").content.decode()
        enter(client, council.users["reviewer_law"])
        assert client.get(f"{base}board/round/").status_code == 403
        assert client.get(f"{base}board/extend/").status_code == 403


def test_the_vote_under_way_is_told_to_who_fixes_the_opinion(voting: CouncilAtWork, client: Any) -> None:
    council = voting
    base = f"/c/shiomi/requests/{council.request.reference}/"
    form = f"{base}lines/1/opinion/"
    board = f"{base}board/"

    def page(who: str, path: str) -> str:
        enter(client, council.users[who])
        return client.get(path).content.decode()

    with clock.at(council.now):
        shown = page("secretary", form)
        assert "まだ誰も表決していません。" in shown
        assert "0票" not in shown
        assert f'href="{board}"' in shown, "where to go next"
        assert "まだ誰も表決していません。" in page("secretary", board)
    vote(council, FIVE[0], "suitable")
    with clock.at(council.now):
        for path in (form, board):
            shown = page("secretary", path)
            assert "出席1名" in shown, path
            assert "定足数は" in shown, path
            assert "0票" not in shown, path
        assert "出席1名" not in page(FIVE[0], board), "members see no tally before the opinion is fixed"
    for who in FIVE[1:]:
        vote(council, who, "suitable")
    with clock.at(council.now):
        for path in (form, board):
            assert "適当5名" in page("secretary", path), path
        assert "適当5名" not in page(FIVE[0], board)
