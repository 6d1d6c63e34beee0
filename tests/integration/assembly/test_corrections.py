"""What was set up wrongly is put right: projects, the names of bodies, their seats."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core import clock
from core.errors import DomainError, Invalid, NotNow, NotPermitted
from core.ledger.models import LedgerEntry
from governance.assembly import actions, queries
from governance.assembly.models import Appointment, Body, Seat
from tests.factories import people
from tests.integration.assembly.test_pages import page, text


def facts(event: str) -> dict:
    return json.loads(bytes(LedgerEntry.objects.filter(event=event).latest("at").content))["facts"]


@pytest.fixture
def base(here) -> str:
    return f"/c/{here.council.slug}"


def test_a_project_is_edited_while_it_runs(here, there, base):
    project = actions.open_project(
        here.council, by=here.secretary, title_ja="健幸ポイント", vision_ja="歩く市民"
    )
    url = f"{base}/projects/{project.reference}/"
    assert f"{url}edit/" in text(page(here.secretary, url))
    assert f"{url}edit/" not in text(page(here.members[0].user, url))
    assert "健幸ポイント" in text(page(here.secretary, f"{url}edit/"))
    form = {"title_ja": "健幸ポイント事業", "vision_ja": "歩く市民", "plan_ja": "三年"}
    assert page(here.members[0].user, f"{url}edit/", **form).status_code == 403
    assert page(there.secretary, f"{url}edit/", **form).status_code == 404
    assert page(here.secretary, f"{url}edit/", **form | {"title_ja": ""}).status_code == 422
    assert page(here.secretary, f"{url}edit/", **form).status_code == 302
    project.refresh_from_db()
    assert (project.title_ja, project.vision_ja, project.plan_ja) == ("健幸ポイント事業", "歩く市民", "三年")
    written = facts("assembly.project_changed")
    assert written["changed"] == ["title_ja", "plan_ja"]
    assert written["was"] != written["is"]
    before = LedgerEntry.objects.count()
    actions.edit_project(project, by=here.secretary, **form)
    assert LedgerEntry.objects.count() == before, "nothing was changed"
    actions.finish_project(project, by=here.secretary)
    assert page(here.secretary, f"{url}edit/", **form).status_code == 409
    assert f"{url}edit/" not in text(page(here.secretary, url))


def test_a_body_is_renamed(here, there, base):
    url = f"{base}/bodies/ethics_board/"
    assert f"{url}name/" in text(page(here.secretary, url))
    assert f"{url}name/" not in text(page(here.auditor, url))
    form = {"name_ja": "データ倫理審査会", "name_en": "Data ethics board"}
    assert page(here.auditor, f"{url}name/", **form).status_code == 403
    assert page(there.secretary, f"{url}name/", **form).status_code == 404
    assert page(here.secretary, f"{url}name/", **form).status_code == 302
    assert Body.objects.get(pk=here.board.pk).name_ja == "データ倫理審査会"
    assert Body.objects.get(pk=there.board.pk).name_ja == "審査会"
    assert facts("assembly.body_renamed") == {
        "was": {"ja": "審査会", "en": "Board"},
        "is": {"ja": "データ倫理審査会", "en": "Data ethics board"},
    }


def test_a_seat_that_need_not_be_filled_asks_nobody_any_more(here, there, base):
    wrong = actions.add_seat(here.board, by=here.secretary, expertise="member", is_required=True)
    assert [gap.seat for gap in queries.vacancies(here.council, clock.today())] == [wrong]
    url = f"{base}/bodies/ethics_board/seats/{wrong.pk}/change/"
    assert url in text(page(here.secretary, f"{base}/bodies/ethics_board/"))
    assert page(here.chair, url, expertise="law").status_code == 403
    assert page(there.secretary, url, expertise="law").status_code == 404
    assert page(here.secretary, url, expertise="alchemy").status_code == 422
    assert page(here.secretary, url, expertise="law").status_code == 302
    wrong.refresh_from_db()
    assert (wrong.expertise, wrong.is_required) == ("law", False)
    assert queries.vacancies(here.council, clock.today()) == ()
    assert facts("assembly.seat_changed") == {
        "seat": wrong.pk,
        "was": {"expertise": "member", "required": True},
        "is": {"expertise": "law", "required": False},
    }


def test_an_empty_seat_is_closed_and_leaves_no_task(here, there, base):
    wrong = actions.add_seat(here.board, by=here.secretary, expertise="law", is_required=True)
    body = f"{base}/bodies/ethics_board/"
    url = f"{body}seats/{wrong.pk}/close/"
    today = clock.today()
    assert url in text(page(here.secretary, body))
    assert page(here.chair, url, on=today.isoformat()).status_code == 403
    assert page(there.secretary, url, on=today.isoformat()).status_code == 404
    past = (today - timedelta(days=1)).isoformat()
    assert page(here.secretary, url, on=past).status_code == 422
    assert page(here.secretary, url, on=today.isoformat()).status_code == 302
    assert url not in text(page(here.secretary, body))
    assert queries.vacancies(here.council, today) == ()
    law = next(gap for gap in queries.composition_of(here.board, today) if gap.expertise == "law")
    assert (law.seats, law.filled) == (1, 1)
    with pytest.raises(NotNow) as closed:
        actions.appoint(wrong, by=here.secretary, user=people.user("late"))
    assert closed.value.code == "seat_closed"
    assert page(here.secretary, url, on=today.isoformat()).status_code == 404
    for again in (
        actions.close_seat,
        lambda seat, by: actions.change_seat(seat, by=by, expertise="law", is_required=True),
    ):
        with pytest.raises(NotNow):
            again(wrong, by=here.secretary)
    assert facts("assembly.seat_closed") == {"seat": wrong.pk, "from": today.isoformat()}


def test_a_seat_that_somebody_holds_closes_after_their_last_day(here):
    seat, held = here.seats["law"], Appointment.objects.get(user=here.reviewers["law"])
    today, last = clock.today(), clock.today() + timedelta(days=10)
    for wrong, code in ((seat, "seat_is_held"), (here.seats["alternate"], "seat_is_held")):
        with pytest.raises(NotNow) as refused:
            actions.close_seat(wrong, by=here.secretary)
        assert refused.value.code == code
    actions.end_appointment(held, by=here.secretary, reason="任期の途中で枠を廃止", on=last)
    day = last + timedelta(days=1)
    with pytest.raises(NotNow) as refused:
        actions.close_seat(seat, by=here.secretary, on=day)
    assert refused.value.code == "seat_has_alternate"
    alternate = Appointment.objects.get(user=here.reviewers["alternate"])
    actions.end_appointment(alternate, by=here.secretary, reason="枠の廃止")
    actions.close_seat(here.seats["alternate"], by=here.secretary)
    with pytest.raises(NotNow):
        actions.close_seat(seat, by=here.secretary, on=last)
    closing = actions.close_seat(seat, by=here.secretary, on=day)
    with pytest.raises(NotNow) as refused:  # the last day is not moved beyond
        actions.end_appointment(held, by=here.secretary, reason="延長", on=day)
    assert refused.value.code == "seat_closed"
    assert closing in queries.seats_of(here.board, last)
    assert closing not in queries.seats_of(here.board, day)
    soon = queries.vacancies(here.council, today, ending_by=day)
    assert seat not in [one.seat for one in soon], "nobody has to follow"
    with pytest.raises(NotNow):
        actions.add_seat(here.board, by=here.secretary, expertise="law", alternate_of=closing)


def test_the_chairs_seat_is_closed_for_another(here):
    held = Appointment.objects.get(user=here.reviewers["ethics"])
    actions.end_appointment(held, by=here.secretary, reason="辞任")
    with pytest.raises(Invalid):
        actions.close_seat(here.seats["ethics"], by=here.secretary, on=clock.today() - timedelta(days=1))
    actions.close_seat(here.seats["ethics"], by=here.secretary)
    chair = actions.add_seat(here.board, by=here.secretary, expertise="law", is_chair=True)
    assert Seat.objects.filter(body=here.board, is_chair=True).count() == 2
    assert chair.is_chair


def test_who_may_put_it_right(here, there):
    project = actions.open_project(here.council, by=here.secretary, title_ja="事業")
    for person in (here.chair, here.auditor, here.stranger, there.secretary):
        for verb in (
            lambda by: actions.edit_project(project, by=by, title_ja="別"),
            lambda by: actions.rename_body(here.board, by=by, name_ja="別"),
            lambda by: actions.change_seat(here.seats["law"], by=by, expertise="law", is_required=False),
            lambda by: actions.close_seat(here.seats["law"], by=by),
        ):
            with pytest.raises(DomainError) as refused:
                verb(person)
            assert isinstance(refused.value, NotPermitted), refused.value.code
