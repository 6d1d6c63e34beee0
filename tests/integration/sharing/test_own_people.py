"""Staff who are of a party by their roles: every step waits for a colleague, without anybody typing an interest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from core import clock
from core.access.grants import give, take
from core.access.roles import Role
from core.accounts.models import StaffOrigin
from core.errors import NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.assembly import actions as assembly
from governance.assembly.enums import Choice
from governance.assembly.models import Decision
from governance.members import actions as members
from governance.members.enums import DelegateKind, OfficeKind
from governance.members.models import Office
from governance.members.queries import memberships
from governance.sharing.actions import emergencies, handling, requests, sittings
from governance.sharing.actions.deciding import unspent
from governance.sharing.models import SecondCheck, StaffInterest
from governance.sharing.permissions import permit, roles_of
from governance.sharing.queries.handling import has_interest, staff_of_parties
from governance.sharing.views.handling import ACTS, OF_LINE
from governance.sharing.workflows import LINE, REQUEST
from tests.cast import World, enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.verbs import alone, tabled


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


def test_a_secretary_from_the_provider_is_one_of_its_people(beginning: CouncilAtWork, client) -> None:
    """The city is secretariat and provider: who comes from it needs a colleague who does not."""
    council = beginning
    done(council, "draft", "submit")
    mine, other, request = council.users["secretary"], council.users["secretary_2"], council.request
    city, stranger = council.world.organisations["city"], council.users["stranger"]
    roles = "/administration/councils/shiomi/roles/"
    place = f"{roles}{mine.pk}/origin/"
    with clock.at(council.now):
        assert enter(client, council.users["neighbour"]).get(place).status_code == 404
        assert place in enter(client, other).get(roles).content.decode()
        assert client.post(place, {"origin": city.pk}).status_code == 302
        assert f"所属：{city.name_ja}" in client.get(roles).content.decode()
        assert (has_interest(mine, request), has_interest(other, request)) == (True, False)
        with pytest.raises(NotPermitted, match="second_person_needed"):
            requests.pass_formal_check(request, by=mine)
        handling.confirm_check(handling.ask_for_check(request, by=mine, verb="pass_formal_check"), by=other)
        requests.pass_formal_check(request, by=mine)
        own = enter(client, mine).post(place, {"origin": ""})
        assert "自分で訂正することはできません" in own.content.decode()
        assert enter(client, other).post(place, {"origin": ""}).status_code == 302
        assert StaffOrigin.objects.get().ended_at == clock.now()
        given = {"email": stranger.email, "origin": city.pk}
        assert "事務局の役割を持つ人のみ" in client.post(roles, {**given, "role": "auditor"}).content.decode()
        assert client.post(roles, {**given, "role": "secretary"}).status_code == 302
        for who in (mine, other):
            assert "全員" not in client.get(roles).content.decode()
            client.post(roles, {"email": who.email, "role": "secretary", "origin": city.pk})
        assert f"全員{city.name_ja}" in client.get(roles).content.decode()
        client.post(f"{roles}{stranger.pk}/secretary/end/")
    assert not StaffOrigin.objects.filter(user=stranger, ended_at__isnull=True).exists()
    assert LedgerEntry.objects.filter(event="administration.staff_origin_named").count() == 5


def test_a_chair_decides_nothing_alone_for_the_own_organisation(beginning: CouncilAtWork) -> None:
    council = beginning
    done(council, "draft", "submit", "pass_formal_check")
    chair = council.users["chair"]
    assert {"chair", "deciding"} <= roles_of(chair, council.line)
    deputy_of_the_applicant(council.world, chair)
    assert not roles_of(chair, council.line) & {"chair", "deciding"}
    assert permit(chair, council.line, "approve_provisionally").code == "not_your_verb"


def office_from_the_applicant(world: World, user: object) -> None:
    """The president of the university chairs the council ex officio, not the mayor."""
    held = Office.objects.filter(council=world.council, kind=OfficeKind.CHAIR, user=user)
    assert held.update(organisation=world.organisations["university"]) == 1


@pytest.mark.parametrize("become", [office_from_the_applicant, officer_of_another_organ_of_the_provider])
def test_a_chair_of_a_party_decides_nothing_alone(
    beginning: CouncilAtWork, become: Callable[[World, object], None]
) -> None:
    """Nor does anybody record what the chair decided alone."""
    council = beginning
    done(council, "draft", "call_it_an_emergency", "submit", "pass_formal_check")
    with clock.at(council.now):
        assert (
            Office.objects.get(user=council.users["chair"]).organisation.pk
            == council.world.organs["mayor"].organisation_id
        )
        assert permit(council.users["chair"], council.line, "approve_provisionally"), "the city provides"
        number = alone(council)
        assert unspent(council.line, number)
        become(council.world, council.users["chair"])
        assert permit(council.users["chair"], council.line, "approve_provisionally").code == "not_your_verb"
        with pytest.raises(Refused, match="chair_of_a_party"):
            unspent(council.line, number)


def test_a_chair_of_the_secretariat_decides_alone_after_a_check(beginning: CouncilAtWork, client) -> None:
    """No colleague is the chair, so none could record what the chair alone decides."""
    council, chair = beginning, beginning.users["chair"]
    done(council, "draft", "call_it_an_emergency", "submit", "pass_formal_check")
    give(Role.SECRETARY, chair, council.world.council)
    officer_of_the_applicant(council.world, chair)
    with clock.at(council.now):
        number = alone(council)
        words = {"decision_number": number, "reasons": "大雨。"}
        assert Decision.objects.get(number=number).authority == "emergency"
        page = enter(client, chair).get(f"/c/shiomi/decisions/{Decision.objects.get(number=number).pk}/")
        assert "supersede/" in page.content.decode()
        with pytest.raises(NotPermitted, match="second_person_needed"):
            emergencies.approve_provisionally(council.line, by=chair, **words)
        asked = handling.ask_for_check(
            council.request, by=chair, verb="approve_provisionally", line=council.line
        )
        handling.confirm_check(asked, by=council.users["secretary_2"])
        emergencies.approve_provisionally(council.line, by=chair, **words)
    council.reload()
    assert council.line.state == "provisional"


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


def test_the_vote_of_a_body_is_kept_by_a_colleague_without_an_interest(
    concluded: CouncilAtWork, client
) -> None:
    council, world = concluded, concluded.world
    mine, other = council.users["secretary"], council.users["secretary_2"]
    words = {"title_ja": "利用承認", "reasons_ja": "意見のとおり。"}
    with clock.at(council.now):
        motion = tabled(council)
        meeting = motion.meeting
        row = meeting.attendances.get(user=world.users["steering_bus"])
        officer_of_another_organ_of_the_provider(world, mine)
        with pytest.raises(NotPermitted, match="another_keeps"):
            assembly.put_to_vote(motion, by=mine)
        page = enter(client, mine).get(f"/c/shiomi/meetings/{meeting.pk}/items/{motion.number}/")
        assert "利益相反のない別の事務局職員が行います" in page.content.decode()
        assembly.put_to_vote(motion, by=other)
        for act in (
            lambda: assembly.cast_ballot(motion, by=mine, attendance=row, choice=Choice.FOR),
            lambda: assembly.close_vote(motion, by=mine),
            lambda: assembly.no_objection(motion, by=mine),
        ):
            with pytest.raises(NotPermitted, match="another_keeps"):
                act()
        assembly.no_objection(motion, by=other)
        with pytest.raises(NotPermitted, match="another_keeps"):
            assembly.record_decision(world.council, by=mine, motion=motion, **words)
        new, offered = "/c/shiomi/decisions/new/", f'value="motion:{motion.pk}"'
        assert offered not in enter(client, mine).get(new).content.decode()
        assert offered in enter(client, other).get(new).content.decode()
        take(Role.SECRETARY, other, world.council)
        assert offered in enter(client, mine).get(new).content.decode()
        made = assembly.record_decision(world.council, by=mine, motion=motion, **words)
    told = LedgerEntry.objects.filter(event="assembly.decision_recorded")
    (entry,) = [one for one in told if f":{made.number}" in json.loads(bytes(one.content))["subject"]]
    assert json.loads(bytes(entry.content))["facts"]["interest"], "nobody else is there: the log says so"
