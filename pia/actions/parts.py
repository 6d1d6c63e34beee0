"""Information flows, privacy requirements and risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from pia.actions import evidence
from pia.actions.assessments import ITEM, PLACE
from pia.actions.evidence import drop, keep, locked, record, unchanged
from pia.enums import Answer, Principle, Stage, Treatment
from pia.models import Assessment, Flow, Requirement, Risk
from pia.rules.scale import DEGREES

Part = TypeVar("Part", Flow, Risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowInput:
    """One movement of data."""

    stage: str
    source: str
    destination: str
    items: tuple[str, ...]
    place: str = "JP"
    measures: str = ""

    def values(self) -> dict[str, Any]:
        """Field values, refused when malformed."""
        wrong = [item for item in self.items if not ITEM.fullmatch(item)]
        wrong += [] if PLACE.fullmatch(self.place) else [self.place]
        wrong += [] if self.stage in Stage.values else [self.stage]
        wrong += [name for name in ("source", "destination") if not getattr(self, name).strip()]
        if wrong:
            raise Invalid("pia_malformed", value=wrong[0])
        return {**asdict(self), "items": sorted(set(self.items))}


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskInput:
    """A threat with its impact and likelihood before treatment."""

    stage: str
    threat: str
    asset: str
    impact: int
    likelihood: int
    consequence: str = ""

    def values(self) -> dict[str, Any]:
        """Field values, refused when malformed."""
        wrong = [str(degree) for degree in (self.impact, self.likelihood) if degree not in DEGREES]
        wrong += [] if self.stage in Stage.values else [self.stage]
        wrong += [name for name in ("threat", "asset") if not getattr(self, name).strip()]
        if wrong:
            raise Invalid("pia_malformed", value=wrong[0])
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentInput:
    """What is done about a risk and what remains. ``owner`` is a post, not a person's name."""

    treatment: str
    residual_impact: int | None
    residual_likelihood: int | None
    controls: str = ""
    owner: str = ""
    due: date | None = None

    def values(self) -> dict[str, Any]:
        """Field values, refused when malformed."""
        degrees = (self.residual_impact, self.residual_likelihood)
        wrong = [str(degree) for degree in degrees if degree not in (*DEGREES, None)]
        wrong += [] if self.treatment in Treatment.values else [self.treatment]
        if wrong:
            raise Invalid("pia_malformed", value=wrong[0])
        return asdict(self)


def _next(model: type[Flow | Risk], row: Assessment) -> int:
    """A number that no part of this assessment has had, removed ones included."""
    last: int | None = model.history.filter(assessment_id=row.pk).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _part(model: type[Part], row: Assessment, number: int) -> Part:
    found = model.objects.select_for_update().filter(assessment=row, number=number).first()
    if found is None:
        raise NotNow("pia_no_such_part")
    return found


def _write(part: Flow | Risk, values: Mapping[str, Any], by: User) -> None:
    for name, value in values.items():
        setattr(part, name, value)
    keep(part, by)


@transaction.atomic
def add_flow(assessment: Assessment, flow: FlowInput, *, by: User) -> Flow:
    """Draw one flow."""
    row = locked(assessment, "edit_flows", by)
    values = flow.values()
    part = Flow(assessment=row, number=_next(Flow, row), version=0)
    _write(part, values, by)
    record(evidence.FLOW_ADDED, row, by, number=part.number, content=canonical.digest(values))
    return part


@transaction.atomic
def change_flow(
    assessment: Assessment, number: int, flow: FlowInput, *, by: User, seen: int | None = None
) -> Flow:
    """Redraw flow ``number``."""
    row = locked(assessment, "edit_flows", by)
    part = _part(Flow, row, number)
    unchanged(part, seen)
    values = flow.values()
    _write(part, values, by)
    record(evidence.FLOW_CHANGED, row, by, number=number, content=canonical.digest(values))
    return part


@transaction.atomic
def remove_flow(assessment: Assessment, number: int, *, by: User) -> None:
    """Take flow ``number`` out; its history stays."""
    row = locked(assessment, "edit_flows", by)
    drop(_part(Flow, row, number), by)
    record(evidence.FLOW_REMOVED, row, by, number=number)


@transaction.atomic
def answer_requirements(assessment: Assessment, answers: Mapping[str, tuple[str, str]], *, by: User) -> None:
    """Answer privacy principles: principle -> (answer, note). Principles not named stay as they are."""
    row = locked(assessment, "answer_requirements", by)
    for principle, (answer, note) in answers.items():
        if principle not in Principle.values or answer not in Answer.values:
            raise Invalid("pia_malformed", value=f"{principle} {answer}")
        part = Requirement.objects.filter(assessment=row, principle=principle).first()
        part = part or Requirement(assessment=row, principle=principle)
        if part.pk and (part.answer, part.note) == (answer, note.strip()):
            continue
        part.answer, part.note = answer, note.strip()
        keep(part, by)
    content = canonical.digest({name: list(pair) for name, pair in answers.items()})
    record(evidence.REQUIREMENTS_ANSWERED, row, by, principles=sorted(answers), content=content)


@transaction.atomic
def add_risk(assessment: Assessment, risk: RiskInput, *, by: User) -> Risk:
    """Assess one risk."""
    row = locked(assessment, "edit_risks", by)
    values = risk.values()
    part = Risk(assessment=row, number=_next(Risk, row), version=0)
    _write(part, values, by)
    record(evidence.RISK_ADDED, row, by, number=part.number, content=canonical.digest(values))
    return part


@transaction.atomic
def change_risk(
    assessment: Assessment, number: int, risk: RiskInput, *, by: User, seen: int | None = None
) -> Risk:
    """Assess risk ``number`` anew; its treatment stays."""
    row = locked(assessment, "edit_risks", by)
    part = _part(Risk, row, number)
    unchanged(part, seen)
    values = risk.values()
    _write(part, values, by)
    record(evidence.RISK_CHANGED, row, by, number=number, content=canonical.digest(values))
    return part


@transaction.atomic
def treat_risk(
    assessment: Assessment, number: int, treatment: TreatmentInput, *, by: User, seen: int | None = None
) -> Risk:
    """Decide what is done about risk ``number`` and estimate what remains."""
    row = locked(assessment, "edit_risks", by)
    part = _part(Risk, row, number)
    unchanged(part, seen)
    values = treatment.values()
    if (part.treatment, part.controls) != (values["treatment"], values["controls"]):
        part.in_place_on, part.in_place_by, part.in_place_note = None, None, ""
    _write(part, values, by)
    record(evidence.RISK_TREATED, row, by, number=number, content=canonical.digest(values))
    return part


@transaction.atomic
def put_in_place(
    assessment: Assessment, number: int, *, by: User, note: str, in_place_on: date | None = None
) -> Risk:
    """Keep that the controls of risk ``number`` are in place since a day (today unless given), and what shows it."""
    row = locked(assessment, "put_in_place", by)
    part = _part(Risk, row, number)
    if part.treatment in ("", Treatment.RETAIN) or part.in_place_on is not None:
        raise NotNow("pia_nothing_to_put_in_place")
    if not note.strip():
        raise Refused("pia_in_place_unshown")
    day = in_place_on or clock.today()
    if day > clock.today():
        raise Invalid("pia_in_place_ahead")
    _write(part, {"in_place_on": day, "in_place_by": by, "in_place_note": note.strip()}, by)
    record(evidence.RISK_IN_PLACE, row, by, number=number, since=day)
    return part


@transaction.atomic
def remove_risk(assessment: Assessment, number: int, *, by: User) -> None:
    """Take risk ``number`` out; its history stays."""
    row = locked(assessment, "edit_risks", by)
    drop(_part(Risk, row, number), by)
    record(evidence.RISK_REMOVED, row, by, number=number)
