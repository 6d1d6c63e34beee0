"""Who may name whoever binds an organisation: one council does not do it for the others."""

from __future__ import annotations

import pytest

from core.access import grants
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council
from core.administration.actions import grant_role
from core.errors import DomainError, NotPermitted
from governance.members import actions, queries
from governance.members.enums import DelegateKind
from governance.members.permissions import permit
from tests.factories import people
from tests.integration.members.test_first_members import mails
from tests.integration.members.test_memberships import admitted
from tests.integration.members.test_pages import page, text


def everywhere(_organisation):
    """As settings.COUNCILS_UNSETTLED: something is left to settle in every council."""
    return Council.objects.all()


@pytest.fixture
def unsettled(settings):
    settings.COUNCILS_UNSETTLED = f"{__name__}.everywhere"


def on_paper(w, organisation, named):
    """An application that the secretariat enters, with somebody it names as representative."""
    membership = actions.apply_for_membership(
        w.council, by=w.secretary, organisation=organisation, member_class="full"
    )
    actions.add_delegate(membership, by=w.secretary, user=named)
    return membership


def test_whom_an_application_names_acts_in_it_alone_until_the_admission(here, there):
    shared, honest, crook = people.organisation("shared"), people.user("honest"), people.user("crook")
    first, second = on_paper(here, shared, honest), on_paper(there, shared, crook)
    assert not roles_on(crook, shared)
    assert list(queries.visible_to(crook)) == list(queries.applications_of(crook)) == [second]
    assert not permit(crook, first, "withdraw")
    for membership, named in ((first, honest), (second, crook)):
        actions.accept_pledge(membership, by=named, edition=1)
    actions.admit(first, by=here.secretary)
    assert Role.REPRESENTATIVE in roles_on(honest, shared)
    actions.admit(second, by=there.secretary)
    assert not roles_on(crook, shared)
    seated = {row.user: row.kind for row in queries.delegates(second)}
    assert seated == {crook: DelegateKind.DEPUTY, honest: DelegateKind.REPRESENTATIVE}


def test_an_application_that_is_not_granted_is_told_and_leaves_no_right(here):
    organisation, named = people.organisation("new"), people.user("named")
    membership = on_paper(here, organisation, named)
    actions.reject(membership, by=here.secretary, reason="重複")
    assert not roles_on(named, organisation)
    (mail,) = mails("membership_changed", named)
    assert "重複" in text(page(named, mail["path"]))
    assert not permit(named, membership, "add_delegate")


def test_who_was_bound_by_an_application_alone_goes_with_it(here, there):
    """Before an application bound within itself alone, whom it named got the organisation everywhere."""
    organisation, wrong, right = people.organisation("new"), people.user("wrong"), people.user("right")
    membership = on_paper(here, organisation, wrong)
    grants.give(Role.REPRESENTATIVE, wrong, organisation)
    actions.end_delegate(queries.delegates(membership).get(), by=here.secretary)
    assert not roles_on(wrong, organisation)
    actions.add_delegate(membership, by=here.secretary, user=right)
    actions.accept_pledge(membership, by=right, edition=1)
    actions.admit(membership, by=here.secretary)
    assert [row.user for row in queries.delegates(membership)] == [right]
    other = on_paper(there, people.organisation("other"), wrong)
    grants.give(Role.REPRESENTATIVE, wrong, other.organisation)
    actions.reject(other, by=there.secretary, reason="重複")
    assert not roles_on(wrong, other.organisation)


def test_who_is_bound_otherwise_stays_so_when_an_application_ends(here, there):
    given, named = people.user("given"), people.user("named")
    grant_role(Role.REPRESENTATIVE, given, here.organisation, by=None)
    membership = on_paper(here, here.organisation, given)
    actions.add_delegate(membership, by=here.representative, user=named)
    for row in queries.delegates(membership):
        actions.end_delegate(row, by=here.secretary)
    applied = actions.apply_for_membership(
        there.council, by=there.representative, organisation=there.organisation, member_class="full"
    )
    actions.add_delegate(applied, by=there.secretary, user=there.representative)
    actions.reject(applied, by=there.secretary, reason="重複")
    actions.withdraw(admitted(there), by=there.representative, reason="解散")
    again = on_paper(here, there.organisation, there.representative)
    actions.end_delegate(queries.delegates(again).get(), by=here.secretary)
    for user, organisation in (
        (given, here.organisation),
        (named, here.organisation),
        (there.representative, there.organisation),
    ):
        assert Role.REPRESENTATIVE in roles_on(user, organisation)


def test_data_not_accounted_for_elsewhere_count_like_a_membership(here, there, unsettled):
    left = admitted(here)
    actions.withdraw(left, by=here.representative, reason="解散")
    membership = actions.apply_for_membership(
        there.council, by=there.secretary, organisation=here.organisation, member_class="full"
    )
    with pytest.raises(NotPermitted, match="organisation_names_its_own"):
        actions.add_delegate(membership, by=there.secretary, user=people.user("crook"))


def test_where_nobody_is_left_a_council_that_took_it_in_names_one_and_the_others_hear_of_it(here, there):
    ours = admitted(here)
    theirs = actions.apply_for_membership(
        there.council, by=here.representative, organisation=here.organisation, member_class="full"
    )
    actions.accept_pledge(theirs, by=here.representative, edition=1)
    actions.admit(theirs, by=there.secretary)
    grants.take(Role.REPRESENTATIVE, here.representative, here.organisation)
    successor = people.user("successor")
    actions.add_delegate(ours, by=here.secretary, user=successor)
    assert Role.REPRESENTATIVE in roles_on(successor, here.organisation)
    (mail,) = mails("representative_named", there.secretary)
    assert mail["path"] == f"/c/{there.council.slug}/members/{theirs.pk}/#people"
    assert not mails("representative_named", here.secretary)


def test_who_has_left_with_data_in_hand_gets_a_representative_to_settle_it(here, settings):
    membership = actions.withdraw(admitted(here), by=here.representative, reason="統合")
    assert permit(here.secretary, membership, "add_delegate").code == "nothing_unsettled"
    settings.COUNCILS_UNSETTLED = f"{__name__}.everywhere"
    url = f"/c/{here.council.slug}/members/{membership.pk}/people/"
    assert f"{url}new/" in text(page(here.secretary, f"/c/{here.council.slug}/members/{membership.pk}/"))
    successor = people.user("successor")
    assert page(here.secretary, f"{url}new/", email=successor.email, kind="deputy").status_code == 422
    assert page(here.secretary, f"{url}new/", email=successor.email, kind="representative").status_code == 302
    assert roles_on(successor, here.organisation) == {Role.REPRESENTATIVE}
    assert not roles_on(successor, here.council)
    with pytest.raises(DomainError, match="representative_only"):
        actions.add_delegate(membership, by=here.secretary, user=successor, kind=DelegateKind.DEPUTY)
    row = queries.delegates(membership).get()
    assert page(here.secretary, f"{url}{row.pk}/end/", go="1").status_code == 302
    assert not roles_on(successor, here.organisation)
