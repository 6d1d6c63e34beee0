"""What is drawn and printed of an assessment."""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from core.http.codes import DataNames, Names, listed, names_of
from core.http.parts import RiskDot, Text
from pia import queries
from pia.enums import Answer, LevelName, Principle, Stage
from pia.models import Acceptance, Assessment, Finding, Flow, Requirement, Risk
from pia.queries.facts import risk_facts
from pia.rules.scale import Cell, risk_map

COLUMN, BOX, GAP, TOP = 250, 44, 24, 48
"""Width of a stage, height of a box and of an arrow, space between flows, height of the stage's heading."""
FITS = 26
"""Half-width characters that fit in a box."""
FIELD_HOLDS = 11
"""The same of a field of the risk map."""


def shortened(text: str, fits: int = FITS) -> str:
    """``text`` cut so that it fits, full-width characters counted twice."""
    width = 0
    for index, character in enumerate(text):
        width += 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if width > fits:
            return text[: max(index - 1, 0)] + "…"
    return text


@dataclass(frozen=True, slots=True)
class DrawnFlow:
    """A flow with the places of its parts."""

    flow: Flow
    x: int
    y: int
    source: str
    destination: str
    items: str

    @property
    def middle(self) -> int:
        """The axis of boxes and arrow."""
        return self.x + (COLUMN - 20) // 2

    @property
    def text_source(self) -> int:
        """Baseline of the upper box."""
        return self.y + 28

    @property
    def arrow_from(self) -> int:
        """Top of the arrow."""
        return self.y + BOX

    @property
    def arrow_to(self) -> int:
        """Bottom of the arrow's line, above its head."""
        return self.y + 2 * BOX - 8

    @property
    def text_arrow(self) -> int:
        """Baseline of the words beside the arrow."""
        return self.y + BOX + 27

    @property
    def number_x(self) -> int:
        """End of the flow's number, left of the arrow."""
        return self.middle - 12

    @property
    def items_x(self) -> int:
        """Start of the items, right of the arrow."""
        return self.middle + 12

    @property
    def lower(self) -> int:
        """Top of the lower box."""
        return self.y + 2 * BOX

    @property
    def text_destination(self) -> int:
        """Baseline of the lower box."""
        return self.y + 2 * BOX + 28

    @property
    def head(self) -> str:
        """Corners of the arrow's head."""
        tip = self.lower
        return f"{self.middle - 6},{tip - 10} {self.middle + 6},{tip - 10} {self.middle},{tip}"


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """A stage with its column."""

    label: Text
    x: int
    middle: int
    flows: tuple[DrawnFlow, ...]


@dataclass(frozen=True, slots=True)
class FlowFigure:
    """The data-flow diagram by lifecycle stage."""

    width: int
    height: int
    stages: tuple[DrawnStage, ...]


def _items(flow: Flow, names: Names) -> str:
    """The items beside the arrow; their number where they do not fit."""
    text = listed(flow.items, names)
    if shortened(text, 11) == text:
        return text
    return ngettext("%(n)s item", "%(n)s items", len(flow.items)) % {"n": len(flow.items)}


def flow_figure(flows: Iterable[Flow], names: Names) -> FlowFigure:
    """One column per stage, one pair of boxes with an arrow per flow."""
    rows = list(flows)
    stages = []
    for column, stage in enumerate(Stage):
        x = column * COLUMN
        here = [flow for flow in rows if flow.stage == stage]
        drawn = tuple(
            DrawnFlow(
                flow,
                x + 10,
                TOP + place * (3 * BOX + GAP),
                shortened(flow.source),
                shortened(flow.destination),
                _items(flow, names),
            )
            for place, flow in enumerate(here)
        )
        stages.append(DrawnStage(stage.label, x, x + COLUMN // 2, drawn))
    most = max(1, *(len(stage.flows) for stage in stages))
    return FlowFigure(COLUMN * len(Stage), TOP + most * (3 * BOX + GAP), tuple(stages))


def dots(risks: Iterable[Risk]) -> list[RiskDot]:
    """The risks as points of the map: likelihood first, then impact."""
    return [
        RiskDot(
            str(risk.number),
            shortened(risk.threat, 60),
            (risk.likelihood, risk.impact),
            (risk.residual_likelihood, risk.residual_impact)
            if risk.residual_likelihood and risk.residual_impact
            else None,
        )
        for risk in risks
    ]


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk with the words of its regions."""

    risk: Risk
    before: str
    after: str

    @property
    def before_label(self) -> Text:
        """The region before treatment, in words."""
        return LevelName(self.before).label

    @property
    def after_label(self) -> Text:
        """The region after treatment, in words; empty while it is not estimated."""
        return LevelName(self.after).label if self.after else ""


def risk_lines(risks: Iterable[Risk]) -> list[RiskLine]:
    """Risks with their regions."""
    lines = []
    for risk in risks:
        facts = risk_facts(risk)
        lines.append(
            RiskLine(risk, facts.before.name.lower(), facts.after.name.lower() if facts.after else "")
        )
    return lines


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A principle with its answer, also where there is none yet."""

    principle: Text
    answer: str
    label: Text
    note: str


def requirement_lines(rows: Iterable[Requirement]) -> list[RequirementLine]:
    """All eleven principles in the order of the standard."""
    answered = {row.principle: row for row in rows}
    lines = []
    for principle in Principle:
        row = answered.get(str(principle))
        label = Answer(row.answer).label if row else ""
        lines.append(
            RequirementLine(principle.label, row.answer if row else "", label, row.note if row else "")
        )
    return lines


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the page and the printed report show of an assessment."""

    assessment: Assessment
    coverage: Any
    names: DataNames
    stages: Sequence[Text]
    recipients: Sequence[Any]
    flows: Sequence[Flow]
    figure: FlowFigure
    requirements: Sequence[RequirementLine]
    risks: Sequence[RiskLine]
    dots: Sequence[RiskDot]
    findings: Sequence[Finding]
    acceptances: Sequence[Acceptance]
    unaltered: bool | None


def report(assessment: Assessment) -> Report:
    """The parts of ``assessment`` in the order of ISO/IEC 29134, clause 7."""
    flows, risks = list(assessment.flows.all()), list(assessment.risks.all())
    cover = assessment.coverage
    names = names_of(assessment.council, assessment.dataset_reference)
    named = assessment.recipients.select_related("organisation").order_by("organisation")
    return Report(
        assessment=assessment,
        coverage=cover,
        names=names,
        stages=[Stage(stage).label for stage in cover.stages],
        recipients=[row.organisation for row in named],
        flows=flows,
        figure=flow_figure(flows, names.items),
        requirements=requirement_lines(assessment.requirements.all()),
        risks=risk_lines(risks),
        dots=dots(risks),
        findings=list(assessment.findings.select_related("raised_by", "answered_by")),
        acceptances=list(assessment.acceptances.select_related("accepted_by").order_by("pk")),
        unaltered=queries.unaltered(assessment),
    )


def _picture(template: str, context: dict[str, Any]) -> str:
    """A drawing as a data address: in a tagged document a picture needs its text alternative on ``<img>``."""
    drawing = render_to_string(template, context).encode()
    return f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"


def printed(assessment: Assessment, language: str) -> dict[str, Any]:
    """What the report as PDF shows, drawn in ``language``."""
    with translation.override(language):
        shown = report(assessment)
        rows = risk_map((line.risk.number, line.risk.impact, line.risk.likelihood) for line in shown.risks)
        after = risk_map(
            (line.risk.number, line.risk.residual_impact, line.risk.residual_likelihood)
            for line in shown.risks
            if line.risk.residual_impact and line.risk.residual_likelihood
        )
        return {
            "assessment": assessment,
            "council": assessment.council,
            "report": shown,
            "flow_picture": _picture("pia/pdf/flows.svg", {"figure": shown.figure}),
            "map_before": _picture("pia/pdf/risk_map.svg", {"fields": _fields(rows)}),
            "map_after": _picture("pia/pdf/risk_map.svg", {"fields": _fields(after)}),
        }


def _fields(rows: tuple[tuple[Cell, ...], ...]) -> list[dict[str, Any]]:
    """The sixteen fields of the map with their places, likelihood upwards and impact to the right."""
    side = 90
    return [
        {
            "x": 60 + column * side,
            "y": 10 + line * (side - 30),
            "level": cell.level.name.lower(),
            "risks": _in_field(cell.risks),
        }
        for line, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]


def _in_field(risks: Sequence[int]) -> str:
    """The risks of one field by number; how many they are where the numbers would run over its edge."""
    named = " ".join(f"R{number}" for number in risks)
    if len(named) <= FIELD_HOLDS:
        return named
    return ngettext("%(count)s risk", "%(count)s risks", len(risks)) % {"count": len(risks)}
