"""Replay: the same rules change nothing, and what an amendment changes is traced to the figure."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as with_fields

from core.rulebook import values as rules
from core.rulebook.values import Rulebook
from governance.sharing.rules import facts as f
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.replaying import Situation, replay, settings_apart, with_rules
from governance.sharing.rules.verdict import Moment
from tests.unit.sharing.gate_case import AT, FACTS, LAW, RULES, ballots, changed, rulebook
from tests.unit.sharing.test_gate_properties import lines

OTHERS = {
    "retention": rules.Retention(12, True, 6, 30, 5),
    "board_majority": rules.Majority(rules.Threshold(2, 3, strict=False, base="present"), "lost"),
    "board_quorum": rules.BoardQuorum(rules.Threshold(1, 1, False, "eligible"), ()),
    "approval_bodies": rules.ApprovalBodies("assembly", "assembly", "assembly"),
    "blocking_duties": rules.BlockingDuties(frozenset({"disposal", "condition", "report", "dues"})),
    "storage_places": rules.StoragePlaces(frozenset({"JP"})),
    "legal_grounds": rules.LegalGrounds(frozenset({"special_reason_69_2_4"})),
    "pia_requirement": None,
    "safeguards": None,
}
moments = st.sampled_from(Moment)


def case(facts: f.GateFacts, moment: Moment = Moment.FLOW, book: Rulebook = RULES) -> Situation:
    return Situation(facts, book, LAW, moment, AT)


@st.composite
def amended(draw: st.DrawFn) -> Rulebook:
    """The usual rules with some settings fixed otherwise, or by no provision any more."""
    return rulebook(**{code: OTHERS[code] for code in draw(st.sets(st.sampled_from(sorted(OTHERS))))})


@st.composite
def decided(draw: st.DrawFn) -> f.GateFacts:
    """A line whose vote and decision carry the rules of an earlier day, which were perhaps others."""
    facts = draw(lines())
    earlier = draw(amended())
    if facts.panel is not None:
        facts = changed(facts, panel__rules=f.BoardRules.of(earlier))
    if facts.approval is not None:
        facts = changed(facts, approval__rules=f.ApprovalRules.of(earlier))
    return facts


@settings(max_examples=200, deadline=None)
@given(decided(), amended(), moments)
def test_under_the_same_rules_nothing_differs(facts: f.GateFacts, book: Rulebook, moment: Moment):
    found = replay(case(facts, moment, book), replace(book))
    assert not found.differs
    assert found.before == found.after == evaluate(facts, book, LAW, moment, AT)


@settings(max_examples=200, deadline=None)
@given(decided(), amended(), moments)
def test_another_outcome_has_a_check_that_differs_and_every_difference_a_figure(
    facts: f.GateFacts, book: Rulebook, moment: Moment
):
    found = replay(case(facts, moment), book)
    assert found.differs or found.before.allowed == found.after.allowed
    apart = set(settings_apart(RULES, book))
    for change in found.changes:
        assert change.before.applies
        assert {figure.setting for figure in change.figures} <= apart
        assert change.figures


def test_the_figure_that_makes_the_difference_is_named_with_what_it_was_and_would_be():
    book = rulebook(retention=OTHERS["retention"], storage_places=OTHERS["storage_places"])
    found = replay(case(FACTS), book)
    assert found.before.allowed
    assert not found.after.allowed
    (change,) = found.changes
    assert (change.before.code, change.before.state, change.after.state) == ("retention", "pass", "fail")
    (figure,) = change.figures
    assert figure.setting == "retention"
    assert (figure.before.recipient_months, figure.after.recipient_months) == (24, 6)


def test_figures_that_only_together_make_the_difference_are_all_named():
    facts = changed(panel__ballots=ballots("suitable", "suitable", "suitable", "unsuitable", "unsuitable"))
    looser = rulebook(board_majority=rules.Majority(rules.Threshold(4, 5, strict=False, base="present")))
    assert [change.before.code for change in replay(case(facts), looser).changes] == ["opinion"]
    both = rulebook(
        board_majority=rules.Majority(rules.Threshold(3, 5, strict=True, base="present")),
        retention=OTHERS["retention"],
    )
    named = {
        change.before.code: [figure.setting for figure in change.figures]
        for change in replay(case(facts), both).changes
    }
    assert named == {"opinion": ["board_majority"], "retention": ["retention"]}


def test_only_what_the_amendment_changes_is_put_into_the_rules_of_the_day_of_vote():
    then = f.BoardRules.of(rulebook(independent_opinions=rules.Independence(blind=False)))
    facts = changed(panel__rules=then)
    majority = OTHERS["board_majority"]
    put = with_rules(facts, {"board_majority": majority, "retention": None})
    assert put.panel.rules == with_fields(then, majority=majority)


def test_facts_without_panel_and_approval_have_no_rules_to_lose():
    bare = changed(panel=None, approval=None)
    assert with_rules(bare, {"board_majority": None, "approval_bodies": None}) == bare


def test_a_refused_line_can_come_out_allowed():
    facts = changed(
        panel__ballots=ballots("suitable", "suitable", "unsuitable", "abstain", "abstain"),
        panel__rules=f.BoardRules.of(RULES),
    )
    plurality = rulebook(board_majority=rules.Majority(rules.Threshold(1, 2, strict=True, base="cast")))
    found = replay(case(facts, Moment.APPROVAL), plurality)
    assert (found.before.allowed, found.after.allowed) == (False, True)
