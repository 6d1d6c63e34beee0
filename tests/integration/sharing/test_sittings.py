"""How the board decides a case: at a meeting, by circulation, without objection, or in the expedited way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from config.demo import procedure
from config.demo.requests import PARKS
from core import clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.documents import minutes_paper
from governance.assembly.enums import Channel
from governance.sharing.actions import agenda, expedited, reviews, seating, sittings
from governance.sharing.actions import requests as verbs
from governance.sharing.forms.sittings import ExpeditedForm
from governance.sharing.queries.facts_decisions import panel, seated
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.sittings import is_told, sitting_of, unreported
from tests.cast import enter, signed_in
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

SEATS = ("reviewer_security", "reviewer_law", "reviewer_ethics", "reviewer_citizen_1")


def board(council: CouncilAtWork) -> Any:
    return assembly_queries.body(council.world.council, "ethics_board")


def planned(council: CouncilAtWork, days: int = 9) -> Any:
    secretary = council.users["secretary"]
    with clock.at(council.now):
        meeting = assembly.plan_meeting(board(council), by=secretary, starts_at=council.now + timedelta(days))
        assembly.convene(meeting, by=secretary)
    return meeting


def opened(council: CouncilAtWork, meeting: Any, there: tuple[str, ...] = SEATS) -> Any:
    """The meeting is open with those who are there."""
    secretary, keys = council.users["secretary"], {council.users[key].pk for key in there}
    council.now += timedelta(days=9)
    with clock.at(council.now):
        for seat in meeting.attendances.filter(user__in=keys):
            assembly.record_attendance(seat, by=secretary, channel=Channel.IN_PERSON)
        return assembly.open_meeting(meeting, by=secretary)


def vote(council: CouncilAtWork, who: str, choice: str = "suitable") -> None:
    with clock.at(council.now):
        reviews.cast_ballot(council.line, by=council.users[who], choice=choice)


def test_papers_circulate_until_the_review_is_due_where_nothing_is_arranged(voting: CouncilAtWork) -> None:
    council = voting
    sitting = sitting_of(current_review(council.request))
    assert (sitting.form, sitting.until) == ("circulated", council.request.due_on)
    council.now += timedelta(days=60)
    with clock.at(council.now), pytest.raises(NotNow, match="circulation_over"):
        reviews.cast_ballot(council.line, by=council.users["reviewer_law"], choice="suitable")


def test_a_circulation_has_its_own_deadline_and_waits_for_everybody_until_then(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    with clock.at(council.now):
        with pytest.raises(Invalid, match="circulation_in_the_past"):
            sittings.circulate(council.request, by=secretary, until=clock.today())
        sittings.circulate(council.request, by=secretary, until=clock.today() + timedelta(days=7))
    for who in SEATS[:3]:
        vote(council, who)
    with clock.at(council.now), pytest.raises(NotNow, match="circulation_runs"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    with clock.at(council.now), pytest.raises(NotNow, match="voting_has_begun"):
        sittings.circulate(council.request, by=secretary, until=clock.today() + timedelta(days=9))
    council.now += timedelta(days=8)
    done(council, "give_opinion")
    assert council.line.outcomes.get().votes["present"] == 3


def test_whoever_does_not_agree_to_the_circulation_gets_a_meeting(voting: CouncilAtWork) -> None:
    council = voting
    put = {"by": council.users["secretary"], "meeting": planned(council)}
    with clock.at(council.now):
        refused = agenda.put_all_before([council.request], **put)
    assert [error.code for error in refused.values()] == ["sharing.arranged_already"], (
        "no circulation ends so"
    )
    done(council, "ask_for_meeting")
    for _name, who in [pair for pair in council.due() if pair[0] == "vote"]:
        assert council.act("vote", who) is None
    with clock.at(council.now), pytest.raises(NotNow, match="meeting_asked_for"):
        sittings.circulate(council.request, by=council.users["secretary"], until=clock.today() + timedelta(9))
    assert council.act("ask_for_meeting") is None, "once"
    meeting, secretary = planned(council), signed_in(council.users["secretary"])
    new_item = reverse("assembly:table", args=[council.world.council.slug, meeting.pk])
    review = reverse("sharing:board", args=[council.world.council.slug, council.request.reference])
    with clock.at(council.now):
        assert review in secretary.get(new_item).content.decode()
        assert not agenda.put_all_before([council.request], **put | {"meeting": meeting})
        assert review not in secretary.get(new_item).content.decode()
        with pytest.raises(NotNow, match="meeting_not_open"):
            reviews.cast_ballot(council.line, by=council.users["reviewer_law"], choice="suitable")
    opened(council, meeting)
    vote(council, "reviewer_law")


def test_an_item_comes_off_the_agenda_when_the_papers_circulate_instead(
    voting: CouncilAtWork, client
) -> None:
    council, secretary = voting, voting.users["secretary"]
    meeting = planned(council)
    base = f"/c/shiomi/requests/{council.request.reference}/"
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
        enter(client, council.users["reviewer_law"])
        for name in ("board/", "lines/1/ballot/"):
            page = client.get(f"{base}{name}").content.decode()
            assert "の会議で、開会中に行います" in page, "the day of the vote"
            assert 'name="choice"' not in page
        assert "lines/1/ballot/" not in client.get(f"{base}board/").content.decode()
        enter(client, secretary)
        assert "議案から外れます" in client.get(f"{base}board/circulate/").content.decode()
        sittings.circulate(council.request, by=secretary, until=clock.today() + timedelta(days=7))
        assert [one.state for one in meeting.motions.all()] == ["withdrawn"]
        for _again in range(2):
            sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
        assert [one.state for one in meeting.motions.all()] == ["withdrawn", "withdrawn", "tabled"]


def test_votes_at_a_meeting_are_cast_by_who_is_there_and_stand_in_its_minutes(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    meeting = planned(council)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
    opened(council, meeting)
    with clock.at(council.now), pytest.raises(Refused, match="not_at_the_meeting"):
        reviews.cast_ballot(council.line, by=council.users["reviewer_citizen_2"], choice="suitable")
    for who in SEATS[:2]:
        vote(council, who)
    with clock.at(council.now), pytest.raises(Refused, match="vote_no_quorum"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    vote(council, "reviewer_citizen_1")
    with clock.at(council.now), pytest.raises(Refused, match="vote_seat_empty"):
        reviews.give_opinion(council.line, by=secretary, reasons="よい。")
    vote(council, "reviewer_ethics")
    with clock.at(council.now):
        form = f"/c/shiomi/requests/{council.request.reference}/lines/1/opinion/"
        page = signed_in(secretary).get(form).content.decode()
    assert 'name="reasons"' in page
    assert 'name="conditions-0-text"' not in page, "no conditions where the votes carried “suitable”"
    done(council, "give_opinion")
    outcome = council.line.outcomes.get()
    with clock.at(council.now):
        assembly.close_meeting(meeting, by=secretary)
        motion = meeting.motions.get()
        assert motion.state == "concluded"
        assert outcome.number in motion.outcome
        assert outcome.number in str(minutes_paper(assembly_queries.meeting(meeting.pk)))
    assert not unreported(council.world.council), "the meeting knows"


def test_nobody_objects(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    assert council.act("adopt_without_objection") is None, "no meeting is open"
    meeting = planned(council)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
    opened(council, meeting)
    assert council.act("adopt_without_objection", "reviewer_law") is None
    with clock.at(council.now), pytest.raises(Invalid, match="ballot_invalid"):
        sittings.adopt_without_objection(council.line, by=secretary, finding="splendid")
    done(council, "adopt_without_objection")
    assert council.act("adopt_without_objection") is None, "once"
    assert council.act("vote") is None, "no ballots beside it"
    chair = council.users["reviewer_ethics"]
    with clock.at(council.now):
        closed = assembly.close_meeting(meeting, by=secretary)
        closed = assembly.write_minutes(closed, by=secretary, minutes="異議なく可決された。")
        with pytest.raises(NotNow, match="minutes_unfinished"):
            assembly.approve_minutes(closed, by=chair)
    done(council, "give_opinion", "conclude", "approve")
    with clock.at(council.now):
        assembly.approve_minutes(closed, by=chair)
        with pytest.raises(NotNow, match="minutes_final"):
            assembly.note_outcome(closed.motions.get(), by=secretary, outcome="後から書き足す。")
    assert council.line.outcomes.get().votes["present"] == len(SEATS)
    assert panel(council.line).no_objection == "suitable"


def test_who_has_not_declared_agrees_to_nothing_and_no_opinion_is_fixed_before(voting: CouncilAtWork) -> None:
    """The gate would never take it: whoever was called in declares first, or is excused."""
    council, secretary, meeting = voting, voting.users["secretary"], planned(voting)
    with clock.at(council.now):
        sittings.put_before_meeting(council.request, by=secretary, meeting=meeting)
    opened(council, meeting, (*SEATS, "reviewer_citizen_2", "reviewer_law_alternate"))
    with clock.at(council.now):
        review = current_review(council.request)
        law = review.panel.get(user=council.users["reviewer_law"])
        seating.excuse_member(law, by=secretary, reason="illness")
        made = sittings.adopt_without_objection(council.line, by=secretary, finding="suitable")
        assert law.alternate.pk not in made.members
        assert len(made.members) == 4
        with pytest.raises(NotNow, match="members_not_declared") as refused:
            reviews.give_opinion(council.line, by=secretary, reasons="よい。")
        assert str(council.users["reviewer_law_alternate"]) in refused.value.params["names"]
        reviews.declare_interest(council.request, by=council.users["reviewer_law_alternate"], interest="none")
        with pytest.raises(Refused, match="vote_seat_empty"):
            reviews.give_opinion(council.line, by=secretary, reasons="よい。")


def test_only_a_meeting_of_the_board_considers_the_case(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    steering = assembly_queries.body(council.world.council, "steering")
    with clock.at(council.now):
        other = assembly.plan_meeting(steering, by=secretary, starts_at=council.now + timedelta(days=9))
        with pytest.raises(Invalid, match="not_the_boards_meeting"):
            sittings.put_before_meeting(council.request, by=secretary, meeting=other)
        with pytest.raises(NotPermitted):
            sittings.put_before_meeting(council.request, by=council.users["reviewer_law"], meeting=other)


def test_the_next_meeting_hears_of_what_was_found_outside_one(voting: CouncilAtWork) -> None:
    council, secretary = voting, voting.users["secretary"]
    ahead = assembly_queries.next_meetings(council.world.council, council.now).filter(body=board(council))
    for meeting in ahead:
        with clock.at(council.now):
            assembly.cancel_meeting(meeting, by=secretary, reason="議案がない。")
    for name, who in council.due():
        council.act(name, who)
    (found,) = unreported(council.world.council)
    assert found.line == council.line
    found.review.expedited_at = council.now
    for asked in (True, False):
        found.rules["expedited"]["report_at_next_meeting"] = asked
        assert is_told(found) is asked, "an expedited opinion is reported where the rules say so"
    meeting = planned(council)
    report = meeting.motions.get()
    assert (report.kind, report.subject) == ("report", f"line:{council.line.reference}")
    assert not unreported(council.world.council)
    with clock.at(council.now):
        assembly.cancel_meeting(meeting, by=secretary, reason="定足数に足りない。")
    assert planned(council).motions.get().kind == "report", "the one after hears of it"


def statistics(council: CouncilAtWork) -> None:
    """A request for statistics of the tags, formally checked."""
    user = council.users["rep_delivery"]
    with clock.at(council.now):
        request = verbs.draft(
            council.world.council, by=user, recipient=council.world.organs["delivery"], **PARKS
        )
        asked = {"items": ["passages_15min"], "form": "third_party", "data_class": "statistical"}
        dataset = procedure.registered(council.world, "D-02")
        verbs.add_line(request, dataset, by=user, **asked, **procedure.asked(1))
        council.request = verbs.submit(request, by=user)
        verbs.pass_formal_check(council.request, by=council.users["secretary"])
    council.reload()


def test_the_chair_and_one_other_judge_statistics(beginning: CouncilAtWork) -> None:
    council = beginning
    statistics(council)
    review = current_review(council.request)
    with clock.at(council.now), pytest.raises(Invalid, match="expediting_members"):
        expedited.expedite(council.request, by=council.users["secretary"], members=[])
    done(council, "expedite")
    assert council.act("expedite") is None, "once"
    review.refresh_from_db()
    names = {row.user for row in seated(review)}
    assert names == {council.users["reviewer_ethics"], council.users["reviewer_security"]}
    for who in ("reviewer_ethics", "reviewer_security", "reviewer_law"):
        council.act("declare", who)
    for who in ("reviewer_ethics", "reviewer_security"):
        assert council.act("opine", who) is not None
    done(council, "consolidate")
    assert council.act("vote", "reviewer_law") is None, "does not judge this case"
    for who in ("reviewer_ethics", "reviewer_security"):
        assert council.act("vote", who) is not None
    done(council, "give_opinion", "conclude")
    assert council.line.outcomes.get().judgement == "suitable"
    report = assembly_queries.motions_about(council.world.council, f"line:{council.line.reference}").first()
    assert report.title_ja.startswith("迅速審査の報告")


def test_as_many_are_chosen_as_the_rule_wants() -> None:
    offered = [("1", "法律"), ("2", "情報セキュリティ"), ("3", "倫理")]
    one = ExpeditedForm({"member": "2"}, members=offered)
    assert one.is_valid()
    assert one.chosen() == [2]
    two = ExpeditedForm({"members": ["1", "3"]}, members=offered, wanted=2)
    assert two.is_valid()
    assert two.chosen() == [1, 3]


def test_personal_data_take_the_ordinary_way(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check")
    members = expedited.candidates(current_review(council.request))[:1]
    with clock.at(council.now), pytest.raises(Refused, match="not_open_to_expedite"):
        expedited.expedite(council.request, by=council.users["secretary"], members=members)


def test_the_pages(voting: CouncilAtWork, client) -> None:
    council = voting
    base = f"/c/shiomi/requests/{council.request.reference}/"
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        assert "持ち回り" in client.get(f"{base}board/").content.decode()
        day = (clock.today() + timedelta(days=7)).isoformat()
        assert client.post(f"{base}board/circulate/", {"until": day}).status_code == 302
        enter(client, council.users["reviewer_law"])
        assert client.post(f"{base}board/ask-for-meeting/").status_code == 302
        assert client.get(f"{base}board/circulate/").status_code == 403
    meeting = planned(council)
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        page = client.get(f"{base}board/meeting/").content.decode()
        assert f'value="{meeting.pk}"' in page
        assert client.post(f"{base}board/meeting/", {"meeting": meeting.pk}).status_code == 302
        assert client.get(f"{base}board/expedite/").status_code == 200
    opened(council, meeting)
    with clock.at(council.now):
        answer = client.post(f"{base}lines/1/no-objection/", {"finding": "suitable"})
        assert answer.status_code == 302
        assert "異議なく" in client.get(f"{base}board/").content.decode()


def test_the_page_offers_what_can_be_done_while_papers_circulate(voting: CouncilAtWork, client) -> None:
    council, (first, *others) = voting, (*SEATS, "reviewer_citizen_2")
    fix = f'/requests/{council.request.reference}/lines/1/opinion/"'
    with clock.at(council.now):
        enter(client, council.users["secretary"])

        def page(name: str = "board/") -> str:
            return client.get(f"/c/shiomi/requests/{council.request.reference}/{name}").content.decode()

        assert "board/circulate/" not in page(), "they circulate already"
        vote(council, first)
        for name in ("board/", ""):
            assert fix not in page(name)
        assert "意見を確定する" in page()
        for other in ("board/round/", "board/circulate/", "board/meeting/"):
            assert other not in page()
        for one in others:
            vote(council, one)
        assert fix in page()
        assert "board/round/" not in page(), "an opinion is carried"
