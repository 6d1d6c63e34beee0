"""Naming who acts for a member, offices and dues, as the secretariat and the members do it on the pages."""

from __future__ import annotations

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from core import clock
from core.access.grants import give
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.administration.actions import grant_role
from core.errors import NotPermitted, Refused
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.desk.queries.overlaps import overlaps
from governance.members import actions, queries
from governance.members import rules as member_rules
from governance.members.enums import DelegateKind, OfficeKind
from governance.members.models import Dues, Office
from tests.cast import enter
from tests.factories import people
from tests.integration.members.test_memberships import admitted, applied
from tests.integration.members.test_pages import page, text

TODAY = clock.today


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}/members"


def test_a_deputy_is_named_ended_and_stays_in_the_history(here, base):
    membership = admitted(here)
    deputy = people.user("deputy")
    url = f"{base}/{membership.pk}/"
    assert "代表者・代理者を登録する" in text(page(here.representative, url))
    given = {"email": deputy.email, "kind": "deputy", "post_ja": "課長", "post_en": ""}
    assert page(here.representative, f"{url}people/new/", **given).status_code == 302
    assert Role.MEMBER in roles_on(deputy, here.council)
    assert Role.REPRESENTATIVE not in roles_on(deputy, here.organisation)
    again = page(here.representative, f"{url}people/new/", **given)
    assert again.status_code == 409
    assert "課長" in text(again)
    row = queries.delegates(membership).get(user=deputy)
    assert page(here.secretary, f"{url}people/{row.pk}/end/", go="1").status_code == 302
    assert Role.MEMBER not in roles_on(deputy, here.council)
    shown = text(page(here.secretary, url))
    assert "過去の代表者・代理者" in shown
    assert page(here.secretary, f"{url}people/{row.pk}/end/", go="1").status_code == 404


def test_a_post_changes_hands_to_somebody_who_is_invited(here, base):
    membership = admitted(here)
    former = people.user("former")
    row = actions.add_delegate(
        membership, by=here.secretary, user=former, kind=DelegateKind.DEPUTY, post_ja="部長"
    )
    url = f"{base}/{membership.pk}/people/{row.pk}/hand-over/"
    assert "former" in text(page(here.secretary, url))
    nameless = page(here.secretary, url, email="next@example.test", name="")
    assert nameless.status_code == 422
    assert "next@example.test" in text(nameless)
    assert not User.objects.filter(email="next@example.test").exists()
    assert page(here.secretary, url, email="next@example.test", name="後任 花").status_code == 302
    now = queries.delegates(membership).get(kind=DelegateKind.DEPUTY)
    assert (now.user.name, now.post_ja) == ("後任 花", "部長")
    assert queries.earlier_delegates(membership).get().user == former
    assert Job.objects.filter(kind="mail", key__startswith=f"invitation:{now.user_id}:").exists()


def test_a_member_cannot_invite_and_is_told_so(here, base):
    membership = admitted(here)
    url = f"{base}/{membership.pk}/people/new/"
    answer = page(here.representative, url, email="nobody@example.test", kind="deputy")
    assert answer.status_code == 422
    assert "利用登録" in text(answer)
    assert not User.objects.filter(email="nobody@example.test").exists()
    assert page(here.representative, url, email="broken", kind="king").status_code == 422
    assert queries.delegates(membership).count() == 1


def test_one_secretariat_does_not_name_who_represents_a_member_of_another_council(here, there):
    shared = here.organisation
    admitted(here)
    people_there = actions.apply_for_membership(
        there.council, by=there.secretary, organisation=shared, member_class="full"
    )
    crook = people.user("crook")
    with pytest.raises(NotPermitted) as refused:
        actions.add_delegate(people_there, by=there.secretary, user=crook)
    assert refused.value.code == "organisation_names_its_own"
    assert Role.REPRESENTATIVE not in roles_on(crook, shared)
    actions.add_delegate(people_there, by=there.secretary, user=crook, kind=DelegateKind.DEPUTY)
    actions.add_delegate(people_there, by=here.representative, user=people.user("second"))


def test_who_represents_in_two_councils_keeps_the_right_when_one_ends_it(here, there):
    first = admitted(here)
    second = actions.apply_for_membership(
        there.council, by=here.representative, organisation=here.organisation, member_class="full"
    )
    actions.accept_pledge(second, by=here.representative, edition=1)
    actions.admit(second, by=there.secretary)
    actions.end_delegate(queries.delegates(first).get(), by=here.secretary)
    assert Role.REPRESENTATIVE in roles_on(here.representative, here.organisation)
    actions.end_delegate(queries.delegates(second).get(), by=there.secretary)
    assert Role.REPRESENTATIVE not in roles_on(here.representative, here.organisation)


def test_an_office_is_entered_handed_over_and_ended(here, base):
    mayor, successor = people.user("mayor"), people.user("successor")
    empty = text(page(here.secretary, f"{base}/offices/"))
    assert "役員はまだ登録されていません" in empty
    start = TODAY() - datetime.timedelta(days=30)
    form = {"kind": "chair", "email": mayor.email, "from_on": start.isoformat(), "post_ja": "市長"}
    assert page(here.secretary, f"{base}/offices/new/", **form).status_code == 302
    assert Role.CHAIR in roles_on(mayor, here.council)
    taken = page(here.secretary, f"{base}/offices/new/", **form | {"email": successor.email})
    assert taken.status_code == 409
    assert successor.email in text(taken)
    office = queries.all_offices(here.council).get()
    over = {"email": successor.email, "from_on": TODAY().isoformat()}
    assert page(here.secretary, f"{base}/offices/{office.pk}/hand-over/", **over).status_code == 302
    assert Role.CHAIR not in roles_on(mayor, here.council)
    assert queries.holder_of(here.council, OfficeKind.CHAIR, TODAY()) == successor
    shown = text(page(here.auditor, f"{base}/offices/"))
    assert "mayor" in shown
    assert "successor" in shown
    now = queries.all_offices(here.council).get(ended_at__isnull=True)
    ahead = (TODAY() + datetime.timedelta(days=3)).isoformat()
    assert page(here.secretary, f"{base}/offices/{now.pk}/end/", on=ahead).status_code == 422
    assert page(here.secretary, f"{base}/offices/{now.pk}/end/", on="soon").status_code == 422
    assert page(here.secretary, f"{base}/offices/{now.pk}/end/", on=TODAY().isoformat()).status_code == 302
    assert Role.CHAIR not in roles_on(successor, here.council)


def test_a_substitute_serves_the_rest_of_a_term_that_was_given_up(here, base):
    former, substitute = people.user("former"), people.user("substitute")
    office = actions.appoint_office(
        here.council, by=here.secretary, kind=OfficeKind.AUDITOR, user=former, from_on=TODAY()
    )
    assert not queries.offices_given_up(here.council).exists()
    term = office.until_on
    ended = actions.end_office(office, by=here.secretary, on=TODAY())
    assert ended.until_on == TODAY() < term
    form = {"kind": "auditor", "email": substitute.email, "from_on": TODAY().isoformat()}
    form |= {"remainder_of": office.pk}
    assert "former" in text(page(here.secretary, f"{base}/offices/new/"))
    assert page(here.secretary, f"{base}/offices/new/", **form).status_code == 302
    assert queries.all_offices(here.council).get(user=substitute).until_on == term


def test_the_right_of_an_office_begins_and_ends_with_its_term(here):
    begins = TODAY() + datetime.timedelta(days=10)
    keeper = people.user("keeper")
    office = actions.appoint_office(
        here.council, by=here.secretary, kind=OfficeKind.AUDITOR, user=keeper, from_on=begins
    )
    assert Role.AUDITOR not in roles_on(keeper, here.council)
    with clock.at(clock.on(begins, 1)):
        assert actions.turn_offices() == 0
        assert Role.AUDITOR in roles_on(keeper, here.council)
    with clock.at(clock.on(office.until_on, 9)):
        assert actions.turn_offices() == 0
    with clock.at(clock.on(office.until_on + datetime.timedelta(days=1), 1)):
        assert actions.turn_offices() == 1
        assert actions.turn_offices() == 0
    assert Role.AUDITOR not in roles_on(keeper, here.council)


def test_the_years_dues_are_asked_of_everyone_once(here, there, base):
    admitted(here)
    admitted(there)
    form = {"fiscal_year": "2026", "due_on": "2027-03-31"}
    assert page(here.secretary, f"{base}/dues/", **form | {"due_on": "never"}).status_code == 422
    for _time in range(2):
        assert page(here.secretary, f"{base}/dues/", **form).status_code == 302
    assert Dues.objects.get().membership.council == here.council


def test_who_may_not(here, there, base):
    membership = applied(here)
    office = actions.appoint_office(
        here.council, by=here.secretary, kind=OfficeKind.CHAIR, user=people.user("mayor"), post=("市長", "")
    )
    row = actions.add_delegate(
        membership, by=here.representative, user=people.user("deputy"), kind=DelegateKind.DEPUTY
    )
    other = people.with_role("other", Role.MEMBER, here.council)
    own, officers = f"{base}/{membership.pk}/people", f"{base}/offices"
    forms = [
        f"{own}/new/",
        f"{own}/{row.pk}/hand-over/",
        f"{officers}/new/",
        f"{officers}/{office.pk}/end/",
        f"{officers}/{office.pk}/hand-over/",
        f"{base}/dues/",
    ]
    for url in forms:
        assert page(other, url).status_code == 403, url
        assert page(there.secretary, url).status_code == 404, url
        assert page(here.stranger, url).status_code == 404, url
    assert page(other, f"{own}/{row.pk}/end/", go="1").status_code == 403
    assert page(there.secretary, f"{own}/{row.pk}/end/", go="1").status_code == 404
    assert page(there.secretary, f"{officers}/").status_code == 404


def test_what_is_better_kept_apart_is_in_one_hand_with_a_reason_alone(here, there, base):
    """The secretariat prepares what the chair decides; where the bylaws say so, an auditor holds nothing else."""
    mayor, new = people.user("mayor"), f"{base}/offices/new/"
    form = {"kind": "chair", "email": here.secretary.email, "from_on": TODAY().isoformat()}
    refused = page(here.secretary, new, **form)
    assert refused.status_code == 422
    assert here.secretary.email in text(refused), "what was typed is kept"
    reason = "事務局長が充て職として会長を務めるため。"
    assert page(here.secretary, new, **form, overlap_reason=reason).status_code == 302
    assert reason in text(page(here.secretary, f"{base}/offices/"))
    assert list(overlaps(here.council)) == [], "somebody said why"
    office = actions.appoint_office(
        here.council, by=here.secretary, kind=OfficeKind.VICE_CHAIR, user=mayor, overlap_reason="不要"
    )
    assert office.overlap_reason == "", "nothing to explain"
    give(Role.SECRETARY, mayor, here.council)
    (waits,) = overlaps(here.council)
    assert (waits.url, mayor.name in waits.title) == (f"{base}/offices/{office.pk}/overlap/", True)
    assert list(overlaps(there.council)) == []
    assert page(here.secretary, waits.url, reason=" ").status_code == 422
    for user, status in ((here.auditor, 403), (there.secretary, 404)):
        assert page(user, waits.url).status_code == status
    assert page(here.secretary, waits.url, reason=reason).status_code == 302
    assert list(overlaps(here.council)) == []


def test_a_role_comes_into_one_hand_with_a_reason_of_its_own(here, there, base):
    """The reason for the chair in the secretariat says nothing about the chair who audits."""
    chair, roles = people.user("mayor"), f"/administration/councils/{here.council.slug}/roles/"
    give(Role.SECRETARY, chair, here.council)
    kept = {"kind": OfficeKind.CHAIR, "overlap_reason": "事務局長が会長を務めるため。"}
    actions.appoint_office(here.council, by=here.secretary, user=chair, **kept)
    assert list(overlaps(here.council)) == [], "said"
    form = {"email": chair.email, "role": "auditor"}
    refused = page(here.secretary, roles, **form)
    assert (refused.status_code, chair.email in text(refused)) == (422, True)
    assert "事務局" in text(refused).partition("error-summary")[2]
    assert "auditor" not in roles_on(chair, here.council)
    assert page(there.secretary, roles, **form, overlap_reason="x").status_code == 404
    reason = "監査の引継ぎが済むまでの間であるため。"
    assert page(here.secretary, roles, **form, overlap_reason=reason).status_code == 302
    assert "auditor" in roles_on(chair, here.council)
    assert reason in text(page(here.secretary, f"{base}/offices/"))
    assert list(overlaps(here.council)) == []
    give(Role.APPROVER, chair, here.council)
    (waits,) = overlaps(here.council)
    both = text(page(here.secretary, f"{base}/offices/"))
    assert kept["overlap_reason"] in both
    assert "兼ねないことが望ましい職を兼ねています" in both, "the new pair is told beside the old reason"
    assert page(here.secretary, waits.url, reason="承認者が不在のため。").status_code == 302
    assert list(overlaps(here.council)) == [], "the new pair is explained as well"


def test_why_a_role_is_held_is_said_on_the_page_of_roles_and_not_for_a_seat_to_come(here):
    keeper, roles = people.user("keeper"), f"/administration/councils/{here.council.slug}/roles/"
    give(Role.AUDITOR, keeper, here.council)
    body = assembly.set_up_body(here.council, by=here.secretary, code="steering", name_ja="幹事会")
    first, second = (assembly.add_seat(body, by=here.secretary, expertise="member") for _seat in range(2))
    term = assembly.appoint(first, by=here.secretary, user=keeper)
    (waits,) = overlaps(here.council)
    assert (waits.url, keeper.name in waits.title) == (roles, True)
    form = {"email": keeper.email, "role": "auditor"}
    client = enter(Client(), here.secretary)
    said = text(client.post(roles, {**form, "overlap_reason": " "}, follow=True))
    assert "変更はありません" in said
    assert len(list(overlaps(here.council))) == 1
    for reason in ("当面のため。", "後任が決まるまでの間であるため。"):
        said = text(client.post(roles, {**form, "overlap_reason": reason}, follow=True))
        assert "兼職の理由を記録しました" in said
    assert list(overlaps(here.council)) == []
    (row,) = queries.role_overlaps(here.council, TODAY())
    assert row.reason == reason, "what was said last"
    with clock.at(clock.on(term.until_on + datetime.timedelta(days=30))):
        assert list(overlaps(here.council)) == queries.role_overlaps(here.council, TODAY()) == []
        assembly.appoint(second, by=here.secretary, user=keeper)
        assert len(list(overlaps(here.council))) == 1, "nobody said why of the new seat"
        assert queries.role_overlaps(here.council, TODAY()) == []


def test_a_seat_to_come_is_asked_about_on_its_day(here):
    keeper, words = people.user("keeper"), {"kind": OfficeKind.AUDITOR, "by": here.secretary}
    body = assembly.set_up_body(here.council, by=here.secretary, code="steering", name_ja="幹事会")
    seat = assembly.add_seat(body, by=here.secretary, expertise="member")
    comes = TODAY() + datetime.timedelta(days=40)
    assembly.appoint(seat, by=here.secretary, user=keeper, from_on=comes)
    office = actions.appoint_office(here.council, user=keeper, **words)
    assert (office.overlaps, list(overlaps(here.council))) == ([], []), "nothing is in one hand yet"
    with clock.at(clock.on(comes)):
        assert len(list(overlaps(here.council))) == 1
        actions.explain_overlap(office, by=here.secretary, reason="後任が決まるまでの間であるため。")
        assert list(overlaps(here.council)) == []


def test_reasons_of_before_are_told_from_the_log_or_from_what_is_held(here):
    words, mayor = {"by": here.secretary, "overlap_reason": "人がいない。"}, people.user("mayor")
    logged = actions.appoint_office(here.council, kind=OfficeKind.CHAIR, user=here.secretary, **words)
    silent = actions.appoint_office(here.council, kind=OfficeKind.VICE_CHAIR, user=mayor, **words)
    give(Role.SECRETARY, mayor, here.council)
    Office.objects.update(overlaps=[], overlap_said_on=None, overlap_reason="人がいない。")
    assert len(list(overlaps(here.council))) == 2
    import_module("governance.members.migrations.0008_when_a_reason_was_said").tell(apps, None)
    assert list(overlaps(here.council)) == []
    logged.refresh_from_db()
    silent.refresh_from_db()
    assert (logged.overlaps, logged.overlap_said_on) == (["chair", "secretary"], TODAY())
    assert (silent.overlaps, silent.overlap_said_on) == (["secretary", "vice_chair"], TODAY())


def test_an_auditor_neither_chairs_nor_sits_on_the_steering_body(here, monkeypatch):
    mayor, auditor = people.user("mayor"), people.user("keeper")
    monkeypatch.setattr(member_rules, "AUDITOR_APART", "standing")
    words = {"by": here.secretary, "overlap_reason": "人がいない。"}
    actions.appoint_office(here.council, kind=OfficeKind.CHAIR, user=mayor, **words)
    with pytest.raises(Refused, match="auditor_apart") as refused:
        actions.appoint_office(here.council, kind=OfficeKind.AUDITOR, user=mayor, **words)
    assert refused.value.article
    with pytest.raises(Refused, match="auditor_apart"):
        grant_role(Role.AUDITOR, mayor, here.council, by=here.secretary, overlap_reason="人がいない。")
    body = assembly.set_up_body(here.council, by=here.secretary, code="steering", name_ja="幹事会")
    first, second = (assembly.add_seat(body, by=here.secretary, expertise="member") for _seat in range(2))
    actions.appoint_office(here.council, kind=OfficeKind.AUDITOR, user=auditor, **words)
    with pytest.raises(Refused, match="auditor_apart"):
        assembly.appoint(first, by=here.secretary, user=auditor)
    sits = people.user("sits")
    assembly.appoint(second, by=here.secretary, user=sits)
    with pytest.raises(Refused, match="auditor_apart"):
        actions.appoint_office(here.council, kind=OfficeKind.AUDITOR, user=sits, **words)
