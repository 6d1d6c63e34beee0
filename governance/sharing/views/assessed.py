"""The assessment beside a line, for those who judge it: what it covers and the risks on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core import clock
from core.http.parts import RiskDot
from governance.sharing.models import RequestLine
from governance.sharing.queries.facts import assessment_of
from pia.queries.assessments import find
from pia.queries.content import content


@dataclass(frozen=True, slots=True)
class Assessed:
    """The revision that the gate looks at for the line today."""

    reference: str
    url: str
    title: dict[str, str]
    counts: bool
    valid_until: Any
    dots: list[RiskDot]
    risks: list[dict[str, Any]]


def assessed(line: RequestLine) -> Assessed | None:
    """The assessment that serves the line best; None where its dataset has none."""
    council, best = line.request.council, assessment_of(line, clock.today())
    row = find(council, best.reference, best.revision) if best else None
    if best is None or row is None:
        return None
    told = content(row)
    return Assessed(
        reference=row.reference,
        url=reverse("pia:show", args=[council.slug, row.reference]),
        title=told["title"],
        counts=best.counts,
        valid_until=best.valid_until,
        dots=[_dot(risk) for risk in told["risks"] if risk["likelihood"] and risk["impact"]],
        risks=told["risks"],
    )


def _dot(risk: dict[str, Any]) -> RiskDot:
    after = (risk["residual_likelihood"], risk["residual_impact"])
    return RiskDot(
        str(risk["number"]),
        risk["threat"],
        (risk["likelihood"], risk["impact"]),
        after if all(after) else None,
    )
