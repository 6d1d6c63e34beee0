"""An approval whose decision was superseded: nothing goes on until it is recorded whether the new one upholds it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from config.demo import moments, procedure
from core import clock
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from gateway.authzen.log import log
from gateway.authzen.memory import memory
from governance.assembly import actions as assembly
from governance.sharing.actions import approvals, deliveries, grants, upholding
from governance.sharing.models import Approval, Delivery, Grant
from governance.sharing.queries import waiting
from governance.sharing.queries.deliveries import may_fetch
from governance.sharing.queries.emergencies import ratify_by
from governance.sharing.queries.periods import last_day
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.rights import rights_under
from governance.sharing.queries.upholding import to_uphold
from tests.cast import Cast, World, signed_in
from tests.factories import sharing
from tests.integration.authzen.conftest import NOON, Flow, flow
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done, fails
from tests.integration.sharing.test_conditions_asked import rows


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    memory.forget()
    log.drop()
    yield
    memory.forget()
    log.drop()


def supersede(world: World, line: Any, title: str = "利用承認の変更") -> str:
    """The number of the decision that the steering body puts in the place of the one behind the approval."""
    approval = Approval.objects.filter(line=line).latest("pk")
    decision = approval.ratified_by or approval.decision
    motion = sharing.carried(world, f"line:{line.reference}")
    words = {"title_ja": title, "reasons_ja": "改めて審議した。", "motion": motion}
    return str(assembly.supersede_decision(decision, by=world.users["secretary"], **words).number)


@pytest.mark.begins_with("granted")
class TestAGrant:
    @pytest.fixture(autouse=True)
    def _noon(self) -> Iterator[None]:
        with clock.at(NOON):
            yield

    @pytest.fixture
    def world(self, cast: Cast) -> World:
        return cast.shiomi

    @pytest.fixture
    def asking(self, world: World) -> Flow:
        return flow(world)

    @pytest.fixture
    def grant(self, world: World) -> Grant:
        return Grant.objects.get(council=world.council)

    @pytest.fixture
    def prepared(self, grant: Grant, world: World) -> Delivery:
        return deliveries.write_list(deliveries.prepare(grant, by=world.users["officer_mayor"]))

    def test_nothing_flows_until_the_new_decision_upholds_it(
        self, asking: Flow, grant: Grant, prepared: Delivery, world: World
    ) -> None:
        officer, secretary = world.users["officer_mayor"], world.users["secretary"]
        before = Approval.objects.get(line=grant.line)
        assert asking.decision()["decision"] is True
        request = grant.line.request
        recipient = signed_in(world.users["rep_university"])
        pages = ("/c/shiomi/standing/", f"/c/shiomi/requests/{request.reference}/")
        number = supersede(world, grant.line)
        assert asking.reasons() == ["gate.approval.superseded"]
        for page in pages:
            assert "提供を受けられません（根拠となる決定" in recipient.get(page).content.decode(), page
        with pytest.raises(Refused, match="superseded"):
            deliveries.release(prepared, by=officer)
        made = upholding.uphold(grant.line, by=secretary, decision_number=number)
        assert asking.decision()["decision"] is True
        (right,) = rights_under([request])[request.pk]
        assert (right.until, right.is_superseded) == (last_day(grant), False)
        deliveries.release(prepared, by=officer)
        same = ("items", "purpose", "data_class", "conditions", "valid_until", "reasons")
        assert [getattr(made, name) for name in same] == [getattr(before, name) for name in same]
        assert (made.decision.number, made.is_approved) == (number, True)
        content = bytes(LedgerEntry.objects.get(event="sharing.line_approval_upheld").content)
        assert json.loads(content)["facts"] == {"before": before.decision.number, "decision": number}
        grant.refresh_from_db()
        assert (grant.state, load_line(grant.line_id).state) == ("active", "agreed")

    def test_further_conditions_and_an_earlier_end_are_upheld_with_it(
        self, asking: Flow, grant: Grant, world: World
    ) -> None:
        before, secretary = Approval.objects.get(line=grant.line), world.users["secretary"]
        number, today = supersede(world, grant.line), clock.today()
        words = {"by": secretary, "decision_number": number}
        for day, code in (
            (before.valid_until + timedelta(days=1), "upheld_beyond"),
            (today - timedelta(days=1), "too_short"),
        ):
            with pytest.raises(Invalid, match=code):
                upholding.uphold(grant.line, until=day, **words)
        until = grant.ends_on - timedelta(days=30)
        report = {"text": "中間報告をすること。", "kind": "continuing", "due_days": "10"}
        page = f"/c/shiomi/requests/{grant.line.request.reference}/lines/{grant.line.number}/uphold/"
        client = signed_in(secretary)
        assert f'value="{before.valid_until.isoformat()}"' in client.get(page).content.decode()
        sent = {"decision_number": number, "until": until.isoformat(), **rows(report)}
        assert client.post(page, sent).status_code == 302
        made = Approval.objects.filter(line=grant.line).latest("pk")
        grant.refresh_from_db()
        assert (made.valid_until, grant.ends_on, grant.state) == (until, until, "active")
        assert [one["text"] for one in made.conditions] == [report["text"]]
        assert grant.line.conditions.get().due_on == today + timedelta(days=10)
        assert LedgerEntry.objects.filter(event="sharing.grant_shortened").count() == 1
        told = Job.objects.filter(payload__template="governance/sharing/line_decided").latest("pk")
        assert told.payload["outcome"] == "upheld"
        assert asking.decision()["decision"] is True
        with clock.at(clock.on(today + timedelta(days=11), 12)):
            assert "gate.conditions.overdue" in asking.reasons()

    def test_what_was_upheld_falls_again_with_the_decision_that_upheld_it(
        self, asking: Flow, grant: Grant, world: World
    ) -> None:
        first = supersede(world, grant.line)
        upholding.uphold(grant.line, by=world.users["secretary"], decision_number=first)
        second = supersede(world, grant.line, "再度の変更")
        assert asking.reasons() == ["gate.approval.superseded"]
        with pytest.raises(Refused, match="decision_superseded"):
            upholding.uphold(grant.line, by=world.users["secretary"], decision_number=first)
        upholding.uphold(grant.line, by=world.users["chair"], decision_number=second)
        assert asking.decision()["decision"] is True

    def test_what_is_not_upheld_ends(
        self, asking: Flow, grant: Grant, prepared: Delivery, world: World
    ) -> None:
        number = supersede(world, grant.line)
        secretary = world.users["secretary"]
        with pytest.raises(Invalid, match="reason_missing"):
            upholding.overturn(grant.line, by=secretary, decision_number=number, reasons=" ")
        made = upholding.overturn(
            grant.line, by=secretary, decision_number=number, reasons="必要がなくなった。"
        )
        grant.refresh_from_db()
        prepared.refresh_from_db()
        line = load_line(grant.line_id)
        assert (made.is_approved, made.decision.number) == (False, number)
        assert (line.state, grant.state, prepared.state) == ("not_approved", "disposal_due", "cancelled")
        assert "gate.approval.not_approved" in asking.reasons()
        assert not to_uphold(world.council).exists()
        with pytest.raises(NotNow):
            upholding.uphold(line, by=secretary, decision_number=number)

    def test_once_the_grant_has_ended_there_is_nothing_to_uphold(self, grant: Grant, world: World) -> None:
        number = supersede(world, grant.line)
        assert to_uphold(world.council).exists()
        grants.give_back(grant, by=world.users["rep_university"])
        assert not to_uphold(world.council).exists()
        words = {"by": world.users["secretary"], "decision_number": number}
        with pytest.raises(NotNow, match="nothing_to_uphold"):
            upholding.uphold(grant.line, **words)
        with pytest.raises(NotNow, match="nothing_to_uphold"):
            upholding.overturn(grant.line, reasons="必要がなくなった。", **words)

    def test_only_a_standing_decision_about_the_line_and_only_where_it_fell(
        self, grant: Grant, world: World
    ) -> None:
        secretary, former = world.users["secretary"], grant.line.approvals.get().decision.number
        other = sharing.decided(world, grant.line)
        with pytest.raises(NotNow, match="approval_stands"):
            upholding.uphold(grant.line, by=secretary, decision_number=other)
        number = supersede(world, grant.line)
        with pytest.raises(Refused, match="decision_superseded"):
            upholding.uphold(grant.line, by=secretary, decision_number=former)
        with pytest.raises(Refused, match="decision_not_about_line"):
            upholding.uphold(grant.line, by=secretary, decision_number="汐見協第999号")
        for name in ("rep_university", "officer_mayor", "auditor"):
            with pytest.raises(NotPermitted):
                upholding.uphold(grant.line, by=world.users[name], decision_number=number)

    def test_a_released_list_stays_as_evidence_and_is_not_handed_over(
        self, grant: Grant, prepared: Delivery, world: World
    ) -> None:
        officer = world.users["officer_mayor"]
        delivery = deliveries.release(prepared, by=officer)
        path = f"/c/shiomi/deliveries/{delivery.reference}/"
        client = signed_in(officer)
        standing = client.get(path).content.decode()
        assert may_fetch(delivery)
        number = supersede(world, grant.line)
        page = client.get(path).content.decode()
        assert client.get(f"{path}list.csv").status_code == 200
        with pytest.raises(NotNow, match="approval_superseded"):
            may_fetch(delivery).or_raise()
        for words in (number, "当分の間、引き渡さないでください", "提供を決めた時点の一覧です"):
            assert words in page, words
            assert words not in standing, words

    def test_the_secretariat_finds_it_and_records_it_on_a_page(self, grant: Grant, world: World) -> None:
        request, client = grant.line.request, signed_in(world.users["secretary"])
        page, act = f"/c/shiomi/requests/{request.reference}/", f"lines/{grant.line.number}/uphold/"
        assert act not in client.get(page).content.decode()
        number = supersede(world, grant.line)
        shown = client.get(page).content.decode()
        assert act in shown
        assert act.replace("uphold", "overturn") in shown
        assert number in shown
        today = client.get("/c/shiomi/today/").content.decode()
        assert f"#line-{grant.line.number}" in today
        assert number in client.get(page + act).content.decode()
        assert client.post(page + act, {"decision_number": number}).status_code == 302
        assert act not in client.get(page).content.decode()
        assert not to_uphold(world.council).exists()


@pytest.mark.usefixtures("demo")
def test_neither_provider_nor_agreement_goes_on_from_it(cast: Cast) -> None:
    world = cast.shiomi
    line = sharing.reviewed(world)
    procedure.steering_decision(world, line, step=5)
    words = {"file_number": "汐健第112号", "harm": "none_feared", "reasons": "同意がある。"}
    officer, secretary = world.users["officer_mayor"], world.users["secretary"]
    with clock.at(moments.story(6)):
        number = supersede(world, line)
        with pytest.raises(Refused, match="approval_superseded") as refused:
            approvals.accept_provision(load_line(line.pk), by=officer, **words)
        assert refused.value.params["by"] == number
        assert line not in waiting.for_provider(world.council, [world.organs["mayor"]])
        page = signed_in(officer).get(f"/c/shiomi/requests/{line.request.reference}/").content.decode()
        assert ("lines/1/decline/" in page, "lines/1/accept/" in page) == (True, False)
        until = Approval.objects.get(line=line).valid_until - timedelta(days=1)
        upholding.uphold(load_line(line.pk), by=secretary, decision_number=number, until=until)
        assert line in waiting.for_provider(world.council, [world.organs["mayor"]])
        approvals.accept_provision(load_line(line.pk), by=officer, **words)
        again = supersede(world, line)
        with pytest.raises(Refused, match="approval_superseded"):
            sharing.agree(world, load_line(line.pk))
        assert line not in waiting.without_agreement(world.council)
        upholding.uphold(load_line(line.pk), by=secretary, decision_number=again)
        sharing.agree(world, load_line(line.pk))
    grant = Grant.objects.get(line=line)
    assert (grant.state, grant.ends_on <= until) == ("active", True)


@pytest.mark.usefixtures("demo")
def test_an_approval_without_a_grant_that_is_not_upheld_ends(cast: Cast) -> None:
    world = cast.shiomi
    line = sharing.reviewed(world)
    procedure.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        number = supersede(world, line)
        upholding.overturn(
            load_line(line.pk), by=world.users["chair"], decision_number=number, reasons="必要性が乏しい。"
        )
    assert load_line(line.pk).state == "not_approved"


def the_chair_replaces(council: CouncilAtWork) -> str:
    approval = council.line.approvals.latest("pk")
    words = {"title_ja": "会長専決の変更", "reasons_ja": "文言を改める。"}
    with clock.at(council.now):
        made = assembly.supersede_decision(approval.decision, by=council.users["chair"], **words)
    return str(made.number)


def right(council: CouncilAtWork) -> tuple[date, bool]:
    (found,) = rights_under([council.request])[council.request.pk]
    return found.until, found.is_superseded


def test_what_the_chair_upholds_stays_provisional_until_the_same_day(flowing_early: CouncilAtWork) -> None:
    council = flowing_early
    due = ratify_by(council.line)
    assert right(council) == (due, False), "longer only once it is ratified"
    number = the_chair_replaces(council)
    assert "approval" in fails(council)
    assert right(council) == (due, True)
    with clock.at(council.now):
        made = upholding.uphold(council.line, by=council.users["chair"], decision_number=number)
    council.reload()
    assert (made.is_provisional, ratify_by(council.line)) == (True, due)
    assert right(council) == (due, False)
    done(council, "release")


def test_what_the_chair_takes_back_ends(provisional: CouncilAtWork) -> None:
    council = provisional
    number = the_chair_replaces(council)
    with clock.at(council.now):
        upholding.overturn(
            council.line, by=council.users["chair"], decision_number=number, reasons="危険が去った。"
        )
    council.reload()
    assert council.line.state == "not_approved"
