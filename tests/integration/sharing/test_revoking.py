"""A revocation on its way rests on its decision, and a decision serves one act alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.errors import Invalid, NotNow, Refused
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.sharing.actions import conditions, grants, revoking, upholding
from governance.sharing.models import Condition, Grant
from governance.sharing.queries.deliveries import may_go_on
from governance.sharing.queries.upholding import fallen_revocations
from governance.sharing.views.decisions import own_decisions
from tests.cast import enter
from tests.factories import sharing
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import LATER, conditional, fails, wait
from tests.integration.sharing.verbs import steering


def revoke(council: CouncilAtWork, number: str, day: date | None = None) -> Grant:
    words = {"decision_number": number, "reason": "目的外の利用があった。", "from_on": day}
    with clock.at(council.now):
        return revoking.revoke(council.grant, by=council.users["secretary"], **words)


def later(council: CouncilAtWork) -> str:
    """The number of another decision of the steering body about the line, an hour later."""
    council.now += timedelta(hours=1)
    with clock.at(council.now):
        return steering(council)


def replaced(council: CouncilAtWork, decision: Any) -> str:
    """The number of the decision that the steering body puts in the place of ``decision``."""
    words = {"title_ja": "取消しの見直し", "reasons_ja": "改めて審議した。"}
    with clock.at(council.now):
        motion = sharing.carried(council.world, f"line:{council.line.reference}")
        secretary = council.users["secretary"]
        return str(assembly.supersede_decision(decision, by=secretary, motion=motion, **words).number)


@pytest.fixture
def ordered(prepared: CouncilAtWork) -> tuple[CouncilAtWork, str, date]:
    """A grant that will be revoked in ten days: the council, the number of the decision, and the day."""
    number, day = later(prepared), prepared.now.astimezone(clock.TOKYO).date() + timedelta(days=10)
    revoke(prepared, number, day)
    return prepared, number, day


def test_the_same_decision_revokes_earlier_and_never_later(ordered: tuple[CouncilAtWork, str, date]) -> None:
    council, number, day = ordered
    for wished in (day, day + timedelta(days=20)):
        with pytest.raises(NotNow, match="revocation_ordered"):
            revoke(council, number, wished)
    assert revoke(council, number, day - timedelta(days=3)).revoked_from == day - timedelta(days=3)
    client = enter(Client(), council.users["secretary"])
    with clock.at(council.now):
        page = client.get(f"/c/shiomi/grants/{council.grant.reference}/").content.decode()
        assert f"/c/shiomi/grants/{council.grant.reference}/revoke/" in page
        form = client.get(f"/c/shiomi/grants/{council.grant.reference}/revoke/").content.decode()
        assert f'value="{number}"' in form
    put_off = revoke(council, later(council), day + timedelta(days=20))
    assert put_off.revoked_from == day + timedelta(days=20)
    with pytest.raises(Invalid, match="decision_used_already"):
        revoke(council, number, day)


def test_a_revocation_whose_decision_fell_is_not_carried_out(
    ordered: tuple[CouncilAtWork, str, date],
) -> None:
    council, _number, day = ordered
    assert not fallen_revocations(council.world.council).exists()
    number = replaced(council, council.grant.revoking_decision)
    wait(council, 11)
    assert council.grant.state == "active"
    assert "window" in fails(council), "nothing flows from the day on"
    with clock.at(council.now):
        assert may_go_on(council.grant).code == "gate.window.revoked", "nor is a list handed over"
    client, page = (
        enter(Client(), council.users["secretary"]),
        f"/c/shiomi/grants/{council.grant.reference}/",
    )
    with clock.at(council.now):
        assert page in client.get("/c/shiomi/today/").content.decode()
        shown = client.get(page).content.decode()
        assert "別の決定に置き換えられています" in shown
        for act in ("revoke/", "revoke/call-off/"):
            assert page + act in shown, act
        with pytest.raises(Refused, match="decision_superseded"):
            revoke(council, _number)
    assert revoke(council, number).state == "disposal_due"
    assert not fallen_revocations(council.world.council).exists()
    assert council.grant.revoked_from > day


def test_the_decision_in_its_place_calls_it_off(ordered: tuple[CouncilAtWork, str, date]) -> None:
    council, _number, _day = ordered
    number = replaced(council, council.grant.revoking_decision)
    wait(council, 11)
    secretary = council.users["secretary"]
    with clock.at(council.now):
        revoking.call_off_revocation(council.grant, by=secretary, decision_number=number)
        assert "window" not in fails(council)
        assert not fallen_revocations(council.world.council).exists()


def test_what_was_called_off_and_what_called_it_off_serve_nothing_else(
    ordered: tuple[CouncilAtWork, str, date],
) -> None:
    council, number, day = ordered
    other, secretary = later(council), council.users["secretary"]
    with clock.at(council.now):
        assert number not in dict(own_decisions(council.line))
        assert other in dict(own_decisions(council.line))
        revoking.call_off_revocation(council.grant, by=secretary, decision_number=other)
        for spent in (number, other):
            assert spent not in dict(own_decisions(council.line))
            with pytest.raises(Invalid, match="decision_used_already"):
                revoke(council, spent, day)


def test_what_ends_otherwise_was_not_revoked_by_the_decision_on_its_way(
    ordered: tuple[CouncilAtWork, str, date],
) -> None:
    council, _number, _day = ordered
    with clock.at(council.now):
        grants.end_unratified(council.grant)
    council.reload()
    assert (council.grant.state, council.grant.revoked_from) == ("disposal_due", None)
    told = Job.objects.filter(payload__template="governance/sharing/grant_ended")
    assert set(told.values_list("payload__decision", flat=True)) == {""}


def test_what_waived_a_condition_serves_nothing_else(voting: CouncilAtWork) -> None:
    council = conditional(voting, LATER, {**LATER, "text": "別の報告をすること。"})
    first, second = Condition.objects.order_by("pk")
    secretary = council.users["secretary"]
    number = later(council)
    with clock.at(council.now):
        conditions.waive(first, by=secretary, decision_number=number)
        assert number not in dict(own_decisions(council.line))
        with pytest.raises(Invalid, match="decision_used_already"):
            conditions.waive(second, by=secretary, decision_number=number)
    with pytest.raises(Invalid, match="decision_used_already"):
        revoke(council, number)
    replaced(council, council.line.approvals.get().decision)
    with clock.at(council.now), pytest.raises(Invalid, match="decision_used_already"):
        upholding.uphold(council.line, by=secretary, decision_number=number)
