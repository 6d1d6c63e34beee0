"""The April hand-over of a seat: a last day to come, a successor from the day after, and appointments taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.errors import NotNow, Refused
from core.ledger.queries import history
from governance.assembly import actions, queries
from governance.assembly.models import Appointment
from governance.assembly.tasks import end_terms
from governance.desk.queries import works
from tests.factories import people
from tests.integration.assembly.test_pages import page, text


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}"


def day(ahead: int) -> date:
    return clock.today() + timedelta(days=ahead)


def held(here, name: str = "law") -> Appointment:
    return Appointment.objects.get(seat=here.seats[name], ended_at=None)


def on_day(when: date):
    return clock.at(clock.on(when, 9))


def todays(here) -> str:
    rows = works.today(here.council, here.secretary, frozenset({Role.SECRETARY}))
    return "\n".join(f"{work.kind} {work.title}" for work in rows)


def test_a_member_sits_with_all_roles_until_a_last_day_to_come(here, base):
    ethics, last = here.reviewers["ethics"], day(20)
    address = f"{base}/bodies/ethics_board/"
    end = f"{address}appointments/{held(here, 'ethics').pk}/end/"
    words = {"on": last.isoformat(), "reason": "年度末で退任"}
    assert page(here.secretary, end, **words).status_code == 302
    assert (held(here, "ethics").until_on, held(here, "ethics").end_reason) == (last, "年度末で退任")
    assert Role.CHAIR in roles_on(ethics, here.board)
    assert "</time>まで" in text(page(here.secretary, address))
    assert history("body:here:ethics_board")[-1].event == "assembly.appointment_last_day_set"
    with on_day(last):
        assert end_terms() == 0
        assert roles_on(ethics, here.board) == {Role.REVIEWER, Role.CHAIR}
    with on_day(last + timedelta(days=1)):
        assert end_terms() == 1
        assert roles_on(ethics, here.board) == roles_on(ethics, here.council) == frozenset()
    ended = Appointment.objects.get(seat=here.seats["ethics"])
    assert (ended.end_reason, ended.last_day) == ("年度末で退任", last)


def test_a_last_day_lies_in_the_term(here, base):
    row = held(here)
    for bad in (row.from_on - timedelta(days=1), row.until_on + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            actions.end_appointment(row, by=here.secretary, reason="辞任", on=bad)
        assert refused.value.code == "last_day_outside_term"
    end = f"{base}/bodies/ethics_board/appointments/{row.pk}/end/"
    bad_day = (row.from_on - timedelta(days=1)).isoformat()
    assert page(here.secretary, end, on=bad_day, reason="辞任").status_code == 422
    with on_day(day(10)):
        ended = actions.end_appointment(
            row, by=here.secretary, reason="死亡", on=clock.today() - timedelta(days=3)
        )
    assert ended.last_day == day(7)
    assert roles_on(here.reviewers["law"], here.board) == frozenset()


def test_a_last_day_is_moved_within_the_term_as_long_as_the_seat_is_free(here, base):
    row = held(here)
    end = f"{base}/bodies/ethics_board/appointments/{row.pk}/end/"
    for last in (day(20), day(30), day(20)):
        assert page(here.secretary, end, on=last.isoformat(), reason="辞任").status_code == 302
        assert held(here).until_on == last
    actions.appoint(here.seats["law"], by=here.secretary, user=people.user("new-law"), from_on=day(21))
    assert page(here.secretary, end, on=day(25).isoformat(), reason="辞任").status_code == 409
    assert Appointment.objects.get(pk=row.pk).until_on == day(20)


def test_a_substitute_serves_the_rest_of_a_term_with_a_last_day(here, base):
    row, new = held(here), people.user("new-law")
    term = row.until_on
    seat = f"{base}/bodies/ethics_board/seats/{here.seats['law'].pk}/appoint/"
    assert "remainder_of" not in text(page(here.secretary, seat))
    actions.end_appointment(row, by=here.secretary, reason="退任", on=day(20))
    assert "remainder_of" in text(page(here.secretary, seat))
    given = {"email": new.email, "from_on": day(21).isoformat(), "remainder_of": row.pk}
    assert page(here.secretary, seat, **given).status_code == 302
    assert Appointment.objects.get(user=new).until_on == term


def test_a_successor_is_seen_at_once_and_begins_on_the_first_day(here, base):
    last, new = day(20), people.user("new-law")
    address = f"{base}/bodies/ethics_board/"
    actions.end_appointment(held(here), by=here.secretary, reason="退任", on=last)
    assert "後任を委嘱" in text(page(here.secretary, address))
    seat = f"{address}seats/{here.seats['law'].pk}/appoint/"
    assert f'value="{last + timedelta(days=1)}"' in text(page(here.secretary, seat))
    assert page(here.secretary, seat, email=new.email, from_on=day(20)).status_code == 409
    assert page(here.secretary, seat, email=new.email, from_on=day(21)).status_code == 302
    assert "new-law" in text(page(here.secretary, address))
    assert roles_on(new, here.board) == roles_on(new, here.council) == frozenset()
    assert not queries.vacancies(here.council, clock.today(), ending_by=last), (
        "somebody follows without a gap"
    )
    with on_day(last + timedelta(days=1)):
        assert end_terms() == 1
        assert roles_on(new, here.board) == roles_on(new, here.council) == {Role.REVIEWER}
        seated = queries.appointments_of(here.board, clock.today()).get(seat=here.seats["law"])
        assert seated.user == new


def test_whoever_is_appointed_again_keeps_the_roles(here):
    law, last = here.reviewers["law"], day(20)
    actions.end_appointment(held(here), by=here.secretary, reason="任期の区切り", on=last)
    actions.appoint(here.seats["law"], by=here.secretary, user=law, from_on=day(21))
    with on_day(day(21)):
        assert end_terms() == 1
        assert roles_on(law, here.board) == roles_on(law, here.council) == {Role.REVIEWER}


def test_a_seat_that_is_empty_until_then_says_so(here, base):
    actions.end_appointment(held(here), by=here.secretary, reason="辞任")
    assert "から委員あり" not in todays(here)
    actions.appoint(here.seats["law"], by=here.secretary, user=people.user("new-law"), from_on=day(30))
    [place] = queries.vacancies(here.council, clock.today())
    assert (place.seat, place.filled_from) == (here.seats["law"], day(30))
    assert "から委員あり" in todays(here)
    shown = text(page(here.secretary, f"{base}/bodies/ethics_board/"))
    assert "欠員" in shown
    assert "new-law" in shown
    with on_day(day(30)):
        assert queries.vacancies(here.council, clock.today()) == ()


def test_a_coming_appointment_is_taken_back_with_a_reason(here, base):
    actions.end_appointment(held(here), by=here.secretary, reason="辞任")
    new = people.user("new-law")
    coming = actions.appoint(here.seats["law"], by=here.secretary, user=new, from_on=day(30))
    with pytest.raises(NotNow) as taken:
        actions.appoint(here.seats["law"], by=here.secretary, user=people.user("other"), from_on=day(40))
    assert taken.value.code == "seat_taken"
    address = f"{base}/bodies/ethics_board/"
    back = f"{address}appointments/{coming.pk}/end/"
    assert back in text(page(here.secretary, address))
    assert 'name="on"' not in text(page(here.secretary, back))
    assert page(here.secretary, back, reason="").status_code == 422
    assert page(here.secretary, back, reason="就任を辞退").status_code == 302
    assert history("body:here:ethics_board")[-1].event == "assembly.appointment_taken_back"
    assert "new-law" not in text(page(here.secretary, address)), "who never sat is not among those who did"
    with on_day(day(30)):
        assert end_terms() == 0
        assert roles_on(new, here.council) == frozenset()
    actions.appoint(here.seats["law"], by=here.secretary, user=people.user("third"), from_on=day(40))
