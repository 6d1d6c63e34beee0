"""Bodies, seats, appointments and terms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.errors import NotNow, NotPermitted, Refused
from governance.assembly import actions, queries
from governance.assembly.models import Appointment
from governance.assembly.permissions import roles_of
from governance.assembly.tasks import end_terms
from governance.members import actions as members
from tests.factories import people
from tests.integration.assembly.conftest import REPLACED


def test_the_panel_names_seats_and_whom_the_alternate_replaces(here):
    panel = {seat.user: seat for seat in queries.panel(here.board, clock.today())}
    law, alternate = panel[here.reviewers["law"].pk], panel[here.reviewers["alternate"].pk]
    assert len(panel) == 6
    assert (law.expertise, law.required, law.alternate_of) == ("law", True, None)
    assert alternate.alternate_of == law.appointment
    assert [seat.user for seat in panel.values() if seat.chair] == [here.reviewers["ethics"].pk]
    assert queries.chair_of(here.board, clock.today()) == here.reviewers["ethics"]


def test_an_appointment_opens_the_board_and_its_end_closes_it(here):
    reviewer = here.reviewers["law"]
    assert roles_on(reviewer, here.board) == {Role.REVIEWER}
    assert roles_on(reviewer, here.council) == {Role.REVIEWER}
    assert Role.CHAIR in roles_on(here.reviewers["ethics"], here.board)
    appointment = Appointment.objects.get(user=reviewer)
    with pytest.raises(Refused):
        actions.end_appointment(appointment, by=here.secretary, reason="")
    actions.end_appointment(appointment, by=here.secretary, reason="辞任")
    assert roles_on(reviewer, here.board) == roles_on(reviewer, here.council) == frozenset()
    with pytest.raises(NotNow):
        actions.end_appointment(appointment, by=here.secretary, reason="辞任")
    assert [gap.seat for gap in queries.vacancies(here.council, clock.today())] == [here.seats["law"]]


def test_a_substitute_serves_the_remainder_of_the_term(here):
    former = Appointment.objects.get(user=here.reviewers["law"])
    new = people.user("new-law")
    with pytest.raises(NotNow) as taken:
        actions.appoint(here.seats["law"], by=here.secretary, user=new)
    assert taken.value.code == "seat_taken"
    actions.end_appointment(former, by=here.secretary, reason="辞任")
    start = clock.today() + timedelta(days=30)
    appointed = actions.appoint(
        here.seats["law"], by=here.secretary, user=new, from_on=start, remainder_of=former
    )
    assert (appointed.from_on, appointed.until_on) == (start, former.until_on)
    with pytest.raises(Refused):
        actions.appoint(
            here.seats["law"],
            by=here.secretary,
            user=people.user("late"),
            from_on=former.until_on + timedelta(days=1),
            remainder_of=former,
        )


def test_one_person_holds_one_seat(here):
    seat = actions.add_seat(here.board, by=here.secretary, expertise="citizen")
    with pytest.raises(NotNow) as refused:
        actions.appoint(seat, by=here.secretary, user=here.reviewers["law"])
    assert refused.value.code == "already_on_body"


def test_terms_end_by_themselves(here):
    term = Appointment.objects.get(user=here.reviewers["law"])
    with clock.at(clock.end_of(term.until_on)):
        assert not queries.panel(here.board, clock.today())
        assert end_terms() == 2 * len(here.seats), "in both councils"
        assert end_terms() == 0
    assert roles_on(here.reviewers["law"], here.board) == frozenset()


def test_the_composition_is_shown_against_the_rule(here):
    assert all(gap.in_order for gap in queries.composition_of(here.board, clock.today()))
    actions.end_appointment(
        Appointment.objects.get(user=here.reviewers["citizen2"]), by=here.secretary, reason="転出"
    )
    [gap] = [gap for gap in queries.composition_of(here.board, clock.today()) if not gap.in_order]
    assert (gap.expertise, gap.wanted, gap.filled) == ("citizen", 2, 1)


def test_the_rule_names_the_deciding_body(here):
    assert queries.deciding_body_for(here.council, "major", clock.today()).body == here.assembly
    minor = queries.deciding_body_for(here.council, "minor", clock.today())
    assert (minor.code, minor.body, minor.article.provision) == ("chair", None, "approval_bodies")
    REPLACED["approval_bodies"] = None
    assert queries.deciding_body_for(here.council, "major", clock.today()) is None


def test_only_the_secretariat_keeps_bodies_and_codes_are_unique(here, there):
    for person in (here.chair, here.stranger, there.secretary):
        with pytest.raises(NotPermitted):
            actions.set_up_body(here.council, by=person, code="group", name_ja="部会")
        with pytest.raises(NotPermitted):
            actions.appoint(here.seats["law"], by=person, user=here.stranger)
        with pytest.raises(NotPermitted):
            actions.open_project(here.council, by=person, title_ja="事業")
    with pytest.raises(NotNow):
        actions.set_up_body(here.council, by=here.secretary, code="assembly", name_ja="総会")
    with pytest.raises(Refused):
        actions.add_seat(here.assembly, by=here.secretary, expertise="law", alternate_of=here.seats["law"])


def test_projects_are_numbered_and_finish_once(here):
    first = actions.open_project(here.council, by=here.secretary, title_ja="健幸ポイント", vision_ja="健康")
    second = actions.open_project(here.council, by=here.secretary, title_ja="見守り")
    assert [first.reference, second.reference] == ["P-01", "P-02"]
    assert queries.project(here.council, "P-02") == second
    actions.finish_project(first, by=here.secretary)
    with pytest.raises(NotNow):
        actions.finish_project(first, by=here.secretary)


def test_an_appointment_to_the_steering_body_opens_it_until_it_ends(here):
    body = actions.set_up_body(here.council, by=here.secretary, code="steering", name_ja="幹事会")
    seat = actions.add_seat(body, by=here.secretary, expertise="member")
    guest, member = people.user("guest"), here.members[0]
    for user in (guest, member.user):
        appointed = actions.appoint(seat, by=here.secretary, user=user, organisation=member.organisation)
        assert Role.MEMBER in roles_on(user, body)
        assert Role.MEMBER in roles_on(user, here.council)
        assert list(queries.bodies_of(user, here.council)) == [body]
        actions.end_appointment(appointed, by=here.secretary, reason="交代")
        assert roles_on(user, body) == frozenset()
    assert Role.MEMBER not in roles_on(guest, here.council)
    assert Role.MEMBER in roles_on(member.user, here.council)


def test_terms_that_end_soon_are_on_the_worklist(here):
    last = Appointment.objects.get(user=here.reviewers["law"]).until_on
    assert queries.vacancies(here.council, clock.today()) == ()
    ending = queries.vacancies(here.council, clock.today(), ending_by=last)
    assert {vacancy.until for vacancy in ending} == {last}
    assert len(ending) == 6


def test_whoever_sits_stays_when_they_act_for_no_member_any_more(here):
    member = here.members[0]
    body = actions.set_up_body(here.council, by=here.secretary, code="steering", name_ja="幹事会")
    seat = actions.add_seat(body, by=here.secretary, expertise="member")
    sits = actions.appoint(seat, by=here.secretary, user=member.user)
    members.withdraw(member.membership, by=member.user, reason="解散")
    assert Role.MEMBER in roles_on(member.user, here.council)
    actions.end_appointment(sits, by=here.secretary, reason="辞任")
    assert Role.MEMBER not in roles_on(member.user, here.council)


def test_nothing_else_has_roles(here):
    with pytest.raises(TypeError):
        roles_of(here.council, here.secretary)
