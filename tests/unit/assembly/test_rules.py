"""Notice, composition, sole power, the line of approval."""

from __future__ import annotations

from datetime import date

import pytest

from core.rulebook.values import BoardComposition, Period, SeatCount
from governance.assembly.rules.approval import may_sign, next_office
from governance.assembly.rules.bodies import composition, may_decide, rules_for, sole_power
from governance.assembly.rules.convening import first_day_of_meeting, in_time, last_day_of_notice
from governance.assembly.workflows import DRAFT, MEETING, MOTION, PROJECT
from tests.factories.rules import article, rulebook


@pytest.mark.parametrize(
    ("meeting", "period", "latest"),
    [
        (date(2026, 11, 27), Period(7), date(2026, 11, 19)),
        (date(2027, 1, 8), Period(7), date(2026, 12, 31)),
        (date(2026, 11, 27), Period(3, business=True), date(2026, 11, 23)),
        (date(2026, 11, 27), Period(0), date(2026, 11, 27)),
    ],
)
def test_the_whole_period_lies_between_notice_and_meeting(meeting, period, latest):
    assert last_day_of_notice(meeting, period) == latest


@pytest.mark.parametrize(
    ("sent", "period", "earliest"),
    [
        (date(2026, 11, 19), Period(7), date(2026, 11, 27)),
        (date(2026, 11, 20), Period(7), date(2026, 11, 28)),
        (date(2026, 11, 24), Period(3, business=True), date(2026, 11, 28)),
        (date(2026, 11, 27), Period(0), date(2026, 11, 27)),
        (date(2026, 11, 27), None, date(2026, 11, 27)),
    ],
)
def test_the_first_day_of_a_meeting_is_the_first_whose_notice_is_in_time(sent, period, earliest):
    assert first_day_of_meeting(sent, period) == earliest
    assert in_time(sent, earliest, period, None)


def test_a_late_notice_is_refused_with_the_article_and_the_last_day():
    late = in_time(date(2026, 11, 20), date(2026, 11, 27), Period(7), article("convening"))
    assert (late.allowed, late.params["latest"], late.article) == (False, "2026-11-19", article("convening"))
    assert late.params["earliest"] == "2026-11-28"
    assert in_time(date(2026, 11, 19), date(2026, 11, 27), Period(7), None)
    assert in_time(date(2026, 11, 27), date(2026, 11, 27), None, None)


@pytest.mark.parametrize(
    ("body", "matter", "setting"),
    [
        ("assembly", "ordinary", "ordinary_majority"),
        ("assembly", "expulsion", "special_majority"),
        ("steering", "expulsion", "ordinary_majority"),
        ("steering", "departure", "departure_from_opinion"),
        ("ethics_board", "departure", "board_majority"),
    ],
)
def test_each_body_follows_its_own_rules(body, matter, setting):
    rules = rules_for(body, matter, rulebook())
    assert rules.majority_article == article(setting)
    assert rules.quorum_article == article("board_quorum" if body == "ethics_board" else "assembly_quorum")
    assert (rules.notice is None) is (body == "ethics_board")


def test_without_rules_nothing_is_assumed():
    rules = rules_for(
        "assembly", "ordinary", rulebook(ordinary_majority=None, assembly_quorum=None, voting_methods=None)
    )
    assert (rules.majority, rules.quorum, rules.methods) == (None, None, frozenset({"show_of_hands"}))
    departing = rules_for("steering", "departure", rulebook(departure_from_opinion=None))
    assert departing.majority_article == article("ordinary_majority")


def test_composition_is_compared_with_the_rule():
    rule = BoardComposition((SeatCount("law", 1), SeatCount("citizen", 2)))
    gaps = composition([("law", True), ("citizen", True), ("citizen", False), ("member", True)], rule)
    assert [(g.expertise, g.wanted, g.seats, g.filled, g.in_order) for g in gaps] == [
        ("law", 1, 1, 1, True),
        ("citizen", 2, 2, 1, False),
        ("member", 0, 1, 1, True),
    ]
    assert composition([], None) == ()


def test_the_chair_decides_alone_only_where_the_rule_says_so():
    assert sole_power(rulebook(), "minor").article == article("approval_bodies")
    assert sole_power(rulebook(), "ordinary").code == "chair_may_not_decide_alone"
    assert sole_power(rulebook(), None)
    assert not sole_power(rulebook(emergency_approval={"by": "steering", "ratify_within": 5}), None)
    assert not sole_power(rulebook(emergency_approval=None, approval_bodies=None), None)
    assert not sole_power(rulebook(approval_bodies=None), "minor")


@pytest.mark.parametrize("state", MOTION.states)
def test_only_a_carried_item_makes_a_decision(state):
    assert bool(may_decide(state)) is (state == "carried")


LINE = ("secretariat_head", "chair")


@pytest.mark.parametrize(
    ("signers", "user", "roles", "code"),
    [
        ((), 2, {"approver"}, "ok"),
        ((), 2, {"chair"}, "not_your_signature"),
        ((), 1, {"approver"}, "drafter_cannot_sign"),
        ((2,), 3, {"chair"}, "ok"),
        ((2,), 2, {"approver", "chair"}, "signed_already"),
        ((2, 3), 4, {"chair"}, "line_complete"),
    ],
)
def test_signatures_come_in_order_from_different_people(signers, user, roles, code):
    assert may_sign(LINE, signers, drafter=1, user=user, roles=roles, article=None).code == code


def test_the_line_ends():
    assert [next_office(LINE, n) for n in range(3)] == ["secretariat_head", "chair", None]


@pytest.mark.parametrize("table", [PROJECT, MEETING, MOTION, DRAFT], ids=lambda table: table.name)
def test_every_state_can_be_reached(table):
    reached = {table.initial}
    for _ in table.rows:
        reached |= {row.target for row in table.rows if row.source in reached}
    assert reached == set(table.states)
