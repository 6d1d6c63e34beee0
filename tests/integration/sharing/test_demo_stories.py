"""The demo's other requests, as they are told: what was sent back, recused, refused, left out, and what is due."""

from __future__ import annotations

import pytest

from config.demo import consents_tags, incidents, requests
from core import clock
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly.models import Draft
from governance.members.queries import blocks_of, live_blocks, membership_of
from governance.sharing.models import (
    Incident,
    PanelMember,
    RequestLine,
    SharingRequest,
    StatutoryProvision,
)
from governance.sharing.queries.turns import changes
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.checks_decisions import ApprovalRules, ratification_due
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def _line(cast: Cast, reference: str, number: int = 1) -> RequestLine:
    return RequestLine.objects.select_related("request__council", "dataset__provider__organisation").get(
        request__council=cast.shiomi.council, request__reference=reference, number=number
    )


def test_every_stage_has_a_request(cast: Cast) -> None:
    rows = SharingRequest.objects.filter(council=cast.shiomi.council).order_by("reference")
    assert {row.reference: row.state for row in rows} == {
        "R-2026-018": "concluded",
        "R-2026-019": "concluded",
        "R-2026-031": "concluded",
        "R-2026-032": "in_review",
        "R-2026-033": "drafted",
        "R-2026-034": "in_review",
        "R-2026-035": "submitted",
        "R-2026-036": "drafted",
    }


def test_one_request_waits_for_the_second_of_its_two_providers(cast: Cast) -> None:
    parks, routes = _line(cast, "R-2026-019"), _line(cast, "R-2026-019", 2)
    assert (parks.state, routes.state) == ("accepted", "approved")
    assert parks.dataset.provider != routes.dataset.provider
    officer = cast.shiomi.users["officer_education"]
    assert "/c/shiomi/requests/R-2026-019/" in signed_in(officer).get("/c/shiomi/standing/").content.decode()


def test_the_longer_use_is_an_amendment_that_begins_filled_in(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-036")
    line = row.lines.get()
    assert (row.kind, row.follows.reference, line.follows.reference) == (
        "amendment",
        "R-2026-031",
        "R-2026-031-2",
    )
    assert str(line.use_until) == "2027-07-31"
    page = signed_in(cast.shiomi.users["rep_delivery"]).get("/c/shiomi/requests/R-2026-036/").content.decode()
    assert "2027/7/31" in page
    assert "2027-07-31" not in page


def test_statistics_went_once_and_name_nobody(cast: Cast) -> None:
    delivery = _line(cast, "R-2026-031", 2).grant.deliveries.get()
    assert (delivery.state, delivery.persons) == ("released", None)


def test_a_block_was_appealed_and_lifted_by_another_decision(cast: Cast) -> None:
    membership = membership_of(cast.shiomi.council, cast.shiomi.organisations["bus"])
    row = blocks_of(membership).get()
    assert (row.state, bool(row.objection)) == ("lifted", True)
    assert row.decision_number != row.outcome_decision
    assert not live_blocks(membership)


def test_one_provision_required_by_law_is_checked_and_one_waits(cast: Cast) -> None:
    rows = StatutoryProvision.objects.filter(council=cast.shiomi.council).order_by("pk")
    assert [row.state for row in rows] == ["provided", "drafted"]


def test_numbers_given_on_paper_are_in_the_ledger(cast: Cast) -> None:
    rows = LedgerEntry.objects.filter(event="administration.numbering_continued")
    assert [row.council for row in rows] == ["shiomi", "shiomi"]


def test_the_first_submission_was_sent_back_with_its_reasons(cast: Cast) -> None:
    first, second = _line(cast, "R-2026-031").request.submissions.order_by("turn")
    assert "12か月" in first.return_reason
    assert "提供先として挙げていません" in first.return_reason
    changed = {(one.where, one.field) for one in changes(first.snapshot, second.snapshot)}
    assert {("request", "purpose_ja"), ("line 1", "data_class")} <= changed


def test_the_lawyer_is_recused_and_the_alternate_sits(cast: Cast) -> None:
    panel = PanelMember.objects.filter(review__request=_line(cast, "R-2026-031").request)
    lawyer = panel.get(user=cast.shiomi.users["reviewer_law"])
    alternate = panel.get(user=cast.shiomi.users["reviewer_law_alternate"])
    assert (lawyer.interest, lawyer.is_recused, alternate.sits_for) == ("adviser", True, lawyer)


def test_individual_records_fail_by_three_to_two_and_statistics_pass(cast: Cast) -> None:
    raw, statistics = _line(cast, "R-2026-031", 1), _line(cast, "R-2026-031", 2)
    assert (raw.state, statistics.state) == ("not_approved", "agreed")
    outcome = raw.outcomes.get()
    assert outcome.judgement == "unsuitable"
    assert outcome.votes["votes_by_finding"] == {"unsuitable": 3, "conditional": 2}
    assert statistics.outcomes.get().judgement == "conditional"
    assert [line.approvals.get().decision.body.code for line in (raw, statistics)] == ["steering", "steering"]
    assert statistics.provider_decisions.get().restriction == "沖見小学校区の統計を除く。"
    assert [c.state for c in statistics.conditions.order_by("reference")] == ["met", "open"]


def test_statistics_may_flow_today(cast: Cast) -> None:
    line = _line(cast, "R-2026-031", 2)
    with clock.at(clock.on(line.grant.starts_on, 10)):
        assert judge(line, Moment.FLOW).verdict.allowed


def test_the_chair_approved_in_an_emergency_and_ratification_is_due(cast: Cast) -> None:
    line = _line(cast, "R-2026-034")
    assert (line.state, line.grant.state, line.request.is_emergency) == ("agreed", "active", True)
    facts = judge(line, Moment.APPROVAL).facts
    rules = facts.approval.rules
    assert isinstance(rules, ApprovalRules)
    assert ratification_due(facts.approval, rules).isoformat() == "2026-12-07"
    draft = Draft.objects.get(council=cast.shiomi.council, subject=f"line:{line.reference}")
    assert draft.prepared_by == cast.shiomi.users["secretary"], "the chair signs what the secretariat drafted"


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ("追認", "2026/12/7")), ("en", ("Ratification", "7 Dec"))]
)
def test_today_says_until_when_to_ratify(cast: Cast, language: str, words: tuple[str, ...]) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    client.cookies["language"] = language
    today = client.get("/c/shiomi/today/").content.decode()
    page = client.get("/c/shiomi/requests/R-2026-034/").content.decode()
    assert all(word in today for word in words)
    assert (
        "12月7日までに追認がないときは" if language == "ja" else "It lapses unless it is ratified by"
    ) in page


def test_one_incident_is_closed_here_and_one_is_open_next_door(cast: Cast) -> None:
    rows = Incident.objects.order_by("council__slug")
    assert [(row.council.slug, row.state) for row in rows] == [("nagiura", "in_hand"), ("shiomi", "closed")]
    assert "漏えい等報告は要しない" in Incident.objects.get(council=cast.shiomi.council).finding


def test_filling_again_changes_nothing(cast: Cast) -> None:
    before = LedgerEntry.objects.count(), Job.objects.count()
    for step in (consents_tags, incidents, requests):
        step.fill(cast)
    assert (LedgerEntry.objects.count(), Job.objects.count()) == before
