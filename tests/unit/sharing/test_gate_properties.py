"""What holds for any line: honesty of the answer, no obstacle that helps, and facts that survive storage."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.clock import TOKYO
from governance.sharing.rules import facts as f
from governance.sharing.rules.gate import evaluate, evaluate_each, line_of_day
from governance.sharing.rules.verdict import OPEN, Moment
from tests.unit.sharing.gate_case import AT, FACTS, LAW, RULES, TODAY, changed
from tests.unit.sharing.reasons_decisions import SITUATIONS

OTHER_RULES = {"settings", "transition", "edition", "law", "moment", "at"}
CHANGES = [
    {path: value for path, value in found.items() if path not in OTHER_RULES}
    for table in SITUATIONS.values()
    for found in table.values()
]
SCOPES = [
    {},
    {"scope": "line"},
    {"scope": "release", "release": f.ReleaseList(50, 0, 0)},
    {"scope": "release", "release": f.ReleaseList(50, 3, 2)},
]
ZERO, DAY = timedelta(), timedelta(days=1, microseconds=-1)
moments = st.sampled_from(Moment)


@st.composite
def lines(draw: st.DrawFn) -> f.GateFacts:
    """The perfect line with up to four of the changes of the situations, in any order, in any scope."""
    facts = changed(FACTS, **draw(st.sampled_from(SCOPES)))
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=4)):
        missing = {path.partition("__")[0] for path in change if "__" in path}
        whole = {head: getattr(FACTS, head) for head in missing if getattr(facts, head) is None}
        facts = changed(changed(facts, **whole), **change)
    return facts


def allowed(facts: f.GateFacts, moment: Moment) -> bool:
    return evaluate(facts, RULES, LAW, moment, AT).allowed


@settings(max_examples=300, deadline=None)
@given(lines(), moments)
def test_allowed_exactly_when_every_applying_check_is_open(facts: f.GateFacts, moment: Moment):
    verdict = evaluate(facts, RULES, LAW, moment, AT)
    assert len(verdict.checks) == 22
    assert verdict.allowed == all(check.state in OPEN for check in verdict.checks if check.applies)
    assert verdict.allowed == (not verdict.blocking) == bool(verdict.as_verdict())


@settings(max_examples=300, deadline=None)
@given(lines(), moments)
def test_kept_facts_are_the_same_facts_and_give_the_same_answer(facts: f.GateFacts, moment: Moment):
    stored = f.encode(facts)
    assert f.decode(stored) == facts
    assert evaluate(f.decode(stored), RULES, LAW, moment, AT) == evaluate(facts, RULES, LAW, moment, AT)


def obstacles(facts: f.GateFacts) -> list[f.GateFacts]:
    """``facts`` with one thing gone wrong, each in its own way."""
    worse = [
        changed(
            facts, duties=((facts.duties or ()) + (f.OverdueDuty("disposal", "G-9", TODAY - timedelta(1)),))
        ),
        changed(facts, incidents=((facts.incidents or ()) + (f.Incident("I-9", "incident", "reported"),))),
        changed(facts, conditions=((facts.conditions or ()) + (f.Condition("C-9", True, "open"),))),
        changed(facts, recipient__membership="suspended"),
        changed(facts, dataset__state="suspended"),
        changed(facts, pledge=None),
        changed(facts, decision=None),
        changed(facts, agreement=None),
        changed(facts, grant=None),
        changed(facts, feeds=None),
    ]
    if facts.person is not None:
        worse.append(changed(facts, person__held_since=AT))
        worse += [
            changed(facts, person__consent=state)
            for state in (None, "refused", "withdrawn", "revoked", "expired", "invalidated")
        ]
    if facts.release is not None:
        release = facts.release
        worse.append(changed(facts, release=replace(release, held=release.held + 1)))
        worse.append(changed(facts, release=replace(release, without_consent=release.without_consent + 1)))
    if facts.consents is not None and facts.consents.in_force is not None:
        worse.append(changed(facts, consents__in_force=0))
    return worse


@settings(max_examples=300, deadline=None)
@given(lines(), moments)
def test_a_hold_a_withdrawal_or_another_obstacle_never_opens_the_gate(facts: f.GateFacts, moment: Moment):
    if allowed(facts, moment):
        return
    assert not any(allowed(worse, moment) for worse in obstacles(facts))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["refused", "withdrawn", "revoked", "expired", "invalidated"]), st.integers(0, 10**8))
def test_a_hold_or_withdrawal_closes_the_flow_of_that_person(state: str, seconds: int):
    assert allowed(FACTS, Moment.FLOW)
    assert not allowed(changed(FACTS, person__consent=state), Moment.FLOW)
    assert not allowed(changed(FACTS, person__held_since=AT - timedelta(seconds=seconds)), Moment.FLOW)


persons = st.builds(
    f.PersonFacts,
    known=st.booleans(),
    consent=st.sampled_from([None, "in_force", "refused", "withdrawn"]),
    consent_until=st.sampled_from([None, AT - timedelta(1), AT, AT + timedelta(1)]),
    notice=st.sampled_from(["", *(choice.notice for choice in FACTS.consents.choices)]),
    held_since=st.sampled_from([None, AT]),
)


@settings(max_examples=300, deadline=None)
@given(
    lines(),
    st.lists(persons, max_size=4),
    moments,
    st.lists(st.timedeltas(ZERO, DAY), min_size=1, max_size=3),
)
def test_several_persons_of_a_line_are_judged_as_each_alone(
    facts: f.GateFacts, several, moment: Moment, hours
):
    """At any moment of the day for which the line was made ready."""
    begins = datetime.combine(AT.astimezone(TOKYO), time(), TOKYO)
    line = line_of_day(facts, RULES, LAW, moment, begins.date())
    for hour in hours:
        at = begins + hour
        alone = [
            evaluate(replace(facts, scope="person", person=one), RULES, LAW, moment, at) for one in several
        ]
        assert evaluate_each(line, several, at) == alone


def test_a_line_is_ready_for_its_day_only():
    line = line_of_day(FACTS, RULES, LAW, Moment.FLOW, AT.astimezone(TOKYO).date())
    with pytest.raises(ValueError, match="another day"):
        evaluate_each(line, [], AT + timedelta(1))
    with pytest.raises(ValueError, match="aware"):
        evaluate_each(line, [], AT.replace(tzinfo=None))


@settings(max_examples=200, deadline=None)
@given(lines())
def test_what_may_flow_could_have_been_submitted_and_approved(facts: f.GateFacts):
    if allowed(facts, Moment.FLOW):
        assert allowed(facts, Moment.APPROVAL)
        assert allowed(facts, Moment.SUBMISSION)
        assert allowed(facts, Moment.DRAFTING)


@settings(max_examples=200, deadline=None)
@given(lines())
def test_nothing_but_a_statutory_or_emergency_line_flows_without_the_board(facts: f.GateFacts):
    verdict = evaluate(changed(facts, panel=None), RULES, LAW, Moment.FLOW, AT)
    if verdict.allowed:
        assert verdict.check("opinion").reason in ("statutory", "emergency")


@settings(max_examples=200, deadline=None)
@given(lines())
def test_a_grant_that_ran_out_never_flows(facts: f.GateFacts):
    late = changed(facts, grant=replace(FACTS.grant, ends_on=TODAY - timedelta(days=1)))
    assert not allowed(late, Moment.FLOW)


@settings(max_examples=200, deadline=None)
@given(lines())
def test_an_emergency_ends_when_the_board_speaks_against_it(facts: f.GateFacts):
    if facts.approval is None or not facts.approval.provisional or facts.line.form == "statutory":
        facts = changed(FACTS, **SITUATIONS["approval"]["provisional"])
    against = tuple(replace(ballot, choice="unsuitable") for ballot in FACTS.panel.ballots)
    spoken = changed(facts, panel=replace(FACTS.panel, ballots=against, no_objection=None))
    assert not allowed(spoken, Moment.FLOW)
