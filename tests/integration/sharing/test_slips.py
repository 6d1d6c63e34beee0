"""Slips on the panel: who was excused by mistake sits again, and a declaration is made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly.models import Appointment
from governance.sharing.actions import reviews, slips
from governance.sharing.models import IndividualOpinion, OpinionDraft, PanelMember
from governance.sharing.queries.requests import visible_to
from governance.sharing.queries.seats import can_sit_again
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_excusing import ALTERNATE, FIVE, LAW, each, eligible, excuse, seat


def mended(
    council: CouncilAtWork, verb: str, who: str, by: str = "secretary", reason: str = "誤り"
) -> PanelMember:
    with clock.at(council.now):
        made: PanelMember = getattr(slips, verb)(seat(council, who), by=council.users[by], reason=reason)
        return made


def told(council: CouncilAtWork, who: str) -> list[str]:
    jobs = Job.objects.filter(kind="mail", payload__user=council.users[who].pk)
    return [job.payload["template"].rpartition("/")[2] for job in jobs]


def reads(council: CouncilAtWork, who: str) -> bool:
    with clock.at(council.now):
        rows = visible_to(council.users[who], council.world.council)
        return rows.filter(pk=council.request.pk).exists()


def test_who_was_excused_by_mistake_sits_again(checked: CouncilAtWork) -> None:
    council = checked
    each(council, "declare", LAW)
    excuse(council, LAW)
    assert not reads(council, LAW)
    with pytest.raises(Invalid, match="reason_missing"):
        mended(council, "reinstate_member", LAW, reason=" ")
    with pytest.raises(NotPermitted):
        mended(council, "reinstate_member", LAW, by="reviewer_ethics")
    member = mended(council, "reinstate_member", LAW, reason="別人の届けと取り違えた。")
    assert (member.excused_at, member.excuse) == (None, "")
    assert reads(council, LAW)
    assert seat(council, ALTERNATE).sits_for is None
    assert eligible(council) == (5, 0)
    kept = member.corrections.get()
    assert (kept.said, kept.reason) == ("illness", "別人の届けと取り違えた。")
    assert "member_reinstated" in told(council, LAW)
    assert "alternate_spared" in told(council, ALTERNATE)
    assert "panel_restored" in told(council, "secretary")
    entry = LedgerEntry.objects.get(event="sharing.board_member_reinstated")
    assert "取り違えた" not in bytes(entry.content).decode()
    with pytest.raises(NotNow, match="not_excused"):
        mended(council, "reinstate_member", LAW)
    council.now += timedelta(hours=1)
    excuse(council, LAW)
    assert told(council, LAW).count("member_excused") == 2
    assert told(council, ALTERNATE).count("review_opened") == 2


def test_whoever_gave_the_seat_up_does_not_come_back(checked: CouncilAtWork) -> None:
    council = checked
    each(council, "declare", LAW)
    excuse(council, LAW, "resignation")
    held = Appointment.objects.filter(user=council.users[LAW], seat__body=seat(council, LAW).review.body)
    with clock.at(council.now):
        held.update(ended_at=clock.now())
        assert not can_sit_again(seat(council, LAW))
    with pytest.raises(NotNow, match="member_left_board"):
        mended(council, "reinstate_member", LAW)
    yesterday = council.now.date() - timedelta(days=1)
    held.update(until_on=yesterday, term_ends_on=yesterday)
    assert mended(council, "reinstate_member", LAW).excused_at is None, "the term merely ran out"


def test_not_once_the_alternate_has_judged_nor_once_the_opinions_are_open(checked: CouncilAtWork) -> None:
    council = checked
    rest = [ALTERNATE, *(one for one in FIVE if one != LAW)]
    excuse(council, LAW)
    each(council, "declare", *rest)
    each(council, "opine", ALTERNATE)
    with pytest.raises(NotNow, match="alternate_has_judged"):
        mended(council, "reinstate_member", LAW)
    each(council, "opine", *rest[1:])
    done(council, "consolidate")
    for verb, who in (("reinstate_member", LAW), ("reopen_declaration", rest[1])):
        with pytest.raises(NotNow, match="opinions_consolidated"):
            mended(council, verb, who)


def test_a_declaration_by_mistake_is_made_anew(checked: CouncilAtWork) -> None:
    council = checked
    with clock.at(council.now):
        reviews.declare_interest(council.request, by=council.users[LAW], interest="participant")
    assert seat(council, ALTERNATE).sits_for == seat(council, LAW)
    member = mended(council, "reopen_declaration", LAW)
    assert (member.is_recused, member.declared_at, member.interest) == (False, None, "")
    assert member.corrections.get().get_said_display()
    assert seat(council, ALTERNATE).sits_for is None
    assert "declaration_reopened" in told(council, LAW)
    each(council, "declare", *FIVE)
    each(council, "opine", *FIVE)
    assert eligible(council) == (5, 0)
    done(council, "consolidate")


def test_an_interest_that_was_forgotten_recuses_and_the_opinion_is_gone(checked: CouncilAtWork) -> None:
    council = checked
    each(council, "declare", LAW)
    each(council, "opine", LAW)
    mended(council, "reopen_declaration", LAW)
    member = seat(council, LAW)
    assert not IndividualOpinion.objects.filter(member=member).exists()
    assert OpinionDraft.objects.get(member=member).text
    with pytest.raises(NotNow, match="not_declared"):
        mended(council, "reopen_declaration", LAW)
    with clock.at(council.now):
        reviews.declare_interest(council.request, by=council.users[LAW], interest="participant")
    assert not OpinionDraft.objects.filter(member=member).exists()
    assert seat(council, ALTERNATE).sits_for == seat(council, LAW)


def test_the_pages(checked: CouncilAtWork, client: Any) -> None:
    council = checked
    each(council, "declare", LAW, "reviewer_ethics")
    board = f"/c/shiomi/requests/{council.request.reference}/board/"
    anew = f"{board}members/{seat(council, LAW).pk}/declaration/"
    back = f"{board}members/{seat(council, LAW).pk}/reinstate/"
    with clock.at(council.now):
        enter(client, council.users["reviewer_ethics"])
        assert anew not in client.get(board).content.decode()
        assert client.post(anew, {"reason": "誤り"}).status_code == 403
        enter(client, council.users["secretary"])
        assert anew in client.get(board).content.decode()
        assert client.post(anew, {}).status_code == 422
        assert client.post(anew, {"reason": "申告の誤り。"}).status_code == 302
        page = client.get(board).content.decode()
        assert anew not in page
        assert "申告の誤り。" in page
        reviews.declare_interest(council.request, by=council.users[LAW], interest="none", note="旧知である。")
        assert "旧知である。" in client.get(board).content.decode()
        assert client.post(anew, {"reason": "言葉の誤り。"}).status_code == 302
        assert "旧知である。" in client.get(board).content.decode()
        reviews.declare_interest(council.request, by=council.users[LAW], interest="none")
        enter(client, council.users["reviewer_ethics"])
        assert "旧知である。" not in client.get(board).content.decode()
        enter(client, council.users["secretary"])
    excuse(council, LAW)
    with clock.at(council.now):
        assert back in client.get(board).content.decode()
        assert client.post(back, {"reason": "取り違え。"}).status_code == 302
        assert back not in client.get(board).content.decode()
        enter(client, council.users["auditor"])
        assert client.post(back, {"reason": "誤り"}).status_code in {403, 404}
