"""Staff who are of a party by their roles: every step waits for a colleague, without anybody typing an interest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.errors import NotPermitted
from governance.members import actions as members
from governance.members.enums import DelegateKind
from governance.members.queries import memberships
from governance.sharing.actions import handling, requests, sittings
from governance.sharing.models import SecondCheck, StaffInterest
from governance.sharing.permissions import permit, roles_of
from governance.sharing.queries.handling import has_interest, staff_of_parties
from governance.sharing.views.handling import ACTS, OF_LINE
from governance.sharing.workflows import LINE, REQUEST
from tests.cast import World, enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done


def deputy_of_the_applicant(world: World, user: object) -> None:
    """Stands in for the applicant in the council's meetings."""
    membership = memberships(world.council).get(organisation=world.organisations["university"])
    members.add_delegate(membership, by=world.users["secretary_2"], user=user, kind=DelegateKind.DEPUTY)


def officer_of_the_applicant(world: World, user: object) -> None:
    give(Role.DATA_OFFICER, user, world.organisations["university"])


def officer_of_another_organ_of_the_provider(world: World, user: object) -> None:
    """Seconded from the city that provides: of its board of education, while its mayor provides."""
    give(Role.DATA_OFFICER, user, world.organs["education"])


WAYS = (deputy_of_the_applicant, officer_of_the_applicant, officer_of_another_organ_of_the_provider)


@pytest.mark.parametrize("become", WAYS)
def test_staff_of_a_party_act_only_after_a_colleague_has_checked(
    beginning: CouncilAtWork, become: Callable[[World, object], None]
) -> None:
    council = beginning
    done(council, "draft", "submit")
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    with clock.at(council.now):
        assert permit(mine, request, "pass_formal_check")
        become(council.world, mine)
        with pytest.raises(NotPermitted, match="second_person_needed"):
            requests.pass_formal_check(request, by=mine)
        assert permit(other, request, "pass_formal_check"), "who has no interest needs nobody"
        check = handling.ask_for_check(request, by=mine, verb="pass_formal_check")
        assert StaffInterest.objects.get(request=request).user == mine
        handling.confirm_check(check, by=other)
        requests.pass_formal_check(request, by=mine)
    council.reload()
    assert council.request.state == "in_review"


@pytest.mark.parametrize("become", WAYS)
def test_staff_of_a_party_check_nobody(
    beginning: CouncilAtWork, become: Callable[[World, object], None]
) -> None:
    council = beginning
    done(council, "draft", "submit")
    mine, other = council.users["secretary"], council.users["secretary_2"]
    with clock.at(council.now):
        handling.record_interest(council.request, by=mine, user=mine, interest="family")
        check = handling.ask_for_check(council.request, by=mine, verb="pass_formal_check")
        become(council.world, other)
        with pytest.raises(NotPermitted, match="check_by_another"):
            handling.confirm_check(check, by=other)


def test_who_is_of_nobody_or_of_a_party_of_another_council_has_no_interest(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit")
    mine, request = council.users["secretary"], council.request
    give(Role.DATA_OFFICER, mine, council.world.organisations["bus"])
    assert not has_interest(mine, request), "the bus company is no party"
    assert not has_interest(council.users["neighbour"], request)
    assert not has_interest(council.users["stranger"], request)
    assert permit(mine, request, "pass_formal_check")
    assert staff_of_parties(request) == []
    council.world.council.slug  # noqa: B018
    officer_of_the_applicant(council.world, council.users["neighbour"])
    assert staff_of_parties(request) == [], "the neighbour keeps cases elsewhere"
    assert not roles_of(council.users["neighbour"], request) & {"secretary", "deciding"}


def test_the_page_says_who_is_of_a_party_and_offers_the_check(beginning: CouncilAtWork, client) -> None:
    council = beginning
    done(council, "draft", "submit")
    base = f"/c/shiomi/requests/{council.request.reference}/"
    mine, other = council.users["secretary"], council.users["secretary_2"]
    with clock.at(council.now):
        officer_of_the_applicant(council.world, mine)
        for who in (mine, other):
            page = enter(client, who).get(f"{base}?tab=review").content.decode()
            assert mine.name in page
            assert "公立大学法人汐見大学に属しています" in page
        page = enter(client, mine).get(f"{base}?tab=review").content.decode()
        assert "確認を依頼" in page
        client.post(f"{base}checks/ask/", {"verb": "pass_formal_check"})
        check = SecondCheck.objects.get()
        enter(client, other).post(f"{base}checks/{check.pk}/confirm/")
        assert enter(client, mine).post(f"{base}pass/").status_code == 302
    council.reload()
    assert council.request.state == "in_review"


def test_a_chair_decides_nothing_alone_for_the_own_organisation(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check")
    chair = council.users["chair"]
    assert {"chair", "deciding"} <= roles_of(chair, council.line)
    deputy_of_the_applicant(council.world, chair)
    assert not roles_of(chair, council.line) & {"chair", "deciding"}
    assert permit(chair, council.line, "approve_provisionally").code == "not_your_verb"


def test_every_step_of_the_secretariat_can_be_put_to_a_colleague() -> None:
    """A step that the page does not offer could never be checked, and so never be done."""
    within = {"open_review", "return"}
    for table, wanted in ((REQUEST, set(ACTS) - OF_LINE), (LINE, set(OF_LINE))):
        verbs = {row.verb for row in table.rows if row.roles & {"secretary", "deciding", "chair"}} - within
        assert verbs == wanted


def test_a_sitting_and_a_common_draft_wait_for_a_colleague_too(voting: CouncilAtWork, client) -> None:
    council = voting
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    officer_of_the_applicant(council.world, mine)
    base = f"/c/shiomi/requests/{request.reference}/"
    with clock.at(council.now):
        for verb in ("arrange_sitting", "expedite", "adopt_without_objection", "propose_opinion"):
            assert permit(mine, request, verb).code == "sharing.second_person_needed"
            assert f'value="{verb}"' in enter(client, mine).get(f"{base}?tab=review").content.decode()
            enter(client, mine).post(f"{base}checks/ask/", {"verb": verb})
            handling.confirm_check(SecondCheck.objects.get(verb=verb), by=other)
            assert permit(mine, request, verb)
        sittings.circulate(request, by=mine, until=clock.today() + timedelta(days=7))
        assert not permit(mine, request, "arrange_sitting"), "one check is for one act"
        again = enter(client, mine).get(f"{base}?tab=review").content.decode()
        assert 'value="arrange_sitting"' in again
        assert "確認し、実施済み" in again
        asked = handling.ask_for_check(request, by=mine, verb="arrange_sitting")
        assert (asked.checked_at, SecondCheck.objects.filter(verb="arrange_sitting").count()) == (None, 2)
