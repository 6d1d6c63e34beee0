"""A member reads on its first page what is stopped, why, and what it can do about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from governance.members.actions import blocks
from governance.members.models import Membership
from governance.members.queries import organisations_of
from governance.sharing.actions import suspensions
from governance.sharing.models import Grant
from governance.sharing.queries.requests import organs_of
from tests.cast import Cast, World
from tests.factories.decisions import decision_taken
from tests.integration.desk.test_log import body, get

pytestmark = pytest.mark.usefixtures("demo")
REASON = "安全管理措置の報告に疑義があるため。"


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


def test_recipient_and_holder_see_a_suspended_grant_with_its_reason_and_nobody_else(world: World) -> None:
    grant = Grant.objects.get(council=world.council, reference="G-2026-002")
    suspensions.suspend(grant, by=world.users["secretary"], reason=REASON)
    recipient = body(get(world, "rep_delivery", page="standing/"))
    assert REASON in recipient
    assert "/c/shiomi/grants/G-2026-002/" in recipient
    assert "/c/shiomi/incidents/report/" in recipient
    provider = grant.line.dataset.provider
    officers = [
        key
        for key, user in world.users.items()
        if provider in organs_of(user) or provider.organisation in organisations_of(user, world.council)
    ]
    assert officers
    for key in officers:
        assert REASON in body(get(world, key, page="standing/")), key
    assert REASON not in body(get(world, "rep_university", page="standing/"))


def test_a_suspension_of_the_membership_and_a_block_stand_with_their_reasons(world: World) -> None:
    row = Membership.objects.get(council=world.council, organisation=world.organisations["delivery"])
    Membership.objects.filter(pk=row.pk).update(state="suspended", state_reason=REASON)
    own = body(get(world, "rep_delivery", page="standing/"))
    assert "会員資格が停止されています" in own
    assert REASON in own
    assert REASON not in body(get(world, "rep_university", page="standing/"))
    Membership.objects.filter(pk=row.pk).update(state="admitted", state_reason="")
    until = clock.today() + timedelta(days=30)
    held = blocks.block(
        Membership.objects.get(pk=row.pk),
        by=world.users["secretary"],
        scope="recipient",
        reason="廃棄証明の期限を過ぎたため。",
        decision_number=decision_taken(world.council),
        from_on=clock.today(),
        until_on=until,
    )
    shown = body(get(world, "rep_delivery", page="standing/"))
    assert "廃棄証明の期限を過ぎたため。" in shown
    assert f"/members/{row.pk}/blocks/{held.pk}/appeal/" in shown
