"""Flows, requirements, risks and their treatment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Manager
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.http.codes import names_of
from core.http.views import CouncilRequest, council_view, get_only, post_only
from pia import actions, documents
from pia.forms import FlowForm, InPlaceForm, RequirementsForm, RiskForm, TreatmentForm
from pia.models import Flow, Risk
from pia.permissions import reads_drafting
from pia.views.pages import button, form_page, found, frame, verdicts

FLOW = ("stage", "source", "destination", "items", "place", "measures")
RISK = ("stage", "threat", "asset", "consequence", "impact", "likelihood")
TREATMENT = ("treatment", "controls", "owner", "due", "residual_impact", "residual_likelihood")


def _part(parts: Manager[Any], number: int) -> Any:
    part = parts.filter(number=number).first()
    if part is None:
        raise Http404
    return part


def _initial(part: Flow | Risk, names: tuple[str, ...]) -> dict[str, Any]:
    return {**{name: getattr(part, name) for name in names}, "seen": part.version}


def _input(kind: Callable[..., Any], data: dict[str, Any]) -> Any:
    return kind(**{name: value for name, value in data.items() if name != "seen"})


@get_only
@council_view
def flows(request: CouncilRequest, reference: str) -> HttpResponse:
    """The flows as a picture and a table."""
    row = found(request, reference)
    drawn = list(row.flows.all())
    names = names_of(row.council, row.dataset_reference).items
    context = {
        **frame(request, row, "flows"),
        "reads_drafting": reads_drafting(request.user, row),
        "flows": drawn,
        "figure": documents.flow_figure(drawn, names),
        "item_names": names,
        "verdicts": verdicts(request, row, "edit_flows"),
    }
    return render(request, "pia/assessment/flows.html", context)


@council_view
def add_flow(request: CouncilRequest, reference: str) -> HttpResponse:
    """Draw one flow."""
    row = found(request, reference)
    initial = {"items": row.coverage.items, "place": "JP", "stage": request.GET.get("stage", "")}
    return form_page(
        request,
        row,
        FlowForm(request.POST or None, initial=initial),
        lambda data: actions.add_flow(row, _input(actions.FlowInput, data), by=request.user),
        verb="edit_flows",
        section="flows",
        heading=_("Add a flow"),
        label=_("Add the flow"),
        said=_("The flow is added."),
    )


@council_view
def change_flow(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Redraw one flow."""
    row = found(request, reference)
    part = _part(row.flows, number)
    return form_page(
        request,
        row,
        FlowForm(request.POST or None, initial=_initial(part, FLOW)),
        lambda data: actions.change_flow(
            row, number, _input(actions.FlowInput, data), by=request.user, seen=data["seen"]
        ),
        verb="edit_flows",
        section="flows",
        heading=_("Flow %(number)s") % {"number": number},
        label=_("Save"),
        said=_("The flow is kept."),
    )


@post_only
@council_view
def remove_flow(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Take a flow out."""
    row = found(request, reference)
    said = _("The flow is removed; its history stays.")
    return button(
        request, row, lambda: actions.remove_flow(row, number, by=request.user), said=said, done="flows"
    )


@council_view
def requirements(request: CouncilRequest, reference: str) -> HttpResponse:
    """The eleven principles on one page."""
    row = found(request, reference)
    initial: dict[str, Any] = {}
    for answered in row.requirements.all():
        initial[f"{answered.principle}_answer"] = answered.answer
        initial[f"{answered.principle}_note"] = answered.note
    form = RequirementsForm(request.POST or None, initial=initial)
    return form_page(
        request,
        row,
        form,
        lambda data: actions.answer_requirements(row, form.answers(), by=request.user),
        verb="answer_requirements",
        section="requirements",
        heading=_("Privacy requirements"),
        label=_("Save"),
        said=_("The answers are kept."),
        template="requirements",
    )


@get_only
@council_view
def risks(request: CouncilRequest, reference: str) -> HttpResponse:
    """The risks on the map and as a table."""
    row = found(request, reference)
    known = list(row.risks.all())
    context = {
        **frame(request, row, "risks"),
        "reads_drafting": reads_drafting(request.user, row),
        "risks": documents.risk_lines(known),
        "dots": documents.dots(known),
        "verdicts": verdicts(request, row, "edit_risks"),
    }
    return render(request, "pia/assessment/risks.html", context)


@council_view
def add_risk(request: CouncilRequest, reference: str) -> HttpResponse:
    """Assess one risk."""
    row = found(request, reference)
    return form_page(
        request,
        row,
        RiskForm(request.POST or None, initial={"stage": request.GET.get("stage", "")}),
        lambda data: actions.add_risk(row, _input(actions.RiskInput, data), by=request.user),
        verb="edit_risks",
        section="risks",
        heading=_("Add a risk"),
        label=_("Add the risk"),
        said=_("The risk is added."),
    )


@council_view
def change_risk(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Assess one risk anew."""
    row = found(request, reference)
    part = _part(row.risks, number)
    return form_page(
        request,
        row,
        RiskForm(request.POST or None, initial=_initial(part, RISK)),
        lambda data: actions.change_risk(
            row, number, _input(actions.RiskInput, data), by=request.user, seen=data["seen"]
        ),
        verb="edit_risks",
        section="risks",
        heading=_("Risk %(number)s") % {"number": number},
        label=_("Save"),
        said=_("The risk is kept."),
    )


@post_only
@council_view
def remove_risk(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Take a risk out."""
    row = found(request, reference)
    said = _("The risk is removed; its history stays.")
    return button(
        request, row, lambda: actions.remove_risk(row, number, by=request.user), said=said, done="risks"
    )


@get_only
@council_view
def treatment(request: CouncilRequest, reference: str) -> HttpResponse:
    """The treatment plan."""
    row = found(request, reference)
    known = list(row.risks.all())
    context = {
        **frame(request, row, "treatment"),
        "risks": documents.risk_lines(known),
        "dots": documents.dots(known),
        "verdicts": verdicts(request, row, "edit_risks"),
    }
    return render(request, "pia/assessment/treatment.html", context)


@council_view
def treat_risk(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """What is done about one risk."""
    row = found(request, reference)
    part = _part(row.risks, number)
    return form_page(
        request,
        row,
        TreatmentForm(request.POST or None, initial=_initial(part, TREATMENT)),
        lambda data: actions.treat_risk(
            row, number, _input(actions.TreatmentInput, data), by=request.user, seen=data["seen"]
        ),
        verb="edit_risks",
        section="treatment",
        heading=_("Treatment of risk %(number)s") % {"number": number},
        label=_("Save"),
        said=_("The treatment is kept."),
        extra={"intro": part.threat},
    )


@council_view
def put_in_place(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Keep that promised controls are in place."""
    row = found(request, reference)
    part = _part(row.risks, number)
    return form_page(
        request,
        row,
        InPlaceForm(request.POST or None),
        lambda data: actions.put_in_place(row, number, by=request.user, **data),
        verb="put_in_place",
        section="treatment",
        heading=_("Controls of risk %(number)s in place") % {"number": number},
        label=_("Save"),
        said=_("Kept: the controls are in place."),
        done="show",
        extra={"intro": part.controls},
    )
