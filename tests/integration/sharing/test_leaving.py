"""A recipient that leaves the council, and may come back: what it owes and what is decided against it stay with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import NotNow
from core.rulebook.provider import in_force
from governance.members import actions as members
from governance.members import queries as members_queries
from governance.members.enums import DutyKind
from governance.members.models import Duty, Membership
from governance.members.rules import Standing
from governance.sharing.actions import emergencies, revoking
from governance.sharing.documents.leaving import left_by
from tests.cast import signed_in
from tests.factories import sharing
from tests.factories.decisions import decision_taken
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import conditional, done, fails, wait

LATER = {"text": "結果を報告すること。", "precedent": False, "due_days": 10}


def leave(council: CouncilAtWork) -> Membership:
    with clock.at(council.now):
        held = members_queries.membership_of(council.world.council, council.request.applicant)
        return members.withdraw(held, by=council.users["rep_university"])


def apply_again(council: CouncilAtWork) -> Membership:
    user, before = council.users["rep_university"], leave(council)
    with clock.at(council.now):
        return members.apply_for_membership(
            before.council, organisation=before.organisation, by=user, member_class=before.member_class
        )


def come_back(council: CouncilAtWork) -> Membership:
    again = apply_again(council)
    with clock.at(council.now):
        members.accept_pledge(again, by=council.users["rep_university"], edition=1)
        number = decision_taken(again.council)
        return members.admit(again, by=council.users["secretary"], decision_number=number)


def standing(council: CouncilAtWork) -> Standing:
    with clock.at(council.now):
        return members_queries.standing(council.world.council, council.request.applicant, clock.today())


@pytest.fixture
def overdue(prepared: CouncilAtWork) -> CouncilAtWork:
    """The disposal of a grant that was given back is overdue."""
    done(prepared, "release", "give_back")
    prepared.now += timedelta(days=100)
    assert [duty.kind for duty in standing(prepared).overdue] == ["disposal"]
    return prepared


class TestComingBack:
    def test_an_overdue_disposal_comes_along_and_can_be_settled(self, overdue: CouncilAtWork) -> None:
        council = overdue
        again = come_back(council)
        assert members_queries.has_unsettled(again)
        assert standing(council).is_member
        assert [duty.kind for duty in standing(council).overdue] == ["disposal"]
        with clock.at(council.now):
            rules = in_force(again.council, clock.today())
            assert [gap.code for gap in members_queries.what_is_missing(again, rules)] == ["duty_overdue"]
            rows = {entry.membership.pk: entry for entry in members_queries.roll(again.council, rules)}
            assert [gap.code for gap in rows[again.pk].missing] == ["duty_overdue"]
        assert "standing" in fails(council)
        done(council, "file", "verify")
        assert not standing(council).duties

    def test_a_duty_is_not_opened_a_second_time_for_the_new_membership(self, overdue: CouncilAtWork) -> None:
        council = overdue
        again = come_back(council)
        with clock.at(council.now), pytest.raises(NotNow) as refused:
            members.open_duty(
                again,
                by=None,
                kind=DutyKind.DISPOSAL,
                about=f"grant:{council.grant.reference}",
                due_on=clock.today(),
            )
        assert refused.value.code == "duty_already_open"

    def test_a_block_by_decision_holds_on(self, prepared: CouncilAtWork) -> None:
        council = prepared
        with clock.at(council.now):
            row = members.block(
                members_queries.membership_of(council.world.council, council.request.applicant),
                by=council.users["secretary"],
                scope="recipient",
                reason="目的外の利用があった。",
                decision_number=sharing.voted(council.world, ""),
                from_on=clock.today(),
                until_on=clock.today() + timedelta(days=365),
            )
        again = come_back(council)
        assert standing(council).is_blocked
        assert "standing" in fails(council)
        with clock.at(council.now):
            assert list(members_queries.blocks_of(again)) == [row]
            lifting = sharing.voted(council.world, "")
            members.lift(row, by=council.users["secretary"], decision_number=lifting, reason="是正された。")
        assert not standing(council).is_blocked

    def test_unpaid_dues_come_along(self, prepared: CouncilAtWork) -> None:
        council = prepared
        with clock.at(council.now):
            members.charge_dues(
                members_queries.membership_of(council.world.council, council.request.applicant),
                by=None,
                fiscal_year=2027,
                due_on=clock.today(),
            )
        come_back(council)
        assert [duty.reference for duty in standing(council).duties] == ["dues:2027"]

    def test_another_council_knows_nothing_of_it(self, overdue: CouncilAtWork) -> None:
        come_back(overdue)
        with clock.at(overdue.now):
            there = members_queries.standing(overdue.neighbour, overdue.request.applicant, clock.today())
        assert (there.duties, there.blocks) == ((), ())


class TestApplyingAgain:
    """Neither a member nor gone: what was received before is still taken back and has to be disposed of."""

    def test_a_grant_is_revoked(self, prepared: CouncilAtWork) -> None:
        council = prepared
        done(council, "release")
        apply_again(council)
        with clock.at(council.now):
            number = sharing.decided(council.world, council.line)
            revoking.revoke(
                council.grant, by=council.users["chair"], decision_number=number, reason="退会した。"
            )
        assert council.grant.state == "disposal_due"
        assert [duty.kind for duty in standing(council).duties] == ["disposal"]
        done(council, "file")
        assert not standing(council).duties

    def test_a_grant_expires(self, prepared: CouncilAtWork) -> None:
        council = prepared
        done(council, "release")
        apply_again(council)
        wait(council, 400)
        assert council.grant.state == "disposal_due"

    def test_an_overdue_condition_is_on_record(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, LATER)
        apply_again(council)
        wait(council, 11)
        assert Duty.objects.get().subject == f"condition:{council.line.conditions.get().reference}"

    def test_an_emergency_approval_lapses(self, flowing_early: CouncilAtWork) -> None:
        council = flowing_early
        apply_again(council)
        council.now += timedelta(days=40)
        with clock.at(council.now):
            assert emergencies.lapse_unratified() == 1
        council.reload()
        assert council.grant.state == "disposal_due"


def test_whoever_leaves_reads_first_what_ends_and_what_remains(voting: CouncilAtWork) -> None:
    council = conditional(voting, LATER)
    with clock.at(council.now):
        held = members_queries.membership_of(council.world.council, council.request.applicant)
        members.charge_dues(held, by=None, fiscal_year=2027, due_on=clock.today())
        shown = signed_in(council.users["rep_university"]).get(f"/c/shiomi/members/{held.pk}/withdraw/")
        page = shown.content.decode()
        assert "会費" in page
        for fact in left_by(council.world.council, held.organisation):
            assert str(fact.value) in page
    assert council.grant.reference in page
    assert "満たしたことを示す必要があります" in page
    mayor = council.world.organs["mayor"].organisation
    with clock.at(council.now):
        verified = [str(fact.value) for fact in left_by(council.world.council, mayor)]
        assert any("確認する必要" in one for one in verified), "the provider still verifies"
        assert not left_by(council.world.council, council.world.organisations["bus"])
    done(council, "give_back")
    with clock.at(council.now):
        told = [str(fact.value) for fact in left_by(council.world.council, held.organisation)]
    assert any("返却又は廃棄" in one for one in told)
