"""What is still missing before an assessment can go to review: each missing piece with its section.

The order is that of the sections, so that the first entry is the next thing to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pia.rules.scale import Level, level

PRINCIPLES = (
    "consent",
    "purpose",
    "collection",
    "minimisation",
    "use_limitation",
    "accuracy",
    "openness",
    "participation",
    "accountability",
    "security",
    "compliance",
)
STAGES = ("acquire", "use", "store", "dispose")


@dataclass(frozen=True, slots=True)
class Missing:
    """One missing piece: a code, the section where it is put right, what the code speaks of."""

    code: str
    section: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """One flow: its number, stage, items and country."""

    number: int
    stage: str
    items: frozenset[str]
    place: str
    measures: bool


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """One principle with its answer and whether a note says why."""

    principle: str
    answer: str
    has_note: bool


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """One risk before and after treatment; residual degrees are None until they are estimated."""

    number: int
    stage: str
    impact: int
    likelihood: int
    residual_impact: int | None = None
    residual_likelihood: int | None = None
    treatment: str = ""
    has_controls: bool = False
    has_owner: bool = False
    due: date | None = None

    @property
    def before(self) -> Level:
        """Region before treatment."""
        return level(self.impact, self.likelihood)

    @property
    def after(self) -> Level | None:
        """Region after treatment, or None while it is not estimated."""
        if self.residual_impact is None or self.residual_likelihood is None:
            return None
        return level(self.residual_impact, self.residual_likelihood)

    @property
    def worsened(self) -> bool:
        """Does the treatment leave the impact or the likelihood above what it was?"""
        return (self.residual_impact or 0) > self.impact or (self.residual_likelihood or 0) > self.likelihood


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that completeness is judged by."""

    has_scope: bool = False
    items: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    recipients: int = 0
    places: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    retention_months: int | None = None
    flows: tuple[FlowFacts, ...] = ()
    requirements: tuple[RequirementFacts, ...] = ()
    risks: tuple[RiskFacts, ...] = ()
    unanswered_findings: int = 0
    reviewers: int = 0
    accepted: frozenset[int] = field(default_factory=frozenset)
    """Numbers of the risks whose residual level has been accepted."""


def unprepared(facts: Facts) -> tuple[Missing, ...]:
    """What is missing before the assessing can start."""
    return tuple(_preparation(facts))


def missing(facts: Facts) -> tuple[Missing, ...]:
    """What is missing before the review; empty when the assessment is complete."""
    return (
        *_preparation(facts),
        *_flows(facts),
        *_requirements(facts),
        *_risks(facts),
        *_treatment(facts),
        *_review(facts),
    )


def high_residual(facts: Facts) -> tuple[int, ...]:
    """Numbers of the risks that stay high after treatment."""
    return tuple(risk.number for risk in facts.risks if risk.after is Level.HIGH)


def unaccepted(facts: Facts) -> tuple[int, ...]:
    """Numbers of the risks that stay high and that nobody has accepted."""
    return tuple(number for number in high_residual(facts) if number not in facts.accepted)


def _preparation(facts: Facts) -> Iterator[Missing]:
    parts = {
        "scope_missing": facts.has_scope,
        "items_missing": facts.items,
        "purposes_missing": facts.purposes,
        "recipients_missing": facts.recipients,
        "places_missing": facts.places,
        "stages_missing": facts.stages,
        "retention_missing": facts.retention_months,
    }
    for code, present in parts.items():
        if not present:
            yield Missing(code, "preparation")


def _flows(facts: Facts) -> Iterator[Missing]:
    drawn = {flow.stage for flow in facts.flows}
    for stage in STAGES:
        if stage in facts.stages and stage not in drawn:
            yield Missing("stage_without_flow", "flows", (("stage", stage),))
    for item in sorted(facts.items - frozenset().union(*(flow.items for flow in facts.flows))):
        yield Missing("item_without_flow", "flows", (("item", item),))
    for flow in facts.flows:
        number = (("number", str(flow.number)),)
        if flow.stage not in facts.stages:
            yield Missing("flow_outside_stages", "flows", number)
        if flow.items - facts.items:
            yield Missing("flow_outside_items", "flows", number)
        if flow.place not in facts.places:
            yield Missing("flow_outside_places", "flows", (*number, ("place", flow.place)))
        if not flow.measures:
            yield Missing("flow_without_measures", "flows", number)


def _requirements(facts: Facts) -> Iterator[Missing]:
    answered = {requirement.principle: requirement for requirement in facts.requirements}
    for principle in PRINCIPLES:
        requirement = answered.get(principle)
        if requirement is None:
            yield Missing("principle_unanswered", "requirements", (("principle", principle),))
        elif not requirement.has_note:
            yield Missing("principle_without_note", "requirements", (("principle", principle),))


def _risks(facts: Facts) -> Iterator[Missing]:
    if not facts.risks:
        yield Missing("no_risk_assessed", "risks")
        return
    looked_at = {risk.stage for risk in facts.risks}
    for stage in STAGES:
        if stage in facts.stages and stage not in looked_at:
            yield Missing("stage_without_risk", "risks", (("stage", stage),))


def _treatment(facts: Facts) -> Iterator[Missing]:
    for risk in facts.risks:
        number = (("number", str(risk.number)),)
        if not risk.treatment:
            yield Missing("risk_untreated", "treatment", number)
            continue
        if risk.after is None:
            yield Missing("residual_missing", "treatment", number)
        elif risk.worsened:
            yield Missing("residual_above_initial", "treatment", number)
        if risk.treatment == "retain":
            continue
        if not risk.has_controls:
            yield Missing("controls_missing", "treatment", number)
        if not risk.has_owner or risk.due is None:
            yield Missing("owner_or_date_missing", "treatment", number)


def _review(facts: Facts) -> Iterator[Missing]:
    if facts.unanswered_findings:
        yield Missing("findings_unanswered", "review", (("count", str(facts.unanswered_findings)),))
    if not facts.reviewers:
        yield Missing("no_reviewer", "review")
