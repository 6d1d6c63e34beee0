"""A request of which one line is decided: it is handed in again, loses a line, and ends, with what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from config.demo import moments, procedure
from config.demo import requests as demo
from core import clock
from core.errors import NotNow, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.assembly import queries as assembly_queries
from governance.assembly.enums import MeetingForm
from governance.assembly.models import Motion
from governance.sharing.actions import approvals, datasets_revising, following, lapsing, requests, reviews
from governance.sharing.models import Grant, RequestLine, SharingRequest
from governance.sharing.permissions import roles_of
from governance.sharing.queries import idle
from governance.sharing.queries.asked import asked_lines, numbers_in
from governance.sharing.queries.datasets import resting_lines
from governance.sharing.queries.deciding import items_about
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.requests import open_lines, visible_to
from governance.sharing.queries.turns import since_last_turn
from governance.sharing.views.decisions import own_decisions
from tests.cast import Cast, World, enter
from tests.factories import sharing
from tests.integration.sharing.partly import before_the_board, send_back

pytestmark = [pytest.mark.begins_with("partly_granted")]


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with clock.at(moments.story(8)):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


def partly_granted(world: World) -> SharingRequest:
    return SharingRequest.objects.get(council=world.council)


def sent_back(world: World) -> SharingRequest:
    return send_back(world, partly_granted(world))


def states(row: SharingRequest) -> list[str]:
    row.refresh_from_db()
    return [row.state, *row.lines.order_by("number").values_list("state", flat=True)]


def mailed(event: str) -> int:
    return Job.objects.filter(kind="mail", payload__template=f"governance/sharing/{event}").count()


def test_only_what_is_to_be_decided_is_asked_about_when_it_is_handed_in_again(world: World) -> None:
    row, user = sent_back(world), world.users["rep_university"]
    day = clock.today()
    row.lines.filter(number=1).update(use_from=day - timedelta(days=9), use_until=day - timedelta(days=1))
    page = f"/c/shiomi/requests/{row.reference}/"
    client = enter(Client(), user)
    shown = client.get(page).content.decode()
    assert f"{page}lines/2/remove/" in shown
    assert f"{page}lines/1/remove/" not in shown, "it is decided"
    assert "不足している点を確認し" not in shown, "nothing is missing"
    assert client.post(f"{page}submit/").status_code == 302
    assert states(row) == ["submitted", "agreed", "drafted"]
    asked = [line.verdicts.filter(moment="submission").count() for line in row.lines.order_by("number")]
    assert asked == [1, 2]


def test_a_line_that_was_handed_in_is_taken_out_and_stays_on_record(world: World) -> None:
    row, user = sent_back(world), world.users["rep_university"]
    line = row.lines.get(number=2)
    page = f"/c/shiomi/requests/{row.reference}/"
    client = enter(Client(), user)
    assert client.post(f"{page}lines/2/remove/").status_code == 302
    assert states(row) == ["drafted", "agreed", "withdrawn"]
    assert line.verdicts.exists()
    assert LedgerEntry.objects.filter(
        event="sharing.line_withdrawn", subject=f"line:{row.reference}-2"
    ).exists()
    with pytest.raises(NotNow, match="line_taken_out"):
        requests.edit_line(line, by=user, retention_months=6)
    with pytest.raises(Refused, match="nothing_left_to_decide") as refused:
        requests.submit(row, by=user)
    assert refused.value.params == {"lines": f"{row.reference}-1"}
    assert client.post(f"{page}submit/").status_code == 422
    line.refresh_from_db()
    RequestLine.objects.filter(pk=line.pk).update(dataset=procedure.registered(world, "D-02"))
    other = world.users["officer_education"]
    assert visible_to(other, world.council).filter(pk=row.pk).exists(), "asked, as far as was handed in"
    asked = {**demo.CONSENTED, **procedure.asked()}
    requests.add_line(row, procedure.registered(world, "D-01"), by=user, **asked)
    requests.submit(row, by=user)
    assert not visible_to(other, world.council).filter(pk=row.pk).exists(), "asked for nothing any more"
    assert "provider" not in roles_of(other, row)
    assert [one.number for one in asked_lines(row)] == numbers_in(row, 2) == [1, 3]
    assert following.copy(row, by=user).lines.count() == 2
    told = {(one.where, one.field) for one in since_last_turn(row)}
    assert {("line 2", "dataset"), ("line 3", "dataset")} <= told
    requests.pass_formal_check(row, by=world.users["secretary"])
    assert states(row) == ["in_review", "agreed", "withdrawn", "under_review"]
    assert list(open_lines().filter(request=row).values_list("number", flat=True)) == [1, 3]


def test_a_request_that_asks_for_nothing_any_more_says_so(world: World) -> None:
    user = world.users["rep_university"]
    row = requests.draft(world.council, by=user, recipient=world.organs["university"], **demo.RESEARCH)
    asked = {**demo.CONSENTED, **procedure.asked()}
    line = requests.add_line(row, procedure.registered(world, "D-01"), by=user, **asked)
    procedure.prove(row, by=user)
    requests.submit(row, by=user)
    requests.return_for_correction(row, by=world.users["secretary"], reason="補正を求める。")
    requests.remove_line(line, by=user)
    with pytest.raises(Refused, match="request_without_lines"):
        requests.submit(row, by=user)
    with pytest.raises(NotNow, match="nothing_decided"):
        requests.withdraw_rest(row, by=user)
    requests.withdraw(row, by=user)
    assert states(row) == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize("begin", [partly_granted, sent_back])
def test_what_is_decided_stays_when_the_rest_is_withdrawn(
    world: World, begin: Callable[[World], SharingRequest]
) -> None:
    row, user = begin(world), world.users["rep_university"]
    page, client = f"/c/shiomi/requests/{row.reference}/", enter(Client(), user)
    with pytest.raises(NotNow, match="only_rest_withdrawn"):
        requests.withdraw(row, by=user)
    shown = client.get(page).content.decode()
    assert f'action="{page}withdraw-rest/"' in shown
    assert f'action="{page}withdraw/"' not in shown
    assert client.post(f"{page}withdraw-rest/").status_code == 302
    assert states(row) == ["concluded", "agreed", "withdrawn"]
    assert row.concluded_at is not None
    assert not row.reviews.filter(closed_at=None).exists()
    assert mailed("request_rest_withdrawn") > 0
    line = RequestLine.objects.select_related("request").get(request=row, number=1)
    assert not line.is_over
    following.tell_change(row, by=user, what="contact", before="旧", after="新")
    assert following.follow(row, by=user, kind="renewal").lines.count() == 1
    entry = LedgerEntry.objects.get(event="sharing.request_rest_withdrawn")
    assert f"{row.reference}-1" in bytes(entry.content).decode()


def test_only_the_applicant_withdraws_the_rest(cast: Cast, world: World) -> None:
    row = partly_granted(world)
    path = f"/c/shiomi/requests/{row.reference}/withdraw-rest/"
    for who in ("secretary", "officer_mayor", "chair"):
        assert enter(Client(), world.users[who]).post(path).status_code == 403
    assert enter(Client(), cast.nagiura.users["rep_delivery"]).post(path).status_code == 404
    assert states(row)[0] == "in_review"


def test_what_is_decided_stays_when_the_rest_lapses(world: World) -> None:
    row = partly_granted(world)
    for days in (351, 365):
        with clock.at(clock.on(idle.last_touched(row) + timedelta(days=days))):
            lapsing.lapse_untouched()
    assert states(row) == ["concluded", "agreed", "withdrawn"]
    assert LedgerEntry.objects.filter(event="sharing.request_rest_lapsed").exists()
    assert mailed("request_rest_lapsed") >= 2


def test_a_running_grant_keeps_its_items_while_its_request_is_sent_back(world: World) -> None:
    row, officer = sent_back(world), world.users["officer_mayor"]
    dataset = procedure.registered(world, "D-01")
    assert [line.number for line in resting_lines(dataset) if line.request_id == row.pk] == [1]
    used = Grant.objects.get(line__request=row).items[0]
    draft = datasets_revising.begin(dataset, by=officer)
    draft.items.filter(code=used).delete()
    with pytest.raises(Refused, match="items_in_use"):
        datasets_revising.adopt(draft, by=officer, reason="項目を整理する。")


def test_what_is_granted_is_renewed_while_the_rest_is_open(world: World) -> None:
    row, user = sent_back(world), world.users["rep_university"]
    shown = enter(Client(), user).get(f"/c/shiomi/requests/{row.reference}/").content.decode()
    assert f"/requests/follow/{row.reference}/" in shown
    assert f"/requests/{row.reference}/tell-change/" in shown
    following.tell_change(row, by=user, what="contact", before="旧", after="新")
    made = following.follow(row, by=user, kind="renewal")
    assert made.lines.get().follows == row.lines.get(number=1)
    with pytest.raises(NotNow, match="line_followed"):
        following.follow(row, by=user, kind="amendment")
    with pytest.raises(Refused, match="nothing_granted"):
        following.tell_change(made, by=user, what="contact", before="旧", after="新")


def put_to_vote(world: World, line: RequestLine) -> Motion:
    """An item about ``line`` whose papers go round."""
    secretary, until = world.users["secretary"], clock.now() + timedelta(days=1)
    body = assembly_queries.body(world.council, "steering")
    meeting = assembly.plan_meeting(body, by=secretary, starts_at=until, form=MeetingForm.CIRCULATED)
    motion = assembly.table_motion(meeting, by=secretary, title_ja="承認", about=f"line:{line.reference}")
    assembly.open_meeting(assembly.convene(meeting, by=secretary), by=secretary)
    return assembly.put_to_vote(motion, by=secretary)


def test_a_decision_about_an_earlier_submission_serves_no_later_one(world: World) -> None:
    row, secretary = partly_granted(world), world.users["secretary"]
    line = load_line(row.lines.get(number=2).pk)
    reviews.give_opinion(line, by=secretary, reasons="同意の範囲内である。")
    old = sharing.decided(world, line, title="利用承認")
    assert old in dict(own_decisions(line, opined=True))
    meeting = assembly.plan_meeting(
        assembly_queries.body(world.council, "steering"), by=secretary, starts_at=moments.story(30)
    )
    waiting = assembly.table_motion(meeting, by=secretary, title_ja="承認", about=f"line:{line.reference}")
    voted = put_to_vote(world, line)
    requests.return_to_applicant(row, by=secretary, reason="項目を改める。")
    for motion in (waiting, voted):
        motion.refresh_from_db()
        assert motion.state == "withdrawn", "nobody asks for it any more, be it under way"
    with clock.at(moments.story(9)):
        requests.submit(row, by=world.users["rep_university"])
        requests.pass_formal_check(row, by=secretary)
    with clock.at(moments.story(10)):
        procedure.review(world, row, {2: "unsuitable"})
        reviews.give_opinion(load_line(line.pk), by=secretary, reasons="必要性が乏しい。")
    with clock.at(moments.story(11)):
        line = load_line(line.pk)
        assert old not in dict(own_decisions(line, opined=True))
        assert not items_about(line).exists(), "it is put before the body anew"
        for act in (approvals.approve, approvals.not_approve):
            with pytest.raises(Refused, match="decision_too_early"):
                act(line, by=secretary, decision_number=old, reasons="必要がある。")
        new = sharing.decided(world, line, title="不承認")
        assert items_about(line).exists()
        approvals.not_approve(line, by=secretary, decision_number=new, reasons="必要性が乏しい。")


@pytest.mark.begins_with("ready")
def test_the_page_of_the_board_leads_a_member_from_line_to_line(world: World) -> None:
    row = before_the_board(world)
    base, opinion = f"/c/shiomi/requests/{row.reference}/", {"judgement": "suitable", "text": "よい。"}
    with clock.at(moments.story(3)):
        procedure.declare(world, row)
        client = enter(Client(), world.users["reviewer_law"])

        def waits(word: str) -> int:
            shown = client.get(f"{base}board/").content.decode()
            assert 'href="#line-2"' in shown
            return shown.count(word)

        assert waits("あなたの意見を待っています") == 2
        sent = client.post(f"{base}lines/2/my-opinion/", opinion)
        assert sent["Location"] == f"{base}board/#line-1", "the other one waits"
        assert client.post(f"{base}lines/1/my-opinion/", opinion)["Location"] == f"{base}board/"
        assert waits("あなたの意見を待っています") == 0
        procedure.give_opinions(world, row, {1: "suitable", 2: "suitable"})
        assert waits("あなたの表決を待っています") == 2
        voted = client.post(f"{base}lines/1/ballot/", {"choice": "suitable"})
        assert voted["Location"] == f"{base}board/#line-2"
        assert waits("あなたの表決を待っています") == 1
