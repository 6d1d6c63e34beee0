"""What is missing before the review, each piece by its code and page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.http.texts import known
from pia.enums import Principle, Section, Stage
from pia.rules.completeness import (
    PRINCIPLES,
    STAGES,
    Facts,
    FlowFacts,
    RequirementFacts,
    RiskFacts,
    high_residual,
    missing,
    unaccepted,
    unprepared,
)
from pia.rules.scale import Level

STEPS = frozenset({"daily_steps"})
RISK = RiskFacts(1, "use", 3, 2, 2, 1, "reduce", has_controls=True, has_owner=True, due=date(2027, 3, 31))
FULL = Facts(
    has_scope=True,
    items=STEPS,
    purposes=frozenset({"ResearchAndDevelopment"}),
    recipients=1,
    places=frozenset({"JP"}),
    stages=frozenset(STAGES),
    retention_months=12,
    flows=tuple(FlowFacts(n, stage, STEPS, "JP", True) for n, stage in enumerate(STAGES, start=1)),
    requirements=tuple(RequirementFacts(principle, "met", True) for principle in PRINCIPLES),
    risks=tuple(replace(RISK, number=n, stage=stage) for n, stage in enumerate(STAGES, start=1)),
    reviewers=1,
)


def risks(**changes: Any) -> tuple[RiskFacts, ...]:
    """The full set with the first changed."""
    return (replace(FULL.risks[0], **changes), *FULL.risks[1:])


def flows(**changes: Any) -> tuple[FlowFacts, ...]:
    return (replace(FULL.flows[0], **changes), *FULL.flows[1:])


GAPS: list[tuple[dict[str, Any], str, str, dict[str, str]]] = [
    ({"has_scope": False}, "scope_missing", "preparation", {}),
    ({"purposes": frozenset()}, "purposes_missing", "preparation", {}),
    ({"recipients": 0}, "recipients_missing", "preparation", {}),
    ({"retention_months": None}, "retention_missing", "preparation", {}),
    ({"flows": FULL.flows[:3]}, "stage_without_flow", "flows", {"stage": "dispose"}),
    ({"items": STEPS | {"age_band"}}, "item_without_flow", "flows", {"item": "age_band"}),
    ({"flows": flows(items=STEPS | {"gps"})}, "flow_outside_items", "flows", {"number": "1"}),
    ({"flows": flows(place="US")}, "flow_outside_places", "flows", {"number": "1", "place": "US"}),
    ({"flows": flows(measures=False)}, "flow_without_measures", "flows", {"number": "1"}),
    (
        {"requirements": FULL.requirements[1:]},
        "principle_unanswered",
        "requirements",
        {"principle": "consent"},
    ),
    (
        {"requirements": (RequirementFacts("consent", "not_met", False), *FULL.requirements[1:])},
        "principle_without_note",
        "requirements",
        {"principle": "consent"},
    ),
    ({"risks": ()}, "no_risk_assessed", "risks", {}),
    ({"risks": FULL.risks[1:]}, "stage_without_risk", "risks", {"stage": "acquire"}),
    ({"risks": risks(treatment="")}, "risk_untreated", "treatment", {"number": "1"}),
    ({"risks": risks(residual_impact=None)}, "residual_missing", "treatment", {"number": "1"}),
    ({"risks": risks(residual_likelihood=None)}, "residual_missing", "treatment", {"number": "1"}),
    ({"risks": risks(residual_impact=4)}, "residual_above_initial", "treatment", {"number": "1"}),
    ({"risks": risks(residual_likelihood=3)}, "residual_above_initial", "treatment", {"number": "1"}),
    ({"risks": risks(has_controls=False)}, "controls_missing", "treatment", {"number": "1"}),
    ({"risks": risks(has_owner=False)}, "owner_or_date_missing", "treatment", {"number": "1"}),
    ({"risks": risks(due=None)}, "owner_or_date_missing", "treatment", {"number": "1"}),
    ({"unanswered_findings": 2}, "findings_unanswered", "review", {"count": "2"}),
    ({"reviewers": 0}, "no_reviewer", "review", {}),
]


def test_a_full_assessment_lacks_nothing() -> None:
    assert missing(FULL) == ()
    assert unprepared(FULL) == ()


@pytest.mark.parametrize(("change", "code", "section", "params"), GAPS)
def test_one_gap_is_named_once_with_its_page(
    change: dict[str, Any], code: str, section: str, params: dict[str, str]
) -> None:
    found = missing(replace(FULL, **change))
    assert [(piece.code, piece.section, dict(piece.params)) for piece in found] == [(code, section, params)]
    assert known(code), "every code has a sentence"


def test_items_places_and_stages_pull_their_flows_along() -> None:
    codes = {
        name: {piece.code for piece in missing(replace(FULL, **{name: frozenset()}))}
        for name in ("items", "places", "stages")
    }
    assert codes == {
        "items": {"items_missing", "flow_outside_items"},
        "places": {"places_missing", "flow_outside_places"},
        "stages": {"stages_missing", "flow_outside_stages"},
    }


def test_an_empty_one_lacks_the_preparation_first() -> None:
    codes = [piece.code for piece in unprepared(Facts())]
    assert codes[0] == "scope_missing"
    assert [piece.code for piece in missing(Facts())][: len(codes)] == codes


def test_a_retained_risk_needs_neither_controls_nor_date() -> None:
    kept = risks(treatment="retain", has_controls=False, has_owner=False, due=None)
    assert missing(replace(FULL, risks=kept)) == ()


degrees = st.integers(1, 4)
some_risks = st.lists(
    st.builds(
        RiskFacts,
        number=st.integers(1, 30),
        stage=st.sampled_from(STAGES),
        impact=degrees,
        likelihood=degrees,
        residual_impact=st.none() | degrees,
        residual_likelihood=st.none() | degrees,
    ),
    unique_by=lambda risk: risk.number,
)


@given(some_risks, st.frozensets(st.integers(1, 30)))
def test_unaccepted_are_the_high_ones_that_nobody_accepted(
    given_risks: list[RiskFacts], accepted: frozenset[int]
) -> None:
    facts = Facts(risks=tuple(given_risks), accepted=accepted)
    high = {risk.number for risk in given_risks if risk.after is Level.HIGH}
    assert set(high_residual(facts)) == high
    assert set(unaccepted(facts)) == high - accepted


def test_words_of_rules_and_screen_agree() -> None:
    assert tuple(Principle.values) == PRINCIPLES
    assert tuple(Stage.values) == STAGES
    assert {section for _c, _code, section, _p in GAPS} <= set(Section.values)


def test_a_risk_without_an_estimate_has_no_level_after_treatment():
    assert RiskFacts(1, "use", 3, 3).after is None
    assert RiskFacts(1, "use", 3, 3, residual_impact=2).after is None
    assert RiskFacts(1, "use", 3, 3, residual_impact=1, residual_likelihood=1).after is not None
