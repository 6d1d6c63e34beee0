"""A member reads on its first page what is stopped, why, and what it can do about it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from core import clock
from core.errors import Refused
from core.http.dates import short
from governance.members.actions import blocks
from governance.members.models import Membership
from governance.members.queries import organisations_of
from governance.sharing.actions import suspensions
from governance.sharing.models import Grant
from governance.sharing.queries.requests import organs_of
from tests.cast import Cast, World
from tests.factories import sharing
from tests.factories.decisions import decision_taken
from tests.integration.desk.test_log import body, get

pytestmark = pytest.mark.usefixtures("demo")
REASON = "安全管理措置の報告に疑義があるため。"


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


def test_recipient_and_holder_see_a_suspended_grant_with_its_reason_and_nobody_else(world: World) -> None:
    grant = Grant.objects.get(council=world.council, reference="G-2026-002")
    pages = ("standing/", f"requests/{grant.line.request.reference}/")
    for page in pages:
        shown = body(get(world, "rep_delivery", page=page))
        assert re.search(r"G-2026-002</a>.*?まで「.*?」の提供を受けられます", shown, re.DOTALL), page
    suspensions.suspend(grant, by=world.users["secretary"], reason=REASON)
    recipient = body(get(world, "rep_delivery", page="standing/"))
    assert REASON in recipient
    for page in pages:
        shown = body(get(world, "rep_delivery", page=page))
        assert re.search(r"G-2026-002</a>.*?現在「.*?」の提供を受けられません", shown, re.DOTALL), page
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
    until = date(2027, 3, 31)
    Membership.objects.filter(pk=row.pk).update(state="suspended", state_reason=REASON, suspended_until=until)
    own = body(get(world, "rep_delivery", page="standing/"))
    assert "会員資格が停止されています" in own
    assert REASON in own
    assert short(until) in own
    assert REASON not in body(get(world, "rep_university", page="standing/"))
    Membership.objects.filter(pk=row.pk).update(state="admitted", state_reason="", suspended_until=None)
    row.refresh_from_db()
    words = {"by": world.users["secretary"], "scope": "recipient", "reason": "廃棄証明の期限を過ぎたため。"}
    words |= {"from_on": clock.today(), "until_on": clock.today() + timedelta(days=30)}
    alone = decision_taken(world.council)
    with pytest.raises(Refused, match="decision_not_voted"):
        blocks.block(row, decision_number=alone, **words)
    held = blocks.block(row, decision_number=sharing.voted(world, ""), **words)
    shown = body(get(world, "rep_delivery", page="standing/"))
    assert "廃棄証明の期限を過ぎたため。" in shown
    assert f"/members/{row.pk}/blocks/{held.pk}/appeal/" in shown
