"""What the members wrote in a former round: open once one has declared, never to whoever is recused from that round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.ledger.models import LedgerEntry
from governance.assembly import actions as assembly
from governance.assembly import queries
from governance.sharing.actions import books, reviews
from governance.sharing.enums import events
from governance.sharing.models import IndividualOpinion
from governance.sharing.queries.evidence import kept_back
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

RECUSED, OTHER = "reviewer_citizen_1", "reviewer_law"


def reviewed_anew(council: CouncilAtWork) -> CouncilAtWork:
    done(council, "send_back", "submit", "pass_formal_check")
    return council


def after_recusal(council: CouncilAtWork) -> CouncilAtWork:
    """The opinions of the first round are open; one member was recused from it."""
    with clock.at(council.now):
        words = {"interest": "adviser", "note": "顧問である。"}
        reviews.declare_interest(council.request, by=council.users[RECUSED], **words)
    for _ in range(3):
        for name, who in council.boards_turn():
            council.act(name, who)
    assert former(council).member.review.consolidated_at is not None
    return council


def declare(council: CouncilAtWork, who: str) -> None:
    with clock.at(council.now):
        reviews.declare_interest(council.request, by=council.users[who], interest="none")


def former(council: CouncilAtWork) -> IndividualOpinion:
    rows = IndividualOpinion.objects.filter(line=council.line, member__review__turn=1)
    found = rows.exclude(member__user=council.users[OTHER]).order_by("pk").first()
    assert found is not None
    return found


def sheet(council: CouncilAtWork, who: str) -> int:
    path = reverse(
        "sharing:print_opinion", args=["shiomi", council.request.reference, former(council).pk, "pdf"]
    )
    with clock.at(council.now):
        return enter(Client(), council.users[who]).get(path).status_code


def workspace(council: CouncilAtWork, who: str) -> str:
    with clock.at(council.now):
        page = enter(Client(), council.users[who]).get(
            f"/c/shiomi/requests/{council.request.reference}/board/"
        )
    assert page.status_code == 200
    return page.content.decode()


def in_book(council: CouncilAtWork, who: str) -> list[int]:
    """Which opinions the reader's copy of the papers of a board meeting shows."""
    w = council.world
    with clock.at(council.now):
        board = queries.body(w.council, "ethics_board")
        meeting = assembly.plan_meeting(
            board, by=w.users["secretary"], starts_at=clock.now() + timedelta(days=20)
        )
        items = [item for item in books._items(meeting, council.users[who]) if item.case == council.request]
    assert items
    return [] if items[0].left_out else [one.pk for one in items[0].opinions or ()]


@pytest.mark.parametrize("roles", [(), (Role.SECRETARY, Role.CHAIR)])
def test_opinions_of_a_former_round_stay_closed_until_the_member_declares(
    voting: CouncilAtWork, roles: tuple[Role, ...]
) -> None:
    """Also where the member keeps the cases of the council."""
    council = reviewed_anew(voting)
    for role in roles:
        give(role, council.users[OTHER], council.world.council)
    assert sheet(council, OTHER) != 200
    assert former(council).pk not in in_book(council, OTHER)
    declare(council, OTHER)
    assert sheet(council, OTHER) == 200
    assert former(council).text in workspace(council, OTHER)
    assert former(council).pk in in_book(council, OTHER)


def test_who_presides_declares_first_like_any_member(voting: CouncilAtWork) -> None:
    council = reviewed_anew(voting)
    chair = "reviewer_ethics"
    path = f"/c/shiomi/requests/{council.request.reference}/"
    with clock.at(council.now):
        page = enter(Client(), council.users[chair]).get(path)
    assert "governance/sharing/requests/declare_first.html" in [one.name for one in page.templates]
    assert sheet(council, chair) != 200


@pytest.mark.parametrize("roles", [(), (Role.SECRETARY, Role.CHAIR)])
def test_who_was_recused_reads_no_opinion_of_that_round_in_the_next(
    checked: CouncilAtWork, roles: tuple[Role, ...]
) -> None:
    council = reviewed_anew(after_recusal(checked))
    for role in roles:
        give(role, council.users[RECUSED], council.world.council)
    assert sheet(council, RECUSED) != 200
    declare(council, RECUSED)
    assert sheet(council, RECUSED) == 404
    assert former(council).text not in workspace(council, RECUSED)
    assert former(council).pk not in in_book(council, RECUSED)


def test_who_was_recused_finds_no_deliberation_of_the_case_in_the_log(checked: CouncilAtWork) -> None:
    council = reviewed_anew(after_recusal(checked))
    declare(council, RECUSED)
    user = council.users[RECUSED]
    give(Role.AUDITOR, user, council.world.council)
    council.request.reviews.filter(closed_at=None).update(closed_at=council.now)
    told = LedgerEntry.objects.filter(council="shiomi", event=events.OPINION_RECORDED.name)
    told = told.filter(subject=f"request:{council.request.reference}")
    assert told.exists()
    with clock.at(council.now):
        assert not told.exclude(kept_back(user, council.world.council)).exists()
