"""Assessments of the demo: one approved and published, one in review, one outdated; one more for
the delivery routes, and one next door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from config.demo import assessment_texts as text
from config.demo import moments
from config.demo.people import Cast, World
from core import clock
from core.access.roles import Role
from pia import actions, queries


def fill(cast: Cast) -> None:
    """Both councils where they have none yet; the second has the first story alone."""
    for world in cast.worlds:
        if not queries.listed(world.users["secretary"], world.council).exists():
            _first(world)
            if world is cast.shiomi:
                _outdated(world)
                _in_review(world)
                _routes(world)


def _at(days_after: int, hour: int = 10) -> datetime:
    return clock.on(moments.assessed() + timedelta(days=days_after), hour)


def _first(world: World) -> None:
    """Steps: prepared in the weeks before, approved on the day, published the day after."""
    with clock.at(_at(-20)):
        row = _prepared(world, text.STEPS)
    with clock.at(_at(-7)):
        _assessed(row, world, text.STEPS)
    with clock.at(_at(0)):
        actions.approve(row, by=world.users["pia_reviewer"])
    with clock.at(_at(1)):
        _publish(row, world, text.STEPS)


def _outdated(world: World) -> None:
    """The camera at the beach: a risk that stays high was accepted; a new device has outdated it."""
    with clock.at(_at(43)):
        row = _prepared(world, text.CAMERA)
        _assessed(row, world, text.CAMERA)
    with clock.at(_at(50)):
        actions.accept_residual_risk(row, by=world.users["chair"], statement=text.ACCEPTANCE)
        actions.approve(row, by=world.users["pia_reviewer"])
        _publish(row, world, text.CAMERA)
    with clock.at(_at(267)):
        actions.outdate(row, by=world.users["secretary"], reason="change", note=text.OUTDATED)


def _in_review(world: World) -> None:
    """Tags: returned once with a finding, answered, and with the reviewer again."""
    by, reviewer = world.users["assessor"], world.users["pia_reviewer"]
    with clock.at(_at(191)):
        row = _prepared(world, text.TAGS)
    with clock.at(_at(225, 14)):
        _assessed(row, world, text.TAGS)
    with clock.at(_at(248)):
        (finding,) = actions.return_with_findings(row, by=reviewer, findings=[text.FINDING])
    with clock.at(_at(283)):
        actions.answer_finding(row, finding.pk, by=by, answer=text.ANSWER)
        actions.submit_for_review(row, by=by)


def _routes(world: World) -> None:
    """Tags for delivery routes and extra buses: approved and published in September."""
    with clock.at(_at(198)):
        row = _prepared(world, text.ROUTES)
    with clock.at(_at(212)):
        _assessed(row, world, text.ROUTES)
    with clock.at(_at(219)):
        actions.approve(row, by=world.users["pia_reviewer"])
    with clock.at(_at(221)):
        _publish(row, world, text.ROUTES)


def _prepared(world: World, story: text.Story) -> Any:
    by, head = world.users["assessor"], story.head
    row = actions.open_assessment(
        world.council,
        by=by,
        title_ja=_here(world, head["title_ja"]),
        title_en=_here(world, head["title_en"]),
        dataset=head["dataset"],
    )
    actions.answer_threshold(row, by=by, persons=story.persons, triggers=story.triggers)
    actions.begin(row, by=by)
    local: dict[str, Any] = {
        name: _here(world, value) if isinstance(value, str) else value for name, value in head.items()
    }
    recipients = tuple(world.organisations[key].pk for key in story.recipients)
    actions.describe(row, actions.Description(**local, recipients=recipients), by=by)
    actions.assign(row, Role.REVIEWER, world.users["pia_reviewer"], by=world.users["secretary"])
    return row


def _here(world: World, words: str) -> str:
    """The same words with the name of this council's own place."""
    city = world.organisations["city"]
    return words.replace(
        "しおみ", city.name_ja.removesuffix("市") if city.name_ja != "汐見市" else "しおみ"
    ).replace("Shiomi", city.name_en.removeprefix("City of ").removesuffix(" City"))


def _assessed(row: Any, world: World, story: text.Story) -> None:
    by = world.users["assessor"]
    actions.start_assessing(row, by=by)
    for stage, source, destination, items, measures in story.flows:
        flow = actions.FlowInput(
            stage=stage, source=source, destination=destination, items=items, measures=measures
        )
        actions.add_flow(row, flow, by=by)
    actions.answer_requirements(row, text.NOTES, by=by)
    for risk, treatment in zip(story.risks, story.treatments, strict=True):
        _risk(row, world, risk, treatment)
    actions.submit_for_review(row, by=by)


def _risk(
    row: Any,
    world: World,
    risk: tuple[str, str, str, str, int, int],
    treatment: tuple[str, str, str, int, int],
) -> None:
    by = world.users["assessor"]
    stage, threat, asset, consequence, impact, likelihood = risk
    made = actions.add_risk(
        row,
        actions.RiskInput(
            stage=stage,
            threat=threat,
            asset=asset,
            consequence=consequence,
            impact=impact,
            likelihood=likelihood,
        ),
        by=by,
    )
    option, controls, owner, residual_impact, residual_likelihood = treatment
    actions.treat_risk(
        row,
        made.number,
        actions.TreatmentInput(
            treatment=option,
            controls=controls,
            owner=owner,
            due=clock.fiscal_year_end(clock.today()),
            residual_impact=residual_impact,
            residual_likelihood=residual_likelihood,
        ),
        by=by,
    )


def _publish(row: Any, world: World, story: text.Story) -> None:
    by = world.users["secretary"]
    summary_ja, summary_en = story.summary
    actions.write_summary(row, by=by, summary_ja=summary_ja, summary_en=summary_en)
    actions.publish_summary(row, by=by)
    for number in row.risks.exclude(treatment__in=["", "retain"]).values_list("number", flat=True):
        actions.put_in_place(row, number, by=world.users["assessor"], note=text.IN_PLACE)
