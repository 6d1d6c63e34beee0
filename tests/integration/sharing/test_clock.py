"""What time does: conditions fall due, grants are warned of and end, emergencies lapse. And what incidents stop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.errors import Invalid, NotNow, Refused
from core.http.dates import short
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.members.models import Duty
from governance.sharing.actions import (
    conditions,
    deliveries,
    grants,
    incidents,
    requests,
    reviews,
    revoking,
    suspensions,
)
from governance.sharing.models import Condition, DeliveryPerson, RequestLine
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import signed_in
from tests.factories import sharing
from tests.integration.sharing.machine import CouncilAtWork, run_the_clock
from tests.integration.sharing.verbs import steering

LATER = {"text": "結果を報告すること。", "precedent": False, "due_days": 10}


def done(council: CouncilAtWork, *names: str) -> None:
    """Each verb by who does it rightly; all of them succeed."""
    for name in names:
        assert council.act(name) is not None, name


def conditional(council: CouncilAtWork, *asked: Any) -> CouncilAtWork:
    """A grant with the conditions ``asked``."""
    council.finding = "conditional"
    council.everybody_votes()
    words = {"by": council.users["secretary"], "reasons": "条件を付す。"}
    assert council.do(lambda: reviews.give_opinion(council.line, conditions=asked, **words))
    done(council, "conclude", "approve", "accept", "agree")
    return council


def wait(council: CouncilAtWork, days: int) -> None:
    council.now += timedelta(days=days)
    with clock.at(council.now):
        run_the_clock()
    council.reload()


def fails(council: CouncilAtWork) -> set[str]:
    with clock.at(council.now):
        checks = judge(council.line, Moment.FLOW).verdict.checks
        return {check.code for check in checks if check.applies and check.state.value == "fail"}


def mails(template: str) -> int:
    return Job.objects.filter(kind="mail", payload__template=f"governance/sharing/{template}").count()


class TestConditions:
    def test_an_overdue_condition_suspends_once_and_what_is_met_may_flow_again(
        self, voting: CouncilAtWork
    ) -> None:
        council = conditional(voting, LATER)
        assert council.grant.state == "active"
        wait(council, 10)
        assert council.grant.state == "active"
        wait(council, 1)
        condition = Condition.objects.get()
        assert (council.grant.state, council.grant.suspended_reason) == ("suspended", condition.reference)
        assert {"conditions", "window"} <= fails(council)
        told = mails("grant_suspended")
        wait(council, 1)
        assert mails("grant_suspended") == told > 0
        council.act("show_evidence")
        council.act("accept_evidence")
        done(council, "resume")
        assert not fails(council)

    def test_a_precedent_condition_is_met_before_anything_flows(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, {**LATER, "precedent": True})
        assert council.grant.state == "awaiting_conditions"
        assert council.act("prepare") is None
        council.act("show_evidence")
        council.act("reject_evidence")
        assert (Condition.objects.get().state, council.grant.state) == ("open", "awaiting_conditions")
        council.act("show_evidence")
        council.act("accept_evidence")
        assert council.grant.state == "active"

    def test_what_a_waiting_grant_waits_for_is_owed_until_it_lapses(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, {**LATER, "precedent": True})
        subject = f"condition:{Condition.objects.get().reference}"
        owed = Duty.objects.filter(subject=subject, settled_at__isnull=True)
        wait(council, 10)
        assert not owed.exists()
        for _day in range(2):
            wait(council, 1)
            assert (owed.count(), council.grant.state) == (1, "awaiting_conditions")
        assert LedgerEntry.objects.filter(event="sharing.condition_overdue", subject=subject).count() == 1
        wait(council, (council.grant.ends_on - council.now.date()).days + 1)
        assert (owed.count(), council.grant.state) == (0, "closed"), "it never began, and never will"

    def test_only_a_decision_waives_a_condition_and_that_activates(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, {**LATER, "precedent": True})
        condition, secretary = Condition.objects.get(), council.users["secretary"]
        with clock.at(council.now):
            with pytest.raises(Invalid, match="decision_missing"):
                conditions.waive(condition, by=secretary, decision_number=" ")
            conditions.waive(condition, by=secretary, decision_number=steering(council))
        assert council.grant.state == "active"

    def test_evidence_and_its_rejection_say_something(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, LATER)
        condition = Condition.objects.get()
        with clock.at(council.now), pytest.raises(Invalid, match="evidence_missing"):
            conditions.submit_evidence(condition, by=council.users["rep_university"], evidence=" ")
        council.act("show_evidence")
        with clock.at(council.now), pytest.raises(Invalid, match="reason_missing"):
            conditions.reject_evidence(condition, by=council.users["secretary"], note="")
        assert Condition.objects.get().state == "submitted"


class TestGrants:
    def test_everybody_is_warned_30_7_and_1_days_before_the_end_once(self, prepared: CouncilAtWork) -> None:
        council = prepared
        for days in (31, 30, 7, 1):
            council.now = clock.on(council.grant.ends_on - timedelta(days=days), 12)
            before = mails("grant_ends_soon")
            wait(council, 0)
            wait(council, 0)
            everyone = 0 if days == 31 else 4
            assert mails("grant_ends_soon") - before == everyone, "recipient, provider and two secretaries"

    def test_a_grant_expires_by_itself_and_its_open_list_is_erased(self, prepared: CouncilAtWork) -> None:
        council = prepared
        assert DeliveryPerson.objects.filter(delivery=council.delivery).exists()
        council.now = clock.on(council.grant.ends_on, 23)
        wait(council, 0)
        assert council.grant.state == "active"
        wait(council, 1)
        assert (council.grant.state, council.delivery.state) == ("disposal_due", "cancelled")
        assert not DeliveryPerson.objects.exists()
        due = council.grant.ends_on + timedelta(days=30)
        assert council.grant.disposal_due_on == due, "as the gate said, on whatever day the clock came by"
        assert Duty.objects.get(subject=f"grant:{council.grant.reference}", kind="disposal").due_on == due

    @pytest.mark.parametrize(("promised", "days"), [(10, 10), (60, 30)])
    def test_the_data_are_due_by_the_day_promised_where_that_is_earlier(
        self, promised: int, days: int, prepared: CouncilAtWork
    ) -> None:
        council, ends = prepared, prepared.grant.ends_on
        RequestLine.objects.filter(pk=council.line.pk).update(disposal_by=ends + timedelta(days=promised))
        page = signed_in(council.users["rep_university"]).get(f"/c/shiomi/grants/{council.grant.reference}/")
        assert short(ends + timedelta(days=days)) in page.content.decode()
        council.now = clock.on(ends + timedelta(days=3), 1)
        wait(council, 0)
        assert council.grant.disposal_due_on == ends + timedelta(days=days)

    def test_nobody_expires_a_grant_before_its_end(self, prepared: CouncilAtWork) -> None:
        with clock.at(prepared.now), pytest.raises(Refused, match="grant_not_over"):
            grants.expire(prepared.grant)

    def test_a_grant_that_never_became_active_lapses_with_its_line(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, {**LATER, "precedent": True})
        council.now = clock.on(council.grant.ends_on + timedelta(days=1), 1)
        wait(council, 0)
        assert (council.grant.state, council.line.state) == ("closed", "closed")
        assert council.grant.closed_at
        assert council.grant.disposal_due_on is None

    def test_a_grant_taken_back_before_it_was_active_is_closed(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, {**LATER, "precedent": True})
        with clock.at(council.now), pytest.raises(Invalid, match="decision_missing"):
            revoking.revoke(council.grant, by=council.users["secretary"], decision_number="", reason="不要")
        done(council, "revoke")
        assert (council.grant.state, council.line.state) == ("closed", "closed")

    def test_a_suspension_gives_its_reason(self, prepared: CouncilAtWork) -> None:
        with clock.at(prepared.now), pytest.raises(Invalid, match="reason_missing"):
            suspensions.suspend(prepared.grant, by=prepared.users["secretary"], reason=" ")

    def test_a_dropped_list_is_erased(self, prepared: CouncilAtWork) -> None:
        done(prepared, "cancel")
        assert prepared.delivery.state == "cancelled"
        assert not DeliveryPerson.objects.exists()

    def test_a_delivery_holds_items_of_the_grant_only(self, prepared: CouncilAtWork) -> None:
        done(prepared, "release")
        with clock.at(prepared.now), pytest.raises(Invalid, match="items_not_granted"):
            deliveries.prepare(prepared.grant, by=prepared.users["officer_mayor"], items=["name"])


class TestIncidents:
    def test_an_open_incident_stops_the_release_until_it_is_settled(self, prepared: CouncilAtWork) -> None:
        council = prepared
        row = council.act("report")
        assert fails(council) == {"incident", "window"}
        assert council.act("release") is None
        secretary = council.users["secretary"]
        with clock.at(council.now):
            incidents.take_in_hand(row, by=secretary)
            assert fails(council) == {"incident", "window"}
            with pytest.raises(Invalid, match="reason_missing"):
                incidents.settle(row, by=secretary, finding=" ")
            with pytest.raises(NotNow):
                incidents.close(row, by=secretary)
            with pytest.raises(Invalid, match="resumption_by_vote"):
                incidents.settle(row, by=secretary, finding="影響はなかった。")
            number = sharing.decided(council.world, council.line)
            with pytest.raises(Refused, match="decision_about_else"):
                incidents.settle(row, by=secretary, finding="影響はなかった。", decision_number=number)
            number = sharing.resuming(council.world, row)
            incidents.settle(row, by=secretary, finding="影響はなかった。", decision_number=number)
            incidents.close(row, by=secretary)
        done(council, "release")

    def test_an_incident_of_the_whole_council_stops_it_where_that_is_said(
        self, prepared: CouncilAtWork
    ) -> None:
        council = prepared
        words = {"by": council.users["chair"], "title_ja": "停電", "description": "庁舎の停電。"}
        with clock.at(council.now), pytest.raises(Invalid, match="scope_missing"):
            incidents.report(council.world.council, **words)
        words["whole_council"] = True
        assert council.do(lambda: incidents.report(council.world.council, **words))
        assert fails(council) == {"incident", "window"}

    def test_another_councils_dataset_cannot_be_named(self, prepared: CouncilAtWork) -> None:
        council = prepared
        words = {"by": council.users["neighbour"], "title_ja": "停電", "description": "庁舎の停電。"}
        dataset = council.line.dataset
        with clock.at(council.now), pytest.raises(Invalid, match="dataset_not_available"):
            incidents.report(council.neighbour, datasets=[dataset], **words)


class TestSecondThoughts:
    """What the board and the council found on a line stays what they found it on."""

    def test_what_is_sent_back_is_judged_anew(self, voting: CouncilAtWork) -> None:
        council = voting
        for name, who in council.due():
            council.act(name, who)
        assert council.line.state == "opined"
        done(council, "send_back")
        assert council.line.state == "drafted"
        done(council, "ask_for_more")
        assert council.act("approve") is None
        done(council, "submit", "pass_formal_check")
        assert council.line.state == "under_review"
        assert council.line.outcomes.count() == 1

    def test_a_request_taken_back_is_not_approved_afterwards(self, voting: CouncilAtWork) -> None:
        council = voting
        for name, who in council.due():
            council.act(name, who)
        done(council, "take_back")
        assert council.act("approve") is None
        assert (council.request.state, council.line.state) == ("withdrawn", "drafted")

    def test_a_line_that_the_council_decided_on_is_not_edited(self, voting: CouncilAtWork) -> None:
        council, applicant = voting, voting.users["rep_university"]
        for name, who in council.due():
            council.act(name, who)
        done(council, "approve", "send_back")
        with clock.at(council.now), pytest.raises(NotNow, match="line_decided_already"):
            requests.edit_line(council.line, by=applicant, items=["daily_steps"])
        with clock.at(council.now), pytest.raises(NotNow, match="line_decided_already"):
            requests.remove_line(council.line, by=applicant)

    def test_nothing_is_added_to_a_vote_that_is_fixed(self, voting: CouncilAtWork) -> None:
        council = voting
        *votes, (late, who) = [(name, who) for name, who in council.due() if name == "vote"]
        for name, voter in votes:
            council.act(name, voter)
        assert council.act("give_opinion") is None, "the papers still circulate"
        council.now += timedelta(days=60)
        done(council, "give_opinion")
        with clock.at(council.now), pytest.raises(NotNow, match="line_not_under_review"):
            reviews.cast_ballot(council.line, by=council.users[who], choice="unsuitable")
        assert late == "vote"
