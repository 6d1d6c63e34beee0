"""A copy, a change, a renewal: each a request of its own; the old grant ends when the new one begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from config.demo import moments, procedure
from core import clock
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.sharing.actions import approvals, endings, following, grants, requests, suspensions
from governance.sharing.enums import GrantState
from governance.sharing.models import Grant, SharingRequest
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, enter
from tests.factories import sharing
from tests.factories.sharing import newest_grant

pytestmark = pytest.mark.begins_with("demo_granted")


@pytest.fixture
def grant(cast: Cast) -> Grant:
    """A grant of the university, in force since the sixth day of the story."""
    return newest_grant(cast.shiomi)


def follow(cast: Cast, grant: Grant, kind: str, **changed: Any) -> SharingRequest:
    user = cast.shiomi.users["rep_university"]
    made = following.follow(grant.line.request, by=user, kind=kind)
    requests.edit_line(made.lines.get(), by=user, **changed)
    procedure.prove(made, by=user)
    requests.submit(made, by=user)
    return made


def agreed(cast: Cast, made: SharingRequest, step: int = 9) -> Grant:
    """The whole procedure once more: nothing of it is skipped."""
    world = cast.shiomi
    requests.pass_formal_check(made, by=world.users["secretary"])
    line = load_line(made.lines.get().pk)
    procedure.review(world, line.request, {line.number: "suitable"})
    procedure.conclude(world, line, reasons="同意の範囲内である。")
    procedure.steering_decision(world, load_line(line.pk), step=step)
    with clock.at(moments.story(step + 1)):
        approvals.accept_provision(
            load_line(line.pk),
            by=world.users["officer_mayor"],
            file_number="汐健第200号",
            harm="none_feared",
            reasons="同意がある。",
        )
        return sharing.agree(world, load_line(line.pk))


def test_a_change_is_reviewed_anew_and_its_grant_ends_the_old_one(cast: Cast, grant: Grant) -> None:
    with clock.at(moments.story(7)):
        made = follow(cast, grant, "amendment", items=["daily_steps", "age_band"], use_from=clock.today())
    assert (made.kind, made.follows) == ("amendment", grant.line.request)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE, "until the new one is agreed the old one holds"
    with clock.at(moments.story(8)):
        new = agreed(cast, made)
    grant.refresh_from_db()
    new.refresh_from_db()
    assert (new.state, grant.state, new.succeeds) == (GrantState.ACTIVE, GrantState.CLOSED, grant)
    with clock.at(moments.story(11)):
        ended, begun = [judge(load_line(pk), Moment.FLOW).verdict for pk in (grant.line_id, new.line_id)]
    assert "window" in [check.code for check in ended.blocking]
    assert [check.code for check in begun.blocking] == ["person_hold"], "which is asked person by person"
    assert LedgerEntry.objects.filter(
        event="sharing.grant_superseded", subject=f"grant:{grant.reference}", council="shiomi"
    ).exists()


def test_a_grant_that_begins_later_leaves_the_old_one_until_the_day_before(cast: Cast, grant: Grant) -> None:
    with clock.at(moments.story(7)):
        later = moments.story(10).astimezone(clock.TOKYO).date() + timedelta(days=20)
        made = follow(cast, grant, "amendment", use_from=later)
    with clock.at(moments.story(8)):
        new = agreed(cast, made)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE
    assert (new.starts_on, grant.ends_on) == (later, later - timedelta(days=1))
    secretary, ends = cast.shiomi.users["secretary"], {"terminated_from": later, "termination_reason": "更新"}
    grant.line.agreements.update(**ends, terminated_at=clock.now(), terminated_by=secretary)
    with clock.at(clock.on(later)):
        assert endings.end_due() == 0, "its period is over, and it expires"
        grants.expire_due()
    grant.refresh_from_db()
    assert grant.state == GrantState.CLOSED, "the data are held on under the new grant: nothing is due"


@pytest.mark.parametrize(
    ("state", "gap", "ends_as"),
    [
        (GrantState.SUSPENDED, 0, GrantState.CLOSED),
        (GrantState.AWAITING, 0, GrantState.DISPOSAL_DUE),
        (GrantState.SUSPENDED, 1, GrantState.DISPOSAL_DUE),
    ],
)
def test_a_grant_ends_in_favour_of_one_that_stands_though_nothing_flows_under_it(
    state: str, gap: int, ends_as: str, cast: Cast, grant: Grant
) -> None:
    """Suspended, a renewal stands; one that awaits its conditions allows nothing yet, and one that begins after a day
    on which none covers what is held does not carry it on."""
    with clock.at(moments.story(7)):
        later = moments.story(10).astimezone(clock.TOKYO).date() + timedelta(days=20)
        made = follow(cast, grant, "amendment", use_from=later)
    with clock.at(moments.story(8)):
        new = agreed(cast, made)
        if state == GrantState.SUSPENDED:
            suspensions.suspend(new, by=cast.shiomi.users["secretary"], reason="点検")
        else:
            Grant.objects.filter(pk=new.pk).update(state=state)
    Grant.objects.filter(pk=new.pk).update(starts_on=later + timedelta(days=gap))
    with clock.at(clock.on(later)):
        grants.expire_due()
    grant.refresh_from_db()
    new.refresh_from_db()
    assert (grant.state, new.state) == (ends_as, state)
    assert new.succeeds == (grant if ends_as == GrantState.CLOSED else None)


def test_the_board_sees_what_differs_from_what_was_granted(cast: Cast, grant: Grant) -> None:
    with clock.at(moments.story(7)):
        made = follow(cast, grant, "amendment", items=["daily_steps"], use_from=clock.today())
    shown = enter(Client(), cast.shiomi.users["secretary"]).get(f"/c/shiomi/requests/{made.reference}/")
    changes = {one["field"] for one in shown.context["followed"]}
    assert "項目" in changes
    assert "提供の形態" not in changes
    assert grant.line.request.reference in shown.content.decode()


def test_a_renewal_begins_after_the_end_with_the_same_terms(cast: Cast, grant: Grant) -> None:
    user = cast.shiomi.users["rep_university"]
    with clock.at(moments.story(7)):
        made = following.follow(grant.line.request, by=user, kind="renewal")
        line = made.lines.get()
        assert line.use_from == grant.ends_on + timedelta(days=1)
        assert (line.use_until, line.items) == (None, grant.line.items)
        with pytest.raises(NotNow) as refused:
            following.follow(grant.line.request, by=user, kind="amendment")
    assert refused.value.params["by"] == line.reference


def test_only_what_was_granted_is_followed_and_only_by_its_applicant(cast: Cast, grant: Grant) -> None:
    with pytest.raises(NotPermitted):
        following.follow(grant.line.request, by=cast.shiomi.users["rep_bus"], kind="renewal")
    second = SharingRequest.objects.get(council=cast.shiomi.council, title_ja__contains="第2期")
    with pytest.raises(Refused):
        following.follow(second, by=cast.shiomi.users["rep_university"], kind="renewal")
    SharingRequest.objects.filter(pk=second.pk).update(state="concluded")
    with pytest.raises(Refused):
        following.follow(second, by=cast.shiomi.users["rep_university"], kind="renewal")


def test_the_address_takes_a_grant_or_a_request(cast: Cast, grant: Grant) -> None:
    client = enter(Client(), cast.shiomi.users["rep_university"])
    for reference in (grant.reference, grant.line.request.reference):
        page = client.get(f"/c/shiomi/requests/follow/{reference}/")
        assert page.status_code == 200
        assert grant.line.reference in page.content.decode()
    answer = client.post(f"/c/shiomi/requests/follow/{grant.reference}/", {"kind": "renewal", "lines": ["1"]})
    made = SharingRequest.objects.order_by("-pk")[0]
    assert answer.url == f"/c/shiomi/requests/{made.reference}/"
    assert made.follows == grant.line.request
    for method in (client.get, client.post):
        page = method(f"/c/shiomi/requests/follow/{grant.reference}/", {"kind": "renewal", "lines": ["1"]})
        assert f'href="{answer.url}">{made.reference}-1へ' in page.content.decode()
        assert 'name="kind"' not in page.content.decode(), "the form could only fail"
    assert enter(Client(), cast.shiomi.users["rep_bus"]).get(
        f"/c/shiomi/requests/follow/{grant.reference}/"
    ).status_code in (403, 404)
    stranger = enter(Client(), cast.nagiura.users["rep_university"])
    assert stranger.get(f"/c/shiomi/requests/follow/{grant.reference}/").status_code == 404


def test_a_copy_stands_for_itself(cast: Cast) -> None:
    source = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-018")
    client = enter(Client(), cast.shiomi.users["rep_university"])
    answer = client.post("/c/shiomi/requests/R-2026-018/copy/")
    made = SharingRequest.objects.order_by("-pk")[0]
    assert answer.url == f"/c/shiomi/requests/{made.reference}/"
    assert (made.kind, made.follows, made.state) == ("new", None, "drafted")
    line = made.lines.get()
    assert (line.items, line.use_from, line.state) == (source.lines.get().items, None, "drafted")
    with pytest.raises(NotPermitted):
        following.copy(source, by=cast.shiomi.users["rep_bus"])


def test_a_change_of_contact_is_told_and_not_reviewed(cast: Cast, grant: Grant) -> None:
    row = grant.line.request
    client = enter(Client(), cast.shiomi.users["rep_university"])
    told = {"what": "contact", "before": "研究推進課 内線 101", "after": "研究推進課 内線 202"}
    answer = client.post(f"/c/shiomi/requests/{row.reference}/tell-change/", told)
    assert answer.status_code == 302
    assert "内線 202" in client.get(answer.url).content.decode()
    row.refresh_from_db()
    assert row.state == "concluded"
    assert Job.objects.filter(key__startswith="sharing:change_told:").count() >= 2
    empty = client.post(f"/c/shiomi/requests/{row.reference}/tell-change/", told | {"after": ""})
    assert empty.status_code == 422
