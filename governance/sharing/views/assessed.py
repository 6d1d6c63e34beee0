"""The assessment beside a line, for those who judge it: what it covers and the risks on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core import clock
from core.http.parts import RiskDot
from governance.sharing.models import RequestLine
from pia.queries.assessments import find
from pia.queries.content import content
from pia.queries.coverage import coverage


@dataclass(frozen=True, slots=True)
class Assessed:
    """The revision that speaks for the line's dataset today, or the newest one."""

    reference: str
    url: str
    title: dict[str, str]
    counts: bool
    valid_until: Any
    dots: list[RiskDot]
    risks: list[dict[str, Any]]


def assessed(line: RequestLine) -> Assessed | None:
    """The assessment of the line's dataset; None where there is none."""
    council = line.request.council
    rows = coverage(council, dataset=line.dataset.reference, on=clock.today())
    row = find(council, rows[0].reference, rows[0].revision) if rows else None
    if row is None:
        return None
    told = content(row)
    return Assessed(
        reference=row.reference,
        url=reverse("pia:show", args=[council.slug, row.reference]),
        title=told["title"],
        counts=rows[0].counts,
        valid_until=rows[0].valid_until,
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
