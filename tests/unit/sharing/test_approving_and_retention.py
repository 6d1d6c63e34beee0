"""Which body approves, and how long data may be kept."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from core.rulebook.values import ApprovalBodies, Retention, RiskClasses
from governance.sharing.rules import facts as f
from governance.sharing.rules.approving import risk_class, sufficient_bodies
from governance.sharing.rules.gate import evaluate, retention_findings
from governance.sharing.rules.retention import Limit, disposal_due, grant_end, limits, shortest
from governance.sharing.rules.verdict import Moment
from tests.unit.sharing.gate_case import AT, FACTS, LAW, RULES, SETTINGS, ask, changed, rulebook
from tests.unit.sharing.reasons_decisions import SITUATIONS

RISKS: RiskClasses = SETTINGS["risk_classes"]
BODIES = ApprovalBodies("chair", "steering", "assembly")


@pytest.mark.parametrize(
    ("changes", "risk"),
    [
        ({}, "ordinary"),
        ({"line__data_class": "statistical"}, "minor"),
        ({"line__minor_change": True}, "minor"),
        ({"line__data_class": "special_care"}, "major"),
        ({"dataset__triggers": frozenset({"children"})}, "major"),
        ({"dataset__triggers": frozenset({"location"})}, "ordinary"),
        ({"dataset__triggers": frozenset({"children"}), "line__data_class": "statistical"}, "minor"),
        ({"recipient__country": "DE"}, "major"),
        ({"dataset__persons": 100_000}, "major"),
        ({"dataset__persons": 99_999}, "ordinary"),
        ({"dataset__persons": None}, None),
        ({"dataset__triggers": None}, None),
        ({"line__data_class": None}, None),
    ],
)
def test_the_risk_class_follows_the_traits(changes: dict, risk: str | None):
    assert risk_class(changed(FACTS, **changes), RISKS) == risk


def test_nobody_counts_persons_where_the_items_stem_from_none():
    item = f.Item("counts", "statistical")
    case = changed(FACTS, dataset__persons=None, dataset__items=(item,), line__items=frozenset({"counts"}))
    assert risk_class(changed(case, line__data_class="person_related"), RISKS) == "ordinary"
    assert risk_class(changed(case, line__items=frozenset({"counts", "other"})), RISKS) is None, (
        "in doubt, yes"
    )


def test_the_number_of_persons_matters_only_where_the_rule_names_one():
    rule = RiskClasses(minor=frozenset(), major=frozenset())
    assert risk_class(changed(FACTS, dataset__persons=None), rule) == "ordinary"


def test_who_may_decide_more_may_decide_less():
    assert sufficient_bodies(BODIES, "minor") == ("chair", "steering", "assembly")
    assert sufficient_bodies(BODIES, "ordinary") == ("steering", "assembly")
    assert sufficient_bodies(BODIES, "major") == ("assembly",)
    assert sufficient_bodies(ApprovalBodies("steering", "steering", "assembly"), "minor") == (
        "steering",
        "assembly",
    )


def rule(until_fiscal_year_end: bool) -> Retention:
    return Retention(12, until_fiscal_year_end, 24, 30, 5)


@pytest.mark.parametrize(
    ("start", "cut", "end"),
    [
        (date(2026, 4, 1), True, date(2027, 3, 31)),
        (date(2026, 6, 1), True, date(2027, 3, 31)),
        (date(2026, 6, 1), False, date(2027, 5, 31)),
        (date(2027, 3, 31), True, date(2027, 3, 31)),
        (date(2028, 2, 29), False, date(2029, 2, 28)),
    ],
)
def test_a_grant_ends_after_its_months_or_with_the_fiscal_year(start: date, cut: bool, end: date):
    assert grant_end(start, rule(cut)) == end


def test_disposal_is_due_so_many_days_after_the_end():
    assert disposal_due(date(2027, 3, 31), rule(True)) == date(2027, 4, 30)


def test_the_limits_are_those_of_rule_dataset_assessment_and_notice():
    found = {limit.source: limit.months for limit in limits(FACTS, rule(True), on_consent=True)}
    assert found == {"rule": 24, "dataset": 36, "pia": 12, "notice": 12}
    without = limits(changed(FACTS, pia=None), rule(True), on_consent=False)
    assert {limit.source for limit in without} == {"rule", "dataset"}


@pytest.mark.parametrize("state", ["threshold", "not_required", "preparing", "assessing", "in_review"])
def test_an_assessment_that_nobody_approved_limits_nothing(state: str):
    begun = changed(FACTS, pia__state=state, pia__retention_months=None)
    assert "pia" not in {limit.source for limit in limits(begun, rule(True), on_consent=False)}


def test_where_no_assessment_is_asked_one_found_not_required_stops_nothing():
    few = changed(FACTS, dataset__persons=500, pia__state="not_required", pia__retention_months=None)
    assert ask(few).allowed


def test_a_notice_that_does_not_cover_the_line_limits_nothing():
    other = f.NoticeChoice("N-9", frozenset(), "B", frozenset(), True, 1)
    facts = changed(FACTS, consents__choices=(other,))
    assert "notice" not in {limit.source for limit in limits(facts, rule(True), on_consent=True)}
    assert "notice" not in {
        limit.source for limit in limits(changed(consents=None), rule(True), on_consent=True)
    }


def test_an_older_notice_that_nobody_is_under_limits_nothing():
    newest = FACTS.consents.choices[0]
    for in_use, months in ((True, {12, 1}), (False, {12})):
        older = replace(newest, notice="N-1/v1", retention_months=1, in_use=in_use)
        for choices in ((newest, older), (replace(newest, in_use=False), older)):
            found = limits(changed(consents__choices=choices), rule(True), on_consent=True)
            assert {limit.months for limit in found if limit.source == "notice"} == months


def test_the_shortest_limit_wins_and_a_silent_one_comes_first():
    assert shortest((Limit("rule", 24), Limit("pia", 12))) == Limit("pia", 12)
    assert shortest((Limit("rule", 24), Limit("dataset", None))) == Limit("dataset", None)


@pytest.mark.parametrize(("reason", "changes"), SITUATIONS["retention"].items())
def test_the_check_of_the_period_says_the_first_of_what_is_amiss(reason: str, changes: dict):
    paths = {name: value for name, value in changes.items() if name not in ("moment", "settings")}
    asked = (
        changed(FACTS, **paths),
        rulebook(**changes.get("settings", {})),
        LAW,
        changes.get("moment", Moment.FLOW),
        AT,
    )
    check, found = evaluate(*asked).check("retention"), retention_findings(*asked)
    assert check.reason == reason
    assert found[:1] == (() if check.open else (check,))


def test_everything_that_is_amiss_with_the_period_is_found_at_once():
    facts = changed(
        FACTS,
        line__retention_months=36,
        line__use_until=date(2027, 4, 1),
        line__disposal_by=date(2027, 8, 1),
    )
    found = retention_findings(facts, RULES, LAW, Moment.SUBMISSION, AT)
    assert [one.reason for one in found] == ["longer_than", "period_too_long", "disposal_too_late"]
    assert found[2].params["due"] == disposal_due(date(2027, 3, 31), SETTINGS["retention"]).isoformat(), (
        "of the last day that is allowed, so that all three are put in order in one round"
    )
    unstated = changed(facts, line__retention_months=None, line__use_from=None)
    found = retention_findings(unstated, RULES, LAW, Moment.SUBMISSION, AT)
    assert [one.reason for one in found] == ["not_stated", "period_not_stated"]
    backwards = changed(FACTS, line__use_until=date(2026, 3, 1))
    assert len(retention_findings(backwards, RULES, LAW, Moment.SUBMISSION, AT)) == 1, "no day to count from"
