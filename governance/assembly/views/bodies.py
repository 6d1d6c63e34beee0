"""Projects and bodies."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only
from core.rulebook.provider import in_force
from governance.assembly import actions, queries
from governance.assembly.forms import AppointForm, ProjectForm, ReasonForm
from governance.assembly.models import Appointment, Body, Project, Seat
from governance.assembly.permissions import keeps, permit
from governance.assembly.rules.bodies import BOARD


@get_only
@council_view
def projects(request: CouncilRequest) -> HttpResponse:
    """All projects."""
    may = keeps(request.user, request.council, "open_project")
    return render(
        request,
        "governance/assembly/project/list.html",
        {"projects": queries.projects(request.council), "may": may},
    )


def _project_crumbs(request: CouncilRequest, last: str) -> list[Crumb]:
    return [Crumb(_("Projects"), reverse("assembly:projects", args=[request.council.slug])), Crumb(last)]


@get_only
@council_view
def project(request: CouncilRequest, reference: str) -> HttpResponse:
    """One project: the vision and plan it serves, and what was decided about it."""
    found = get_object_or_404(Project, council=request.council, reference=reference)
    context = {
        "project": found,
        "decisions": queries.decisions_for(request.user, request.council).filter(
            subject=f"project:{found.reference}"
        ),
        "may_finish": permit(request.user, found, "finish"),
        "crumbs": _project_crumbs(request, found.reference),
    }
    return render(request, "governance/assembly/project/show.html", context)


@council_view
def new_project(request: CouncilRequest) -> HttpResponse:
    """Open a project."""
    keeps(request.user, request.council, "open_project").or_raise()

    def action(data: dict[str, Any]) -> str:
        made = actions.open_project(request.council, by=request.user, **data)
        return reverse("assembly:project", args=[request.council.slug, made.reference])

    return fill_in(
        request,
        ProjectForm(request.POST or None),
        action,
        template="governance/assembly/project/new.html",
        context={
            "crumbs": _project_crumbs(request, _("New project")),
            "cancel_url": reverse("assembly:projects", args=[request.council.slug]),
        },
        said=_("The project has been opened."),
    )


@get_only
@council_view
def bodies(request: CouncilRequest) -> HttpResponse:
    """All bodies, who sits on them, what is missing."""
    today = clock.today()
    rows = [
        {
            "body": body,
            "seated": queries.appointments_of(body, today).count(),
            "gaps": [gap for gap in queries.composition_of(body, today) if not gap.in_order],
            "last": queries.last_meeting(body),
        }
        for body in queries.bodies(request.council)
    ]
    return render(request, "governance/assembly/body/list.html", {"rows": rows})


@get_only
@council_view
def body(request: CouncilRequest, code: str) -> HttpResponse:
    """One body: composition against the rule, seats, who sits on them until when."""
    found = get_object_or_404(Body, council=request.council, code=code)
    today = clock.today()
    held = {row.seat_id: row for row in queries.appointments_of(found, today)}
    rulebook = in_force(request.council, today)
    context = {
        "body": found,
        "seats": [{"seat": seat, "held": held.get(seat.pk)} for seat in found.seats.all()],
        "gaps": queries.composition_of(found, today),
        "article": rulebook.article("board_composition") if found.code == BOARD else None,
        "may": keeps(request.user, request.council, "appoint"),
        "crumbs": _body_crumbs(request, found, inside=False),
    }
    return render(request, "governance/assembly/body/show.html", context)


def _body_crumbs(request: CouncilRequest, body: Body, *more: Crumb, inside: bool = True) -> list[Crumb]:
    slug = request.council.slug
    own = reverse("assembly:body", args=[slug, body.code]) if inside else ""
    return [Crumb(_("Bodies"), reverse("assembly:bodies", args=[slug])), Crumb(str(body), own), *more]


@council_view
def appoint(request: CouncilRequest, code: str, seat: int) -> HttpResponse:
    """Appoint somebody to a seat."""
    keeps(request.user, request.council, "appoint").or_raise()
    found = get_object_or_404(Seat, pk=seat, body__code=code, body__council=request.council)
    goal = reverse("assembly:body", args=[request.council.slug, code])

    def action(data: dict[str, Any]) -> str:
        data.pop("email")
        actions.appoint(found, by=request.user, **data)
        return goal

    return fill_in(
        request,
        AppointForm(request.POST or None),
        action,
        template="governance/assembly/body/appoint.html",
        context={
            "seat": found,
            "cancel_url": goal,
            "crumbs": _body_crumbs(request, found.body, Crumb(_("Appoint"))),
        },
        said=_("The appointment is on record."),
    )


@council_view
def end_appointment(request: CouncilRequest, code: str, pk: int) -> HttpResponse:
    """End an appointment before its term."""
    keeps(request.user, request.council, "end_appointment").or_raise()
    found = get_object_or_404(
        Appointment.objects.select_related("seat__body", "user"),
        pk=pk,
        seat__body__code=code,
        seat__body__council=request.council,
    )
    goal = reverse("assembly:body", args=[request.council.slug, code])

    def action(data: dict[str, Any]) -> str:
        actions.end_appointment(found, by=request.user, reason=data["reason"])
        return goal

    return fill_in(
        request,
        ReasonForm(request.POST or None),
        action,
        template="governance/assembly/body/end.html",
        context={
            "appointment": found,
            "cancel_url": goal,
            "crumbs": _body_crumbs(request, found.seat.body, Crumb(_("End the appointment"))),
        },
        said=_("The appointment has ended."),
    )
