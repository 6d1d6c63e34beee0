"""A term on the board ends while a review is open: the member finishes it, or leaves for good and is excused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.access.queries import roles_on
from core.errors import Refused
from governance.assembly import actions as assembly
from governance.assembly.models import Appointment
from governance.assembly.tasks import end_terms
from governance.sharing.actions import reviews
from governance.sharing.models import PanelMember
from governance.sharing.queries.panels import current_review
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_excusing import ALTERNATE, CITIZEN, FIVE, LAW, each, seat


def appointment(council: CouncilAtWork, who: str) -> Appointment:
    return Appointment.objects.get(user=council.users[who], ended_at=None)


def end(council: CouncilAtWork, who: str, **more: Any) -> None:
    with clock.at(council.now):
        assembly.end_appointment(
            appointment(council, who), by=council.users["secretary"], reason="転出のため", **more
        )


def held(council: CouncilAtWork, who: str) -> frozenset[Any]:
    return roles_on(council.users[who], council.world.council)


def test_whoever_sits_on_a_panel_finishes_the_review(checked: CouncilAtWork, client: Any) -> None:
    council, law = checked, checked.users[LAW]
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    end(council, LAW)
    with clock.at(council.now):
        enter(client, law)
        assert council.request.reference in client.get("/c/shiomi/cases/").content.decode()
        assert client.get(board).url.endswith("/declare/"), (
            "the file opens after the declaration, as for everybody"
        )
    each(council, "declare", *FIVE)
    each(council, "opine", *FIVE)
    done(council, "consolidate")
    assert seat(council, LAW).opinions.exists()


def test_they_vote_and_read_until_the_review_is_closed(voting: CouncilAtWork, client: Any) -> None:
    council = voting
    end(council, LAW)
    with clock.at(council.now):
        enter(client, council.users[LAW])
        assert client.get(f"/c/shiomi/requests/{council.request.reference}/board/").status_code == 200
    each(council, "vote", *FIVE)
    assert "reviewer" in held(council, LAW)
    done(council, "give_opinion", "conclude")
    assert held(council, LAW) == frozenset()
    assert "reviewer" in held(council, CITIZEN), "whoever sits on the board stays"


def test_a_term_that_runs_out_is_no_different(checked: CouncilAtWork) -> None:
    council = checked
    end(council, CITIZEN, on=council.now.date() + timedelta(days=5))
    with clock.at(council.now + timedelta(days=7)):
        assert end_terms() == 1
    assert "reviewer" in held(council, CITIZEN)


def test_the_page_names_the_reviews_and_excuses_whoever_leaves(checked: CouncilAtWork, client: Any) -> None:
    council = checked
    url = f"/c/shiomi/bodies/ethics_board/appointments/{appointment(council, LAW).pk}/end/"
    with clock.at(council.now):
        enter(client, council.users["secretary"])
        page = client.get(url).content.decode()
        assert council.request.reference in page
        ahead = {"on": (clock.today() + timedelta(days=3)).isoformat(), "reason": "辞任", "leaves": "on"}
        assert client.post(url, ahead).status_code == 422
        assert client.post(url, {"reason": "一身上の都合", "leaves": "on"}).status_code == 302
    gone = seat(council, LAW)
    assert (gone.excuse, gone.excuse_note) == ("resignation", "一身上の都合")
    assert gone.alternate == seat(council, ALTERNATE)
    assert held(council, LAW) == frozenset()
    with clock.at(council.now):
        enter(client, council.users[LAW])
        assert client.get("/c/shiomi/cases/").status_code == 404


def test_an_alternate_who_leaves_is_not_called_in(checked: CouncilAtWork) -> None:
    council = checked
    end(council, ALTERNATE, leaves=True)
    assert seat(council, ALTERNATE).excuse == "resignation"
    end(council, LAW, leaves=True)
    assert not PanelMember.objects.filter(sits_for=seat(council, LAW)).exists()
    assert held(council, ALTERNATE) == held(council, LAW) == frozenset()


def test_a_vote_that_stands_is_not_undone(voting: CouncilAtWork) -> None:
    council = voting
    each(council, "vote", LAW)
    end(council, LAW, leaves=True)
    assert seat(council, LAW).excused_at is None
    assert "reviewer" in held(council, LAW)


def test_a_case_that_is_closed_to_the_secretary_is_told_without_its_number(
    checked: CouncilAtWork, client: Any
) -> None:
    council, mine = checked, checked.users["secretary_2"]
    PanelMember.objects.filter(pk=seat(council, CITIZEN).pk).update(user=mine, is_recused=True)
    url = f"/c/shiomi/bodies/ethics_board/appointments/{appointment(council, LAW).pk}/end/"
    with clock.at(council.now):
        enter(client, mine)
        page = client.get(url).content.decode()
        assert "あなたには公開されていない案件" in page
        assert council.request.reference not in page


def test_a_recused_member_keeps_nothing(checked: CouncilAtWork) -> None:
    council = checked
    with clock.at(council.now):
        reviews.declare_interest(council.request, by=council.users[LAW], interest="family")
    end(council, LAW)
    assert held(council, LAW) == frozenset()
    assert current_review(council.request).closed_at is None


def test_no_one_is_excused_who_would_sit_on(checked: CouncilAtWork) -> None:
    council = checked
    with pytest.raises(Refused, match="leaves_on_the_day"):
        end(council, LAW, on=(council.now + timedelta(days=9)).date(), leaves=True)
