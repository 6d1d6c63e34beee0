"""Joining, pledging, suspending, leaving."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client

from core import clock
from core.access.grants import give
from core.access.queries import roles_on
from core.access.roles import Role
from core.errors import DomainError, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.members import actions, queries
from governance.members.enums import DutyKind, MembershipState, OfficeKind
from governance.members.models import Membership
from governance.members.permissions import may_settle, permit
from governance.members.workflows import MEMBERSHIP
from tests.cast import enter
from tests.factories import people
from tests.factories.decisions import decision_taken, decision_voted
from tests.integration.members import conftest as world


def applied(w) -> Membership:
    return actions.apply_for_membership(
        w.council, by=w.representative, organisation=w.organisation, member_class="full"
    )


def admitted(w) -> Membership:
    membership = applied(w)
    actions.accept_pledge(membership, by=w.representative, edition=1)
    return actions.admit(membership, by=w.secretary)


def test_an_organisation_joins_pledges_and_its_representative_gets_in(here):
    number = decision_taken(here.council)
    membership = applied(here)
    assert Role.MEMBER not in roles_on(here.representative, here.council)
    with pytest.raises(Refused) as refused:
        actions.admit(membership, by=here.secretary)
    assert refused.value.code == "pledge_needed"
    actions.accept_pledge(membership, by=here.representative, edition=1, text_digest="ab" * 32)
    actions.admit(membership, by=here.secretary, decision_number=number)
    standing = queries.standing(here.council, here.organisation, clock.today())
    assert (standing.is_member, standing.votes, standing.since) == (True, 1, clock.today())
    assert Role.MEMBER in roles_on(here.representative, here.council)
    assert [d.user for d in queries.delegates(membership)] == [here.representative]
    assert queries.pledge(here.council, here.organisation).edition == 1
    assert list(
        LedgerEntry.objects.filter(council=here.council.slug).order_by("at").values_list("event", flat=True)
    ) == [
        "assembly.decision_recorded",
        "members.membership_applied_for",
        "members.pledge_accepted",
        "members.membership_admitted",
    ]


def test_one_open_membership_at_a_time(here):
    applied(here)
    with pytest.raises(NotNow):
        applied(here)
    assert Membership.objects.count() == 1


def test_a_stranger_cannot_apply_for_somebody_else(here):
    with pytest.raises(NotPermitted):
        actions.apply_for_membership(
            here.council, by=here.stranger, organisation=here.organisation, member_class="full"
        )


def test_a_new_edition_asks_for_a_new_pledge(here):
    membership = admitted(here)
    with pytest.raises(NotNow) as again:
        actions.accept_pledge(membership, by=here.representative, edition=1)
    assert again.value.code == "pledge_already_accepted"
    world.IN_FORCE["edition"] = 2
    with pytest.raises(NotNow) as stale:
        actions.accept_pledge(membership, by=here.representative, edition=1)
    assert stale.value.code == "pledge_of_another_edition"
    actions.accept_pledge(membership, by=here.representative, edition=2)
    assert queries.pledge(here.council, here.organisation).edition == 2
    assert queries.pledges_of(membership).count() == 2


def test_suspension_needs_a_reason_and_shows_at_once(here):
    membership = admitted(here)
    words = {
        "reason": "報告の遅れ",
        "decision_number": decision_taken(here.council),
        "until_on": clock.today(),
    }
    yesterday = clock.today() - timedelta(days=1)
    for wrong, code in (
        ({"reason": " "}, "reason_needed"),
        ({"decision_number": " "}, "decision_needed"),
        ({"until_on": yesterday}, "suspension_days"),
    ):
        with pytest.raises(Refused, match=code):
            actions.suspend(membership, by=here.secretary, **{**words, **wrong})
    actions.suspend(membership, by=here.secretary, **words)
    assert queries.standing(here.council, here.organisation, clock.today()).state == "suspended"
    assert list(queries.voters(here.council, clock.today())) == []
    actions.reinstate(membership, by=here.secretary, reason="是正を確認")
    assert queries.standing(here.council, here.organisation, clock.today()).is_member


def test_own_people_of_a_member_have_no_hand_in_its_sanctions(here):
    membership, mine = admitted(here), people.with_role("seconded", Role.SECRETARY, here.council)
    assert all(permit(mine, membership, verb) for verb in ("suspend", "change_class", "expel"))
    give(Role.DATA_OFFICER, mine, here.organisation)
    for verb in ("suspend", "change_class", "expel"):
        assert not permit(mine, membership, verb)
        assert permit(here.secretary, membership, verb)


def test_expulsion_rests_on_a_decision_and_ends_access(here):
    membership = admitted(here)
    with pytest.raises(Refused) as refused:
        actions.expel(membership, by=here.secretary, reason="違反", decision_number="")
    assert refused.value.article.provision == "special_majority"
    about = queries.membership_subject(membership)
    for alone in (decision_taken(here.council, about), decision_voted(here.council, about=about)):
        with pytest.raises(Refused, match="decision_without_special"):
            actions.expel(membership, by=here.secretary, reason="違反", decision_number=alone)
    other = decision_voted(here.council, "expulsion")
    with pytest.raises(Refused, match="decision_about_else"):
        actions.expel(membership, by=here.secretary, reason="違反", decision_number=other)
    number = decision_voted(here.council, "expulsion", about=queries.membership_subject(membership))
    actions.expel(membership, by=here.secretary, reason="違反", decision_number=number)
    assert Role.MEMBER not in roles_on(here.representative, here.council)
    assert queries.standing(here.council, here.organisation, clock.today()).until == clock.today()


def test_leaving_keeps_the_role_that_another_member_gives(here):
    first = admitted(here)
    second_org = people.organisation("second", here.representative)
    second = actions.apply_for_membership(
        here.council, by=here.representative, organisation=second_org, member_class="supporting"
    )
    actions.accept_pledge(second, by=here.representative, edition=1)
    actions.admit(second, by=here.secretary)
    assert queries.standing_of(Membership.objects.get(pk=second.pk), clock.today()).votes == 0
    actions.withdraw(first, by=here.representative)
    assert Role.MEMBER in roles_on(here.representative, here.council)
    actions.withdraw(second, by=here.representative)
    assert Role.MEMBER not in roles_on(here.representative, here.council)


def test_duties_are_opened_once_and_settled_once(here):
    membership = admitted(here)
    about = {"kind": DutyKind.DISPOSAL, "about": "grant:G-2026-001", "due_on": clock.today()}
    duty = actions.open_duty(membership, by=None, **about)
    with pytest.raises(NotNow):
        actions.open_duty(membership, by=None, **about)
    [held] = queries.standing(here.council, here.organisation, clock.today()).duties
    assert (held.kind, held.reference) == ("disposal", "grant:G-2026-001")
    assert actions.settle_duties_about(membership, about="grant:G-2026-001") == 1
    with pytest.raises(NotNow):
        actions.settle_duty(duty, by=here.secretary, reason="不要")
    assert queries.open_duties(membership) == ()


def test_the_secretariat_settles_a_duty_with_its_reason_on_a_page(here, there):
    membership = admitted(here)
    about = {"kind": DutyKind.CONDITION, "about": "condition:R-2026-001-1-C1", "due_on": clock.today()}
    duty = actions.open_duty(membership, by=None, **about)
    page = f"/c/{here.council.slug}/members/{membership.pk}/"
    settle = f"{page}duties/{duty.pk}/settle/"
    statuses = {here.representative: 403, here.auditor: 403, there.secretary: 404, here.secretary: 200}
    for user, status in statuses.items():
        assert enter(Client(), user).get(settle).status_code == status
    secretary = enter(Client(), here.secretary)
    assert settle in secretary.get(page).content.decode()
    assert settle not in enter(Client(), here.representative).get(page).content.decode()
    with pytest.raises(Refused, match="reason_needed"):
        actions.settle_duty(duty, by=here.secretary)
    assert secretary.post(settle, {"reason": "報告書の提出は不要と整理した。"}).status_code == 302
    assert queries.open_duties(membership) == ()
    shown = secretary.get(page).content.decode()
    assert "報告書の提出は不要と整理した。" in shown
    assert settle not in shown
    give(Role.SECRETARY, here.representative, here.council)
    assert not may_settle(here.representative, membership), "of the organisation's own people"


def test_dues_are_what_the_class_owes_and_a_duty_until_paid(here):
    membership = admitted(here)
    dues = actions.charge_dues(membership, by=None, fiscal_year=2026, due_on=clock.today())
    assert dues.amount == 50000
    [held] = queries.open_duties(membership)
    assert (held.kind, held.reference) == ("dues", "dues:2026")
    actions.record_dues(dues, by=here.secretary)
    assert queries.open_duties(membership) == ()
    with pytest.raises(NotNow):
        actions.record_dues(dues, by=here.secretary)


def test_a_deputy_acts_until_the_post_changes_hands(here):
    membership = admitted(here)
    deputy = people.user("deputy")
    delegate = actions.add_delegate(
        membership, by=here.representative, user=deputy, kind="deputy", post_ja="課長"
    )
    assert Role.MEMBER in roles_on(deputy, here.council)
    assert Role.REPRESENTATIVE not in roles_on(deputy, here.organisation)
    with pytest.raises(NotNow):
        actions.add_delegate(membership, by=here.secretary, user=deputy)
    actions.end_delegate(delegate, by=here.secretary)
    assert Role.MEMBER not in roles_on(deputy, here.council)
    with pytest.raises(NotNow):
        actions.end_delegate(delegate, by=here.secretary)


def test_there_is_one_chair_at_a_time(here):
    mayor, other = people.user("mayor"), people.user("other")
    office = actions.appoint_office(
        here.council, by=here.secretary, kind=OfficeKind.CHAIR, user=mayor, post=("市長", "Mayor")
    )
    assert office.until_on is None
    assert Role.CHAIR in roles_on(mayor, here.council)
    with pytest.raises(NotNow):
        actions.appoint_office(here.council, by=here.secretary, kind=OfficeKind.CHAIR, user=other)
    actions.end_office(office, by=here.secretary, on=clock.today())
    assert Role.CHAIR not in roles_on(mayor, here.council)
    auditor = actions.appoint_office(here.council, by=here.secretary, kind=OfficeKind.AUDITOR, user=other)
    assert auditor.until_on is not None
    assert queries.holder_of(here.council, OfficeKind.AUDITOR, clock.today()) == other
    with pytest.raises(NotPermitted):
        actions.end_office(auditor, by=other)


def test_the_other_council_sees_and_does_nothing(here, there):
    membership = admitted(here)
    for person in (there.secretary, there.representative, there.auditor):
        assert not queries.visible_to(person).filter(pk=membership.pk).exists()
        for verb in MEMBERSHIP.verbs:
            assert not permit(person, membership, verb)
    assert queries.standing(there.council, here.organisation, clock.today()).state is None
    assert list(queries.organisations_of(here.representative, there.council)) == []
    assert list(queries.organisations_of(here.representative, here.council)) == [here.organisation]


KEPT = {"add_delegate", "end_delegate", "settle_duty", "charge_dues", "record_dues"}
ALLOWED = {
    "secretary": {
        "applied": {"admit", "reject", "withdraw", "add_delegate", "end_delegate", "settle_duty"},
        "admitted": KEPT | {"suspend", "withdraw", "change_class", "expel", "block"},
        "suspended": KEPT | {"reinstate", "withdraw", "change_class", "expel", "block"},
        "withdrawn": {"settle_duty", "record_dues", "end_delegate"},
        "rejected": {"settle_duty", "record_dues"},
        "expelled": {"settle_duty", "record_dues", "end_delegate"},
    },
    "representative": {
        "applied": {"accept_pledge", "withdraw", "add_delegate", "end_delegate"},
        "admitted": {"accept_pledge", "withdraw", "add_delegate", "end_delegate"},
        "suspended": {"accept_pledge", "withdraw", "add_delegate", "end_delegate"},
    },
    "system": {
        "applied": {"open_duty", "settle_duty"},
        "admitted": {"open_duty", "settle_duty", "charge_dues"},
        "suspended": {"open_duty", "settle_duty", "charge_dues", "run_out"},
        "withdrawn": {"open_duty", "settle_duty"},
        "rejected": {"open_duty", "settle_duty"},
        "expelled": {"open_duty", "settle_duty"},
    },
}


def test_every_state_role_and_verb(here):
    membership = applied(here)
    people_by_role = {
        "secretary": here.secretary,
        "representative": here.representative,
        "system": None,
        "auditor": here.auditor,
        "stranger": here.stranger,
    }
    for state, verb in product(MEMBERSHIP.states, MEMBERSHIP.verbs):
        membership.state = MembershipState(state)
        for role, person in people_by_role.items():
            wanted = verb in ALLOWED.get(role, {}).get(state, set())
            assert bool(permit(person, membership, verb)) is wanted, (role, state, verb)


def test_refusals_have_sentences_and_change_nothing(here):
    membership = admitted(here)
    before = LedgerEntry.objects.count()
    with pytest.raises(DomainError):
        actions.admit(membership, by=here.secretary)
    assert LedgerEntry.objects.count() == before
