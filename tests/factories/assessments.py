"""Assessments in any state, reached through the verbs as the people of a council do it."""

from __future__ import annotations

from datetime import date
from typing import Any

from config.demo.people import World
from core.access.roles import Role
from pia import actions
from pia.enums import State
from pia.models import Assessment
from pia.rules.completeness import PRINCIPLES, STAGES

DUE = date(2027, 3, 31)


def description(world: World, **changes: Any) -> actions.Description:
    """What is assessed: steps for research, for the university."""
    values: dict[str, Any] = {
        "title_ja": "健幸ポイントの影響評価",
        "title_en": "Assessment of health points",
        "dataset": "D-01",
        "scope_ja": "歩数を研究に使う。",
        "scope_en": "Steps are used for research.",
        "items": ("daily_steps", "age_band"),
        "purposes": ("ResearchAndDevelopment",),
        "recipients": (world.organisations["university"].pk,),
        "places": ("JP",),
        "stages": STAGES,
        "retention_months": 12,
    }
    return actions.Description(**{**values, **changes})


def flow(stage: str = "acquire", **changes: Any) -> actions.FlowInput:
    values: dict[str, Any] = {
        "stage": stage,
        "source": "本人",
        "destination": "健康づくり課",
        "items": ("daily_steps", "age_band"),
        "measures": "通信の暗号化",
    }
    return actions.FlowInput(**{**values, **changes})


def risk(stage: str = "use", impact: int = 3, likelihood: int = 3) -> actions.RiskInput:
    return actions.RiskInput(
        stage=stage, threat="ほかの情報と照合される", asset="歩数の記録", impact=impact, likelihood=likelihood
    )


def treatment(
    residual_impact: int = 2, residual_likelihood: int = 1, **changes: Any
) -> actions.TreatmentInput:
    values: dict[str, Any] = {
        "treatment": "reduce",
        "residual_impact": residual_impact,
        "residual_likelihood": residual_likelihood,
        "controls": "少数の区分を秘匿する",
        "owner": "健康づくり課長",
        "due": DUE,
    }
    return actions.TreatmentInput(**{**values, **changes})


def opened(world: World, dataset: str = "D-01") -> Assessment:
    """In the threshold analysis, with nothing answered."""
    return actions.open_assessment(
        world.council, by=world.users["assessor"], title_ja="健幸ポイントの影響評価", dataset=dataset
    )


def assessing(world: World, dataset: str = "D-01") -> Assessment:
    """Described and begun, with nothing drawn yet; a reviewer is assigned."""
    by = world.users["assessor"]
    row = opened(world, dataset)
    actions.answer_threshold(row, by=by, persons=8000, triggers=["location"])
    actions.begin(row, by=by)
    actions.describe(row, description(world, dataset=dataset), by=by)
    actions.assign(row, Role.REVIEWER, world.users["pia_reviewer"], by=world.users["secretary"])
    return actions.start_assessing(row, by=by)


def complete(row: Assessment, world: World, *, high: bool = False) -> Assessment:
    """All flows, answers and risks; ``high`` leaves one risk high after treatment."""
    by = world.users["assessor"]
    for stage in STAGES:
        actions.add_flow(row, flow(stage), by=by)
        made = actions.add_risk(row, risk(stage), by=by)
        left = treatment(3, 3) if high and stage == "use" else treatment()
        actions.treat_risk(row, made.number, left, by=by)
    answers = dict.fromkeys(PRINCIPLES, ("met", "規程と説明書による"))
    actions.answer_requirements(row, answers, by=by)
    return row


def in_review(world: World, *, high: bool = False, dataset: str = "D-01") -> Assessment:
    row = complete(assessing(world, dataset), world, high=high)
    return actions.submit_for_review(row, by=world.users["assessor"])


def approved(world: World, *, high: bool = False, dataset: str = "D-01") -> Assessment:
    row = in_review(world, high=high, dataset=dataset)
    if high:
        actions.accept_residual_risk(row, by=world.users["chair"], statement="会長として受容する。")
    return actions.approve(row, by=world.users["pia_reviewer"])


def published(world: World, dataset: str = "D-01") -> Assessment:
    row = approved(world, dataset=dataset)
    by = world.users["secretary"]
    actions.write_summary(row, by=by, summary_ja="歩数を研究に使います。", summary_en="Steps for research.")
    return actions.publish_summary(row, by=by)


def in_state(world: World, state: str) -> Assessment:
    """An assessment in ``state``."""
    match State(state):
        case State.THRESHOLD:
            return opened(world)
        case State.NOT_REQUIRED:
            row = opened(world)
            actions.answer_threshold(row, by=world.users["assessor"], persons=5)
            return actions.find_not_required(row, by=world.users["secretary"], reason="統計のみ")
        case State.PREPARING:
            row = opened(world)
            actions.answer_threshold(row, by=world.users["assessor"], persons=8000)
            return actions.begin(row, by=world.users["assessor"])
        case State.ASSESSING:
            return assessing(world)
        case State.IN_REVIEW:
            return in_review(world)
        case State.APPROVED:
            return approved(world)
        case State.PUBLISHED:
            return published(world)
        case State.OUTDATED:
            row = published(world)
            return actions.outdate(row, by=world.users["secretary"], reason="change", note="項目が増えた")
