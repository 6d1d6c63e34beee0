"""Suspending, resuming and revoking: by order from a day on, by themselves, and only back when the cause is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import canonical, clock
from core.errors import Invalid, NotNow, Refused
from core.ledger.models import LedgerEntry
from core.outbox.mail import compose
from core.outbox.models import Job
from core.outbox.work import Work
from governance.assembly.models import Decision
from governance.members import actions as members
from governance.members.models import Membership
from governance.sharing import tasks
from governance.sharing.actions import conditions, incidents, revoking, suspensions
from governance.sharing.models import Condition, Suspension
from pia import actions as pia
from pia.models import Assessment
from tests.cast import signed_in
from tests.factories import sharing
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import LATER, conditional, fails, mails, wait
from tests.integration.sharing.verbs import steering


def later(council: CouncilAtWork) -> None:
    """The reactions that wait in the outbox are done."""
    with clock.at(council.now):
        for job in Job.objects.filter(kind="reaction", state="waiting").order_by("pk"):
            words = job.payload
            suspensions.member_changed(words["event"], words["payload"])
            job.delete()
    council.reload()


class TestByOrder:
    def test_from_a_day_on(self, prepared: CouncilAtWork) -> None:
        council, secretary = prepared, prepared.users["secretary"]
        day = clock.on(council.now.date()).date() + timedelta(days=3)
        with clock.at(council.now):
            suspensions.suspend(council.grant, by=secretary, reason="点検", from_on=day)
        assert council.grant.state == "active"
        assert mails("grant_will_change") > 0
        wait(council, 2)
        assert (council.grant.state, fails(council)) == ("active", set())
        council.now = clock.on(day)
        assert fails(council) == {"window"}, "from midnight on, before the clock has run"
        assert council.act("release") is None
        wait(council, 0)
        assert (council.grant.state, council.grant.suspended_reason) == ("suspended", "点検")
        with clock.at(council.now):
            with pytest.raises(Invalid, match="reason_missing"):
                suspensions.resume(council.grant, by=secretary, reason=" ", from_on=day + timedelta(days=2))
            suspensions.resume(
                council.grant, by=secretary, reason="済んだ。", from_on=day + timedelta(days=2)
            )
        assert council.grant.state == "suspended"
        wait(council, 2)
        assert council.grant.state == "active"
        kept = canonical.digest({"reason": "済んだ。"})
        for event in ("sharing.resumption_ordered", "sharing.grant_resumed"):
            assert kept in bytes(LedgerEntry.objects.get(event=event).content).decode(), event
        told = Job.objects.filter(payload__template="governance/sharing/grant_resumed")
        assert {job.payload["how"] for job in told} == {"ordered"}, "the mail leads to the reason"

    def test_it_is_called_off_before_its_day_only(self, prepared: CouncilAtWork) -> None:
        council, secretary = prepared, prepared.users["secretary"]
        with clock.at(council.now):
            day = clock.today() + timedelta(days=3)
            suspensions.suspend(council.grant, by=secretary, reason="点検", from_on=day)
            ordered = Suspension.objects.get()
            suspensions.call_off(ordered, by=secretary)
            with pytest.raises(NotNow, match="suspension_begun"):
                suspensions.call_off(ordered, by=secretary)
            assert mails("grant_goes_on") == mails("grant_will_change") > 0
        wait(council, 5)
        assert council.grant.state == "active"

    def test_no_day_that_has_passed(self, prepared: CouncilAtWork) -> None:
        council, secretary = prepared, prepared.users["secretary"]
        with clock.at(council.now):
            yesterday = clock.today() - timedelta(days=1)
            with pytest.raises(Invalid, match="effect_in_past"):
                suspensions.suspend(council.grant, by=secretary, reason="点検", from_on=yesterday)


class TestByItself:
    def test_two_causes_are_both_removed_first(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, LATER)
        wait(council, 11)
        row = council.act("report")
        assert set(Suspension.objects.values_list("cause", flat=True)) == {"condition", "incident"}
        secretary = council.users["secretary"]
        with clock.at(council.now), pytest.raises(Refused, match="cause_remains_condition"):
            suspensions.resume(council.grant, by=secretary, reason="済んだ。")
        council.act("show_evidence")
        council.act("accept_evidence")
        with clock.at(council.now), pytest.raises(Refused, match="cause_remains_incident"):
            suspensions.resume(council.grant, by=secretary, reason="済んだ。")
        with clock.at(council.now):
            words = {"finding": "影響なし。", "decision_number": sharing.resuming(council.world, row)}
            incidents.settle(incidents.take_in_hand(row, by=secretary), by=secretary, **words)
        assert council.grant.state == "suspended", "somebody looks at a condition first"
        assert council.act("resume")
        assert not fails(council)

    def test_an_incident_ends_what_it_alone_suspended(self, prepared: CouncilAtWork) -> None:
        council = prepared
        council.act("report")
        assert council.grant.state == "suspended"
        told = Job.objects.filter(payload__template="governance/sharing/grant_suspended")
        assert {job.payload["cause"] for job in told} == {"incident"}
        council.act("settle")
        assert council.grant.state == "active"

    def test_a_member_that_is_suspended_and_reinstated(self, prepared: CouncilAtWork) -> None:
        council = prepared
        council.a_member_is_suspended(1)
        assert "standing" in fails(council), "the gate does not wait for the outbox"
        later(council)
        assert council.grant.state == "suspended"
        with clock.at(council.now), pytest.raises(Refused, match="cause_remains_member"):
            suspensions.resume(council.grant, by=council.users["secretary"], reason="済んだ。")
        council.a_member_is_back(0)
        later(council)
        assert council.grant.state == "active"

    def test_an_outdated_assessment(self, prepared: CouncilAtWork) -> None:
        council = prepared
        row = Assessment.objects.filter(council=council.world.council, dataset_reference="D-01").last()
        with clock.at(council.now):
            pia.outdate(row, by=council.users["secretary"], reason="change", note="項目を加えた。")
        assert council.grant.state == "suspended"
        with clock.at(council.now), pytest.raises(Refused, match="cause_remains_assessment"):
            suspensions.resume(council.grant, by=council.users["secretary"], reason="済んだ。")

    def test_a_member_that_left_still_disposes(self, prepared: CouncilAtWork) -> None:
        """A duty is opened for who left the council; the clock of all others goes on."""
        council = prepared
        university = council.world.organisations["university"]
        row = Membership.objects.get(council=council.world.council, organisation=university)
        with clock.at(council.now):
            members.withdraw(row, by=council.users["rep_university"])
        council.now = clock.on(council.grant.ends_on + timedelta(days=1), 1)
        wait(council, 0)
        assert council.grant.state == "disposal_due"
        assert row.duties.filter(kind="disposal", settled_at__isnull=True).exists()


class TestRevocation:
    def test_from_a_day_on(self, prepared: CouncilAtWork) -> None:
        council, secretary = prepared, prepared.users["secretary"]
        with clock.at(council.now):
            day = clock.today() + timedelta(days=3)
            words = {"by": secretary, "reason": "目的外の利用があった。", "from_on": day}
            number = steering(council)
            revoking.revoke(council.grant, decision_number=number, **words)
        assert council.grant.state == "active"
        page = signed_in(council.users["rep_university"]).get(f"/c/shiomi/grants/{council.grant.reference}/")
        assert "取り消される予定" in page.content.decode()
        council.now = clock.on(day)
        assert fails(council) == {"window"}
        wait(council, 0)
        assert council.grant.state == "disposal_due"
        assert {
            job.payload["how"] for job in Job.objects.filter(payload__template__endswith="grant_ended")
        } == {"revoke"}

    def test_its_reason_decision_and_day_are_kept_also_where_it_takes_effect_at_once(
        self, prepared: CouncilAtWork
    ) -> None:
        council, words = prepared, {"reason": "目的外の利用があった。"}
        with clock.at(council.now):
            number = steering(council)
            revoking.revoke(council.grant, by=council.users["secretary"], decision_number=number, **words)
            today = clock.today()
        grant = council.grant
        assert (grant.state, grant.revoked_from) == ("disposal_due", today)
        assert (grant.revocation_reason, grant.revoking_decision.number) == (words["reason"], number)
        page = signed_in(council.users["rep_university"]).get(f"/c/shiomi/grants/{grant.reference}/")
        shown = page.content.decode()
        assert words["reason"] in shown
        assert number in shown
        job = Job.objects.filter(payload__template__endswith="grant_ended").latest("pk")
        assert number in compose(Work(job.pk, job.kind, job.key, job.council, job.payload, job.owner, 1)).body

    def test_another_decision_calls_it_off(self, prepared: CouncilAtWork) -> None:
        council, secretary = prepared, prepared.users["secretary"]
        with clock.at(council.now):
            number = steering(council)
            day = clock.today() + timedelta(days=3)
            with pytest.raises(NotNow, match="no_revocation"):
                revoking.call_off_revocation(council.grant, by=secretary, decision_number=number)
            revoking.revoke(council.grant, by=secretary, decision_number=number, reason="点検", from_on=day)
            with pytest.raises(Invalid, match="decision_used_already"):
                revoking.call_off_revocation(council.grant, by=secretary, decision_number=number)
        council.now += timedelta(hours=1)
        with clock.at(council.now):
            revoking.call_off_revocation(council.grant, by=secretary, decision_number=steering(council))
        wait(council, 5)
        assert council.grant.state == "active"

    def test_a_number_that_comes_again_in_another_year_is_another_decision(
        self, prepared: CouncilAtWork
    ) -> None:
        council, secretary = prepared, prepared.users["secretary"]
        with clock.at(council.now):
            number, day = steering(council), clock.today() + timedelta(days=30)
            revoking.revoke(council.grant, by=secretary, decision_number=number, reason="点検", from_on=day)
        council.now += timedelta(hours=1)
        with clock.at(council.now):
            [found] = Decision.objects.filter(number=steering(council)).values()
            year = found.pop("fiscal_year") + 1
            Decision.objects.create(**(found | {"id": None, "number": number, "fiscal_year": year}))
            revoking.call_off_revocation(council.grant, by=secretary, decision_number=number)
        assert council.grant.revoking_decision is None

    def test_the_decision_that_approved_does_not_revoke(self, prepared: CouncilAtWork) -> None:
        council, approval = prepared, prepared.line.approvals.get()
        with clock.at(council.now):
            words = {"by": council.users["secretary"], "reason": "不要"}
            with pytest.raises(Invalid, match="decision_used_already"):
                revoking.revoke(council.grant, decision_number=approval.decision.number, **words)
            with pytest.raises(Refused, match="decision_not_about_line"):
                revoking.revoke(council.grant, decision_number="汐見協第999号", **words)


class TestTheClock:
    def test_twice_at_the_same_moment_does_everything_once(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, LATER)
        council.now += timedelta(days=11)
        with clock.at(council.now):
            tasks.run_the_clock()
            before = Job.objects.count(), Suspension.objects.count()
            tasks.run_the_clock()
        assert (Job.objects.count(), Suspension.objects.count()) == before

    @pytest.mark.parametrize("hours", [0, 12, 23])
    def test_the_last_day_counts_until_midnight_in_tokyo(self, prepared: CouncilAtWork, hours: int) -> None:
        council = prepared
        council.now = clock.on(council.grant.ends_on, hours)
        wait(council, 0)
        assert council.grant.state == "active"
        assert council.grant.ends_on.isoformat() == "2027-03-31"
        council.now = clock.on(council.grant.ends_on + timedelta(days=1))
        assert fails(council) >= {"window"}
        wait(council, 0)
        assert council.grant.state == "disposal_due"

    def test_a_condition_met_on_its_last_day_suspends_nothing(self, voting: CouncilAtWork) -> None:
        council = conditional(voting, LATER)
        due = Condition.objects.get().due_on
        council.now = clock.on(due, 23)
        council.act("show_evidence")
        wait(council, 3)
        assert council.grant.state == "active", "evidence handed in waits for its checker, not for the owner"
        assert conditions.suspend_overdue() == 0
