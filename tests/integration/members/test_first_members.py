"""How the first members of a new council find in: from the first page, from a mail, by themselves or named."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.access import grants
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Organ, User
from core.administration.actions import grant_role, revoke_role
from core.outbox.mail import compose
from core.outbox.models import Job
from core.outbox.work import Work
from governance.desk.queries.applicants import applicants
from governance.members import actions, queries
from governance.members.enums import DelegateKind
from governance.members.tasks import turn_offices
from tests.cast import enter
from tests.factories import people
from tests.integration.members.test_memberships import admitted, applied
from tests.integration.members.test_pages import page, ruled, text

__all__ = ["ruled"]


def mails(template: str, user) -> list[dict]:
    jobs = Job.objects.filter(kind="mail", payload__template=f"governance/members/{template}")
    return [job.payload for job in jobs if job.payload["user"] == user.pk]


def test_a_representative_without_a_council_finds_where_to_apply(here, there):
    applying = f"/c/{here.council.slug}/members/apply/"
    home = text(page(here.representative, "/home/"))
    assert applying in home
    assert f"/c/{there.council.slug}/members/apply/" in home
    assert page(here.representative, applying).status_code == 200
    assert "/members/apply/" not in text(page(here.stranger, "/home/"))


def test_whoever_has_a_council_is_not_asked_to_apply_elsewhere(here, there):
    admitted(here)
    assert queries.councils_to_apply_to(here.representative) == []
    assert {here.council, there.council} <= set(queries.councils_to_apply_to(there.representative))


def test_the_first_page_leads_to_the_pledge_and_then_to_the_application(here, there):
    membership = applied(here)
    base = f"/c/{here.council.slug}/members/{membership.pk}/"
    assert page(here.representative, "/home/")["Location"] == f"{base}pledge/"
    assert [(work.url, work.action) for work in applicants(here.council)] == [
        (base, "不足しているものを見る")
    ]
    assert not mails("ready_to_admit", here.secretary)
    actions.accept_pledge(membership, by=here.representative, edition=1)
    assert [work.action for work in applicants(here.council)] == ["承認する、又は承認しない"]
    assert [mail["path"] for mail in mails("ready_to_admit", here.secretary)] == [base]
    assert not mails("ready_to_admit", there.secretary)
    assert not list(applicants(there.council))
    assert page(here.representative, "/home/")["Location"] == base
    assert base not in text(page(there.representative, "/home/"))
    actions.admit(membership, by=here.secretary)
    assert not queries.applications_of(here.representative).exists()
    assert not list(applicants(here.council))


def test_who_is_named_for_an_applicant_is_led_to_the_pledge(ruled):
    here = ruled
    organisation = people.organisation("new")
    membership = actions.apply_for_membership(
        here.council, by=here.secretary, organisation=organisation, member_class="full"
    )
    url = f"/c/{here.council.slug}/members/{membership.pk}/"
    named = {"email": "first@example.test", "name": "初代 花", "kind": "representative"}
    said = enter(Client(), here.secretary).post(f"{url}people/new/", named, follow=True)
    assert "入会が承認された時から" in text(said)
    assert "案内メール" in text(said)
    first = queries.delegates(membership).get().user
    assert not mails("pledge_asked", first), "one mail, which opens the account"
    job = Job.objects.get(kind="mail", payload__user=first.pk)
    mail = compose(Work(job.pk, job.kind, job.key, job.council, job.payload, uuid4(), 1))
    for words in (here.secretary.name, here.council.name_ja):
        assert words in mail.body, "who invites, and for whom"
    assert page(first, "/home/")["Location"] == f"{url}pledge/"
    shown = page(first, f"{url}pledge/")
    accept = {**shown.context["form"].initial, "agree": "on"}
    assert page(first, f"{url}pledge/", **accept).status_code == 302
    assert page(here.secretary, f"{url}admit/", go="1").status_code == 302
    assert page(first, f"/c/{here.council.slug}/members/").status_code == 200


def test_a_lost_invitation_is_sent_again_before_a_role_is_held(ruled, there):
    membership = actions.apply_for_membership(
        ruled.council, by=ruled.secretary, organisation=people.organisation("new"), member_class="full"
    )
    url = f"/c/{ruled.council.slug}/members/{membership.pk}/"
    named = {"email": "lost@example.test", "name": "初代 花", "kind": "deputy"}
    assert page(ruled.secretary, f"{url}people/new/", **named).status_code == 302
    lost = User.objects.get(email="lost@example.test")
    again = reverse("administration:invite_again", args=[lost.pk])
    assert again in text(page(ruled.secretary, url))
    sent = Job.objects.filter(kind="mail", key__startswith=f"invitation:{lost.pk}:")
    assert page(there.secretary, again, go="1").status_code == 403
    assert page(ruled.secretary, again, go="1").status_code == 302
    assert sent.count() == 2
    office = {
        "kind": "auditor",
        "email": lost.email,
        "from_on": (clock.today() + timedelta(days=9)).isoformat(),
    }
    assert page(there.secretary, f"/c/{there.council.slug}/members/offices/new/", **office).status_code == 302
    assert again in text(page(there.secretary, f"/c/{there.council.slug}/members/offices/"))
    assert page(there.secretary, again, go="1").status_code == 302


def test_an_application_on_paper_is_told_to_those_who_represent_the_organisation(here):
    deputy = people.user("second")
    grants.give(Role.REPRESENTATIVE, deputy, here.organisation)
    membership = actions.apply_for_membership(
        here.council, by=here.secretary, organisation=here.organisation, member_class="full"
    )
    for user in (here.representative, deputy):
        assert [mail["path"] for mail in mails("pledge_asked", user)] == [
            f"/c/{here.council.slug}/members/{membership.pk}/pledge/"
        ]


def test_an_application_in_another_council_does_not_stop_this_one(here, there):
    membership = applied(here)
    actions.apply_for_membership(
        there.council, by=there.secretary, organisation=here.organisation, member_class="full"
    )
    assert not queries.belongs_elsewhere(membership)
    actions.add_delegate(membership, by=here.secretary, user=people.user("named"))


@pytest.mark.parametrize("state", ["admitted", "withdrawn"])
def test_only_open_applications_are_listed(here, state):
    membership = applied(here)
    membership.state, membership.admitted_on = state, clock.today()
    membership.save()
    assert not queries.applications_of(here.representative).exists()


def named_officer(w, organ, email="officer@example.test"):
    url = reverse("administration:add_officer", args=[organ.pk])
    assert page(w.secretary, url, email=email, name="担当 次郎").status_code == 302
    return User.objects.get(email=email)


@pytest.fixture
def organ(here):
    return Organ.objects.create(organisation=here.organisation, name_ja="総務課", regime=Regime.BUSINESS)


def test_who_is_named_to_keep_the_data_of_a_member_gets_in_and_out_again(here, there, organ):
    admitted(here)
    officer = named_officer(here, organ)
    assert roles_on(officer, here.council) == {Role.MEMBER}
    assert not roles_on(officer, there.council)
    members = f"/c/{here.council.slug}/members/"
    assert page(officer, members).status_code == 200
    end = reverse("administration:end_officer", args=[organ.pk, officer.pk])
    assert page(here.secretary, end, go="1").status_code == 302
    assert page(officer, members).status_code == 404


def test_who_keeps_the_data_and_acts_for_the_member_stays_until_both_end(here, organ):
    membership = admitted(here)
    officer = named_officer(here, organ)
    delegate = actions.add_delegate(membership, by=here.secretary, user=officer, kind=DelegateKind.DEPUTY)
    actions.end_delegate(delegate, by=here.secretary)
    assert Role.MEMBER in roles_on(officer, here.council)
    actions.add_delegate(membership, by=here.secretary, user=officer, kind=DelegateKind.DEPUTY)
    revoke_role(Role.DATA_OFFICER, officer, organ, by=here.secretary)
    assert Role.MEMBER in roles_on(officer, here.council)


def test_an_officer_who_was_named_before_is_let_in_by_night(here, organ):
    admitted(here)
    officer = people.user("early")
    grants.give(Role.DATA_OFFICER, officer, organ)
    assert (turn_offices(), turn_offices()) == (1, 0)
    assert Role.MEMBER in roles_on(officer, here.council)


def test_officers_come_and_go_with_the_membership(here, organ):
    officer = people.user("officer")
    grant_role(Role.DATA_OFFICER, officer, organ, by=None)
    assert not roles_on(officer, here.council)
    membership = admitted(here)
    assert Role.MEMBER in roles_on(officer, here.council)
    actions.withdraw(membership, by=here.representative, reason="解散")
    assert not roles_on(officer, here.council)
