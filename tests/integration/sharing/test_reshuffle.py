"""人事異動: one hand-over moves what goes with the post, leaves what was said, and tells what is left over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.access import grants
from core.access.roles import Role
from core.errors import DomainError, Invalid, NotNow, NotPermitted
from core.ledger.queries import history
from core.outbox.models import Job
from governance.assembly.models import Appointment
from governance.members.models import Delegate, Office
from governance.sharing.actions import handling, keeping, reviews
from governance.sharing.actions.reshuffle import follow, hand_over
from governance.sharing.actions.reshuffle_parts import InHand
from governance.sharing.models import CaseKeeper, IndividualOpinion, PanelMember
from governance.sharing.queries.awaited import reviewed
from governance.sharing.queries.keeping import loads, overdue_members
from governance.sharing.queries.panels import current_review, judges, membership
from governance.sharing.queries.requests import visible_to
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

PATH = "/c/shiomi/reshuffle/"
BOARD = (
    "reviewer_law",
    "reviewer_security",
    "reviewer_ethics",
    "reviewer_citizen_1",
    "reviewer_citizen_2",
)


def ex_officio(council: CouncilAtWork, who: str) -> None:
    """The seat of ``who`` goes with a post."""
    rows = Appointment.objects.filter(user=council.users[who], ended_at__isnull=True)
    assert rows.update(post_ja="情報政策課長", post_en="Head of information policy") == 1


def newcomer(council: CouncilAtWork, who: str = "stranger", role: Role = Role.MEMBER) -> str:
    """``who`` has a role in the council and nothing else to do with it."""
    grants.give(role, council.users[who], council.world.council)
    return who


def move(council: CouncilAtWork, old: str, new: str, by: str = "secretary") -> set[tuple[str, str, str]]:
    with clock.at(council.now):
        users = council.users
        parts = hand_over(council.world.council, by=users[by], predecessor=users[old], successor=users[new])
    council.reload()
    return {(part.kind.value, part.fate.value, part.reason) for part in parts}


def place(council: CouncilAtWork, who: str) -> PanelMember:
    return PanelMember.objects.get(review__request=council.request, user=council.users[who])


def test_cases_go_to_the_colleague_with_one_mail_to_each(checked: CouncilAtWork, client) -> None:
    council = checked
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        keeping.assign(request, by=mine, user=mine)
        enter(client, mine)
        assert PATH in client.get("/c/shiomi/members/offices/").content.decode()
        assert PATH in client.get("/c/shiomi/bodies/").content.decode()
        asked = {"predecessor": mine.pk, "successor": other.pk}
        page = client.get(PATH, asked)
        assert request.reference in page.content.decode()
        assert CaseKeeper.objects.get().user == mine, "looking moves nothing"
        words = {**asked, "seen": page.context["digest"]}
        assert client.post(PATH, words).status_code == 302
        assert CaseKeeper.objects.get().user == other
        assert request.reference in client.get(PATH).content.decode(), "the list stays to be read"
        assert client.post(PATH, words).status_code == 409, "it is not what was shown any more"
    told = Job.objects.filter(key__startswith="sharing:work_handed_over:")
    assert {job.payload["user"] for job in told} == {mine.pk, other.pk}
    assert not Job.objects.filter(key__startswith="sharing:case_assigned:").exists()
    entry = history("reshuffle:shiomi")[-1]
    assert entry.facts["parts"] == [["case", request.reference, request.reference, "moves", ""]]


def test_whoever_has_an_interest_moves_and_gets_no_case(checked: CouncilAtWork, client) -> None:
    council = checked
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        keeping.assign(request, by=mine, user=mine)
        handling.record_interest(request, by=mine, user=other, interest="family")
    with pytest.raises(NotNow, match="nothing_to_hand_over"):
        move(council, "secretary", "secretary_2")
    both = (council.world.council, other, mine, council.users["chair"])
    with clock.at(council.now):
        assert [part.reason for part in InHand(*both).parts] == ["mover_interested"]
        grants.give(Role.REPRESENTATIVE, other, request.applicant)
        PanelMember.objects.filter(review__request=request, user=council.users["reviewer_law"]).update(
            user=other, is_recused=True
        )
        enter(client, other)
        page = client.get(PATH, {"predecessor": mine.pk, "successor": council.users["chair"].pk})
        assert page.status_code == 200
    newcomer(council, "stranger")
    with pytest.raises(NotNow, match="nothing_to_hand_over"):
        move(council, "secretary", "stranger")
    assert CaseKeeper.objects.get().user == mine


def test_a_case_that_is_closed_to_the_mover_is_told_without_its_number(
    checked: CouncilAtWork, client
) -> None:
    council = checked
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        keeping.assign(request, by=mine, user=mine)
        PanelMember.objects.filter(review__request=request, user=council.users["reviewer_law"]).update(
            user=other, is_recused=True
        )
        enter(client, other)
        page = client.get(PATH, {"predecessor": mine.pk, "successor": council.users["chair"].pk})
    assert [part.reason for part in page.context["parts"]] != []
    assert request.reference not in page.content.decode()


def test_the_successor_on_a_panel_declares_anew_and_no_opinion_is_doubled(
    beginning: CouncilAtWork, client
) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check", "declare", "opine")
    ex_officio(council, "reviewer_law")
    new, law = newcomer(council), council.users["reviewer_law"]
    said = move(council, "reviewer_law", new)
    assert {("seat", "moves", ""), ("panel", "moves", ""), ("said", "stays", "theirs")} <= said
    before, after = place(council, "reviewer_law"), place(council, new)
    assert (after.declared_at, after.expertise, after.follows) == (None, before.expertise, before)
    assert before.declared_at is not None
    assert not judges(membership(law, council.request))
    assert not visible_to(law, council.world.council).exists()
    assert visible_to(council.users[new], council.world.council).exists()
    assert council.users[new] not in {row.user for row in overdue_members(council.request)}
    busy = at_work(council)
    assert law.pk not in busy
    assert busy[council.users[new].pk] == (1, 1, 0)
    assert silent(council) == [reviews.missing_opinions(current_review(council.request))] == [4]
    with clock.at(council.now):
        with pytest.raises(DomainError):
            reviews.record_opinion(council.line, by=law, judgement="suitable", text="もう一度。")
        reviews.declare_interest(council.request, by=council.users[new], interest="none")
        with pytest.raises(NotNow, match="opinion_of_predecessor"):
            reviews.record_opinion(council.line, by=council.users[new], judgement="suitable", text="私も。")
        enter(client, council.users[new])
        page = client.get(f"/c/shiomi/requests/{council.request.reference}/board/").content.decode()
    assert "前任者が個別意見を提出しています" in page
    assert 'name="judgement"' not in page
    assert IndividualOpinion.objects.get(line=council.line).member == before
    for who in BOARD[1:]:
        assert council.act("declare", who)
        assert council.act("opine", who)
    assert silent(council) == []
    done(council, "consolidate")
    assert council.act("vote", new)
    with pytest.raises(AssertionError):
        done(council, "vote")


def at_work(council: CouncilAtWork) -> dict[int, tuple[int, int, int]]:
    return {one.user.pk: (one.cases, one.to_declare, one.to_opine) for one in loads(council.world.council)}


def silent(council: CouncilAtWork) -> list[int]:
    """Of each review the members from whom *Today* says that an opinion is awaited."""
    return [many for _review, many in reviewed(council.world.council)]


def test_an_opinion_on_one_line_of_two_is_not_all_that_is_awaited(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "ask_for_a_second_line", "submit", "pass_formal_check")
    for place_of_line in (0, 1):
        council.place = place_of_line
        council.reload()
        for count, who in enumerate(BOARD):
            assert silent(council) == [len(BOARD) if not place_of_line else len(BOARD) - count]
            if not place_of_line:
                assert council.act("declare", who)
            assert council.act("opine", who)
    assert silent(council) == []
    done(council, "consolidate")


def test_whoever_has_voted_finishes_the_review(voting: CouncilAtWork) -> None:
    council = voting
    done(council, "vote")
    ex_officio(council, "reviewer_law")
    new = newcomer(council)
    said = move(council, "reviewer_law", new)
    assert ("panel", "stays", "voted") in said
    assert not PanelMember.objects.filter(user=council.users[new]).exists()
    assert council.act("vote", new) is None
    with pytest.raises(NotNow, match="place_stays"):
        follow(place(council, "reviewer_law"), by=council.users["secretary"], user=council.users[new])


def test_a_seat_in_person_stays_and_two_follow_one_after_the_other(checked: CouncilAtWork) -> None:
    council = checked
    with pytest.raises(NotNow, match="nothing_to_hand_over"):
        move(council, "reviewer_law", newcomer(council))
    ex_officio(council, "reviewer_law")
    with pytest.raises(NotNow, match="nothing_to_hand_over"):
        move(council, "reviewer_law", "reviewer_security")
    move(council, "reviewer_law", "stranger")
    move(council, "stranger", newcomer(council, "neighbour"))
    assert place(council, "neighbour").place == place(council, "reviewer_law").pk
    assert place(council, "stranger").left_at is not None
    held = Appointment.objects.get(user=council.users["neighbour"])
    first = Appointment.objects.get(user=council.users["reviewer_law"])
    assert (held.post_ja, held.until_on, held.ended_at) == ("情報政策課長", first.until_on, None)


def test_what_stays_is_shown_before_and_nothing_can_be_pressed(checked: CouncilAtWork, client) -> None:
    users = checked.users
    asked = {"predecessor": users["reviewer_law"].pk, "successor": users["reviewer_security"].pk}
    with clock.at(checked.now):
        answer = enter(client, users["secretary"]).get(PATH, asked)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "前任者に残る" in shown
    assert 'name="seen" value' not in shown


def test_a_successor_with_an_interest_gets_the_seat_but_not_that_case(checked: CouncilAtWork) -> None:
    council = checked
    ex_officio(council, "reviewer_law")
    said = move(council, "reviewer_law", "rep_university")
    assert ("panel", "left", "successor_interested") in said
    assert Appointment.objects.filter(user=council.users["rep_university"], ended_at__isnull=True).exists()
    assert judges(membership(council.users["reviewer_law"], council.request))


def test_offices_and_places_for_members_follow_the_post(checked: CouncilAtWork) -> None:
    council = checked
    new, chair = newcomer(council), council.users["chair"]
    council.now += timedelta(days=1)
    assert Delegate.objects.filter(user=council.users["steering_city"]).update(post_ja="企画課長")
    assert "to_another" in move_nothing(council, "chair", "rep_university")
    said = move(council, "chair", new)
    assert {("office", "moves", ""), ("seat", "moves", "")} <= said
    assert (
        Office.objects.get(kind="chair", ended_at__isnull=True, council=council.world.council).user_id
        != chair.pk
    )
    move(council, "steering_city", new)
    assert Delegate.objects.get(user=council.users[new]).post_ja == "企画課長"
    again = move_nothing(council, "chair", new)
    assert again == []


def move_nothing(council: CouncilAtWork, old: str, new: str) -> list[str]:
    """The reasons of what would be handed over."""
    with clock.at(council.now):
        users = council.users
        return [
            part.reason
            for part in InHand(council.world.council, users["secretary"], users[old], users[new]).parts
        ]


def test_evidence_and_own_checks_are_told_with_the_case(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check")
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        keeping.assign(request, by=other, user=mine)
        handling.record_interest(request, by=mine, user=mine, interest="family")
        handling.ask_for_check(request, by=mine, verb="return_to_applicant")
        users = (other, mine, other)
        told = [(p.kind.value, p.reason) for p in InHand(council.world.council, *users).parts]
    assert told == [("case", ""), ("check", "own_act")]


def test_only_the_secretariat_of_the_council_hands_over(checked: CouncilAtWork, client) -> None:
    council = checked
    users = council.users
    for who in ("reviewer_law", "chair", "rep_university", "neighbour", "stranger"):
        with pytest.raises(NotPermitted):
            move(council, "secretary", "secretary_2", by=who)
        with pytest.raises(NotPermitted):
            follow(place(council, "reviewer_law"), by=users[who], user=users["secretary_2"])
        enter(client, users[who])
        expected = (404,) if who in ("neighbour", "stranger") else (403,)
        for answer in (client.get(PATH), client.post(PATH, {})):
            assert answer.status_code in expected, who
    for old, new in (("secretary", "secretary"), ("secretary", "neighbour"), ("neighbour", "secretary")):
        with pytest.raises(Invalid, match="no_successor"):
            move(council, old, new)
    enter(client, users["secretary"])
    same = {"predecessor": users["secretary"].pk, "successor": users["secretary"].pk}
    assert client.post(PATH, same).status_code == 422
    none = client.get(PATH, {"predecessor": users["rep_bus"].pk, "successor": users["secretary"].pk})
    assert none.status_code == 200
