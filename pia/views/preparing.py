"""Threshold analysis and preparation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core import clock
from core.access.roles import Role
from core.http.views import CouncilRequest, council_view, post_only
from core.rulebook.provider import in_force
from pia import actions, queries
from pia.enums import Trigger
from pia.forms import AssignForm, DescriptionForm, ReasonForm, ThresholdForm
from pia.permissions import reviewers
from pia.views.pages import button, form_page, found, verdicts


def grounds(given: Mapping[str, Any]) -> list[str]:
    """The answers to the threshold questions in words: why the rule asks for an assessment."""
    labels = [str(Trigger(name).label) for name in given.get("triggers", ())]
    if "persons" in given:
        labels.insert(0, _("about %(count)s people") % {"count": f"{given['persons']:,}"})
    return labels


@council_view
def threshold(request: CouncilRequest, reference: str) -> HttpResponse:
    """The threshold questions, and below them what the rule says to the answers."""
    row = found(request, reference)
    given = row.threshold_answers
    initial = {"persons": given.get("persons"), "triggers": given.get("triggers"), "seen": row.version}
    rules = in_force(request.council, clock.today())
    return form_page(
        request,
        row,
        ThresholdForm(request.POST or None, initial=initial),
        lambda data: actions.answer_threshold(row, by=request.user, **data),
        verb="answer_threshold",
        section="threshold",
        heading=_("Threshold analysis"),
        label=_("Judge by the rule in force"),
        said=_("The answers are kept."),
        template="threshold",
        extra={
            "grounds": grounds(given),
            "rule": rules.get("pia_requirement"),
            "article": rules.article("pia_requirement"),
            "verdicts": verdicts(request, row, "begin", "find_not_required"),
        },
    )


@council_view
def find_not_required(request: CouncilRequest, reference: str) -> HttpResponse:
    """Decide, with a reason, that no assessment is needed."""
    row = found(request, reference)
    return form_page(
        request,
        row,
        ReasonForm(request.POST or None),
        lambda data: actions.find_not_required(row, by=request.user, reason=data["reason"]),
        verb="find_not_required",
        section="threshold",
        heading=_("No assessment is needed"),
        label=_("Decide that none is needed"),
        said=_("Decided: no assessment is needed. The reason is kept with the decision."),
        done="show",
    )


@post_only
@council_view
def begin(request: CouncilRequest, reference: str) -> HttpResponse:
    """Decide that an assessment is made."""
    row = found(request, reference)
    said = _("The assessment begins. Describe its scope next.")
    return button(request, row, lambda: actions.begin(row, by=request.user), said=said, done="preparation")


def _description(data: dict[str, Any]) -> actions.Description:
    values = {name: value for name, value in data.items() if name != "seen"}
    values["recipients"] = tuple(values["recipients"].values_list("pk", flat=True))
    values["stages"] = tuple(values["stages"])
    return actions.Description(**values)


@council_view
def preparation(request: CouncilRequest, reference: str) -> HttpResponse:
    """Scope and coverage."""
    row = found(request, reference)
    cover = row.coverage
    initial = {
        **{name: getattr(row, name) for name in ("title_ja", "title_en", "scope_ja", "scope_en")},
        **{name: getattr(row, name) for name in ("consulted_ja", "consulted_en", "standard")},
        **{name: getattr(cover, name) for name in ("items", "purposes", "places", "stages")},
        "dataset": row.dataset_reference,
        "project": row.project_reference,
        "retention_months": cover.retention_months,
        "recipients": row.recipients.values_list("organisation", flat=True),
        "seen": row.version,
    }
    return form_page(
        request,
        row,
        DescriptionForm(request.POST or None, initial=initial, recipients=queries.possible_recipients(row)),
        lambda data: actions.describe(row, _description(data), by=request.user, seen=data["seen"]),
        verb="describe",
        section="preparation",
        heading=_("Preparation and scope"),
        label=_("Save"),
        said=_("Scope and coverage are kept."),
        template="preparation",
        extra={"verdicts": verdicts(request, row, "start_assessing")},
    )


@post_only
@council_view
def start(request: CouncilRequest, reference: str) -> HttpResponse:
    """Leave the preparation."""
    row = found(request, reference)
    said = _("The assessing begins. Draw the information flows next.")
    return button(
        request, row, lambda: actions.start_assessing(row, by=request.user), said=said, done="flows"
    )


@council_view
def people(request: CouncilRequest, reference: str) -> HttpResponse:
    """Who assesses and who reviews this case."""
    row = found(request, reference)
    form = AssignForm(request.POST or None, people=queries.people_of(request.council))
    return form_page(
        request,
        row,
        form,
        lambda data: actions.assign(row, Role(data["role"]), data["person"], by=request.user),
        verb="assign",
        section="review",
        heading=_("Assessors and reviewers"),
        label=_("Assign"),
        said=_("The person is assigned."),
        done="people",
        template="people",
        extra={"reviewers": reviewers(row), "assessors": queries.assessors(row)},
    )


@post_only
@council_view
def unassign(request: CouncilRequest, reference: str, role: str, person: int) -> HttpResponse:
    """End an assignment."""
    row = found(request, reference)
    who = queries.people_of(request.council).filter(pk=person).first()
    said = _("The assignment has ended.")

    def call() -> None:
        if who is not None and role in ("assessor", "reviewer"):
            actions.unassign(row, Role(role), who, by=request.user)

    return button(request, row, call, said=said, done="people")
