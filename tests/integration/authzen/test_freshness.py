"""Whatever changes, the very next answer knows it, although facts are held in the process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from consent import actions as consent
from consent.models import Consent
from core import clock
from core.administration import actions as administration
from core.law import queries as law
from core.rulebook.provider import in_force
from gateway.authzen.memory import memory
from governance.members import actions as members
from governance.members import queries as member_queries
from governance.rulebook import actions as rulebook
from governance.rulebook import queries as rulebook_queries
from governance.sharing.actions import attachments, datasets, incidents, revoking, suspensions
from pia import actions as pia
from pia.models import Assessment
from tests.cast import load
from tests.factories import sharing
from tests.factories.consents import twin_of
from tests.factories.decisions import decision_voted
from tests.integration.authzen.conftest import NOON, Flow

Change = Callable[[Flow], object]


def withdraw(flow: Flow) -> None:
    person = flow.world.persons["chihiro"]
    items = [one.item for one in Consent.objects.filter(person=person)]
    consent.withdraw(person, items, by=person.user)


def refuse_elsewhere(flow: Flow) -> None:
    """Another notice asks about the same use, and the person says no there."""
    person = flow.world.persons["chihiro"]
    for row in Consent.objects.filter(person=person).select_related("item"):
        consent.refuse(person, twin_of(flow.world, row.item).items.all(), by=person.user)


def hold(flow: Flow) -> None:
    consent.place_hold(
        flow.world.persons["chihiro"], "use_stop", by=flow.world.users["secretary"], basis="申出 第1号"
    )


def suspend_grant(flow: Flow) -> None:
    suspensions.suspend(flow.grant, by=flow.world.users["secretary"], reason="確認のため")


def suspend_dataset(flow: Flow) -> None:
    datasets.suspend(flow.grant.line.dataset, by=flow.world.users["officer_mayor"], reason="点検のため")


def suspend_member(flow: Flow) -> None:
    member = member_queries.membership_of(flow.world.council, flow.world.organisations["university"])
    members.suspend(
        member,
        by=flow.world.users["secretary"],
        reason="誓約違反",
        decision_number=sharing.voted(flow.world, ""),
        until_on=clock.today() + timedelta(days=90),
    )


def report_incident(flow: Flow) -> None:
    incidents.report(
        flow.world.council,
        by=flow.world.users["secretary"],
        title_ja="誤送付",
        description="確認中",
        datasets=[flow.grant.line.dataset],
    )


def outdate_pia(flow: Flow) -> None:
    for row in Assessment.objects.filter(council=flow.world.council, state__in=["approved", "published"]):
        pia.outdate(row, by=flow.world.users["secretary"], reason="change", note="提供先が変わった。")


def erase_evidence(flow: Flow) -> None:
    for one in flow.grant.line.request.attachments.filter(measures__icontains="access_log"):
        attachments.purge(one, by=flow.world.users["secretary"], reason="個人名が写っていた。")


def change_rule(flow: Flow) -> None:
    """From today recipients keep data for one month at most."""
    council, secretary, today = flow.world.council, flow.world.users["secretary"], clock.today()
    rules = in_force(council, today)
    where = rules.article("retention")
    assert where is not None
    instrument = rulebook_queries.instruments(council).get(code=where.instrument)
    amendment = rulebook.draft_amendment(instrument, by=secretary, reason_ja="短くするため。")
    value = msgspec.to_builtins(replace(rules.get("retention"), recipient_months=1))
    rulebook.set_setting(amendment, where.provision, "retention", value, by=secretary)
    rulebook.adopt_amendment(
        amendment, by=secretary, decision_number=decision_voted(council), effective_on=today
    )


def change_pledge(flow: Flow) -> None:
    """From today new participation rules are in force, and the old pledge counts no longer."""
    council, secretary, today = flow.world.council, flow.world.users["secretary"], clock.today()
    instrument = rulebook_queries.instruments(council).get(code="participation")
    amendment = rulebook.draft_amendment(instrument, by=secretary, reason_ja="改めるため。")
    rules = in_force(council, today)
    where = rules.article("amendment_transition")
    assert where is not None
    value = msgspec.to_builtins(replace(rules.get("amendment_transition"), days=0))
    rulebook.set_setting(amendment, where.provision, "amendment_transition", value, by=secretary)
    rulebook.adopt_amendment(
        amendment, by=secretary, decision_number=decision_voted(council), effective_on=today
    )


def change_law(flow: Flow) -> None:
    """From today the ground stated is for entrustment only."""
    ground = law.in_force(clock.today()).grounds[flow.grant.line.ground]
    value = msgspec.to_builtins(replace(ground, forms=frozenset({"entrustment"}), valid_from=clock.today()))
    administration.enact_law("ground", value | {"source": "改正法"}, by=load().operator)


def unlink(flow: Flow) -> None:
    link = flow.world.persons["chihiro"].links.get(holder=flow.world.organs["mayor"], unlinked_at=None)
    administration.unlink_subject(link, by=flow.world.users["secretary"])


def store_abroad(flow: Flow) -> None:
    """Past every form: the data are kept in a country that no notice tells of."""
    type(flow.grant.line).objects.filter(pk=flow.grant.line_id).update(storage=["JP", "US"])
    memory.forget()


def store_where_one_was_told(flow: Flow) -> None:
    """The same, and one person agreed to a notice that tells of that country."""
    person = flow.world.persons["chihiro"]
    item = Consent.objects.get(person=person, item__dataset="D-01", state="in_force").item
    twin = twin_of(flow.world, item, storage_country="US")
    consent.give(person, twin.items.all(), by=person.user)
    store_abroad(flow)


def find_defective(flow: Flow) -> None:
    """The notice was not right; the worker has not ended one of the consents yet."""
    version = Consent.objects.get(person=flow.world.persons["chihiro"], state="in_force").item.version
    consent.invalidate(version, by=flow.world.users["secretary"], decision="汐見協第20号")


def open_feed(flow: Flow) -> None:
    """The holder keeps consents of its own, which nobody has compared yet."""
    consent.open_feed(flow.world.council, flow.world.organs["mayor"], by=flow.world.users["secretary"])


def revoke_grant(flow: Flow) -> None:
    number, secretary = sharing.decided(flow.world, flow.grant.line), flow.world.users["secretary"]
    revoking.revoke(flow.grant, by=secretary, decision_number=number, reason="目的外の利用があった。")


CHANGES: dict[Change, str] = {
    withdraw: "gate.consent.person_not_in_force",
    refuse_elsewhere: "gate.consent.person_not_in_force",
    hold: "gate.person_hold.on_hold",
    suspend_grant: "gate.window.suspended",
    suspend_dataset: "gate.dataset.",
    suspend_member: "gate.standing.",
    report_incident: "gate.incident.open",
    outdate_pia: "gate.pia.",
    erase_evidence: "gate.safeguards.not_evidenced",
    change_rule: "gate.retention.longer_than",
    change_pledge: "gate.pledge.outdated",
    change_law: "gate.legal_ground.",
    store_abroad: "gate.consent.notice_lacks",
    store_where_one_was_told: "gate.foreign_storage.",
    find_defective: "gate.consent.person_not_in_force",
    open_feed: "gate.consent_feed.never_reconciled",
    unlink: "gate.consent.person_not_configured",
    revoke_grant: "gate.window.ended",
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_very_next_answer_knows(shiomi: Flow, change: Change) -> None:
    for _again in range(2):
        assert shiomi.decision()["decision"] is True
    change(shiomi)
    reasons = shiomi.reasons()
    assert any(reason.startswith(CHANGES[change]) for reason in reasons), reasons


def test_time_alone_ends_a_consent_and_a_grant(shiomi: Flow) -> None:
    until = Consent.objects.get(person=shiomi.world.persons["chihiro"], state="in_force").until
    assert until is not None
    assert shiomi.decision()["decision"] is True
    with clock.at(until - timedelta(microseconds=1)):
        assert "gate.consent.person_not_in_force" not in shiomi.reasons()
    with clock.at(until):
        reasons = shiomi.reasons()
    assert "gate.consent.person_not_in_force" in reasons
    assert "gate.window.expired" in reasons
    with clock.at(NOON):
        assert shiomi.decision()["decision"] is True


def test_a_hold_ends_when_it_is_lifted(shiomi: Flow) -> None:
    hold(shiomi)
    assert shiomi.decision()["decision"] is False
    placed = shiomi.world.persons["chihiro"].holds.get(lifted_at=None)
    consent.lift_hold(placed, by=shiomi.world.users["secretary"])
    assert shiomi.decision()["decision"] is True


def test_a_withdrawal_concerns_one_person(shiomi: Flow) -> None:
    withdraw(shiomi)
    assert shiomi.decision(holder_id="KP-000004")["decision"] is True


def test_agreeing_again_lets_flow_again(shiomi: Flow) -> None:
    person = shiomi.world.persons["chihiro"]
    items = [one.item for one in Consent.objects.filter(person=person)]
    withdraw(shiomi)
    assert shiomi.decision()["decision"] is False
    consent.give(person, items, by=person.user)
    assert shiomi.decision()["decision"] is True
