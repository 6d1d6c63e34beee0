"""Projects and bodies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.administration.actions import Invited
from core.administration.queries import awaiting
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.rulebook.provider import in_force
from governance.assembly import actions, queries
from governance.assembly.enums import BodyKind
from governance.assembly.forms import AppointForm, BodyForm, EndForm, ProjectForm, TakeBackForm
from governance.assembly.models import Appointment, Body, Project, Seat
from governance.assembly.permissions import keeps, permit
from governance.assembly.rules.bodies import BOARD
from governance.members.queries import organisations_to_name


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
        "may_edit": permit(request.user, found, "edit"),
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
        creates=True,
    )


@council_view
def edit_project(request: CouncilRequest, reference: str) -> HttpResponse:
    """What the project says, while it runs."""
    found = get_object_or_404(Project, council=request.council, reference=reference)
    permit(request.user, found, "edit").or_raise()
    goal = reverse("assembly:project", args=[request.council.slug, reference])
    form = ProjectForm(
        request.POST or None, initial={name: getattr(found, name) for name in ProjectForm.base_fields}
    )

    def action(data: dict[str, Any]) -> str:
        actions.edit_project(found, by=request.user, **data)
        return goal

    title = _("Change the project")
    return fill_in(
        request,
        form,
        action,
        template="governance/assembly/body/form.html",
        context={
            "title": title,
            "label": _("Save"),
            "lead": found.reference,
            "cancel_url": goal,
            "crumbs": [*_project_crumbs(request, found.reference), Crumb(title)],
        },
        said=_("The project says this from now on."),
    )


@post_only
@council_view
def finish_project(request: CouncilRequest, reference: str) -> HttpResponse:
    """The project is over."""
    found = get_object_or_404(Project, council=request.council, reference=reference)
    return act(
        request,
        lambda: actions.finish_project(found, by=request.user),
        done=reverse("assembly:project", args=[request.council.slug, reference]),
        said=_("The project is finished. Duties that it began remain until they are done."),
    )


@get_only
@council_view
def bodies(request: CouncilRequest) -> HttpResponse:
    """All bodies, who sits on them, what is missing."""
    rows = queries.bodies_seen(request.council, clock.today())
    may = keeps(request.user, request.council, "set_up_body")
    return render(request, "governance/assembly/body/list.html", {"rows": rows, "may": may})


@council_view
def set_up(request: CouncilRequest) -> HttpResponse:
    """Set up a body that the rules name."""
    keeps(request.user, request.council, "set_up_body").or_raise()
    index_url = reverse("assembly:bodies", args=[request.council.slug])

    def action(data: dict[str, Any]) -> str:
        kind = BodyKind(data.pop("kind"))
        made = actions.set_up_body(request.council, by=request.user, kind=kind, **data)
        return reverse("assembly:body", args=[request.council.slug, made.code])

    title = _("Set up a body")
    return fill_in(
        request,
        BodyForm(request.POST or None, initial={"kind": BodyKind.ORGAN}),
        action,
        template="governance/assembly/body/form.html",
        context={
            "title": title,
            "label": _("Set up"),
            "cancel_url": index_url,
            "crumbs": [Crumb(_("Bodies"), index_url), Crumb(title)],
        },
        said=_("The body is set up. Add its seats, then appoint to them."),
    )


@get_only
@council_view
def body(request: CouncilRequest, code: str) -> HttpResponse:
    """One body: composition against the rule, seats, who sits on them until when."""
    found = get_object_or_404(Body, council=request.council, code=code)
    today = clock.today()
    rulebook = in_force(request.council, today)
    may = keeps(request.user, request.council, "appoint")
    seats = queries.seats_seen(found, today)
    context = {
        "body": found,
        "awaiting": awaiting(row.user for seat in seats for row in seat.people) if may else (),
        "seats": seats,
        "gaps": queries.composition_of(found, today),
        "past": queries.past_appointments(found, today),
        "article": rulebook.article("board_composition") if found.code == BOARD else None,
        "may": may,
        "crumbs": body_crumbs(request, found, inside=False),
    }
    return render(request, "governance/assembly/body/show.html", context)


def body_crumbs(request: CouncilRequest, body: Body, *more: Crumb, inside: bool = True) -> list[Crumb]:
    """The way to a body, and further."""
    slug = request.council.slug
    own = reverse("assembly:body", args=[slug, body.code]) if inside else ""
    return [
        Crumb(_("Bodies"), reverse("assembly:bodies", args=[slug])),
        Crumb(local(body, "name"), own),
        *more,
    ]


@council_view
def appoint(request: CouncilRequest, code: str, seat: int) -> HttpResponse:
    """Appoint somebody to a seat."""
    keeps(request.user, request.council, "appoint").or_raise()
    found = get_object_or_404(Seat, pk=seat, body__code=code, body__council=request.council)
    goal = reverse("assembly:body", args=[request.council.slug, code])
    held = queries.appointments_of(found.body, clock.today()).filter(seat=found).first()
    first = {"from_on": held.until_on + timedelta(days=1)} if held else {}

    def action(data: dict[str, Any]) -> str:
        post = (data.pop("post_ja"), data.pop("post_en"))
        user = Invited(data.pop("email"), data.pop("name"))
        actions.appoint(found, by=request.user, user=user, post=post, **data)
        return goal

    return fill_in(
        request,
        AppointForm(
            request.POST or None,
            initial=first,
            organisations=organisations_to_name(request.council),
            predecessors=queries.given_up(found),
        ),
        action,
        template="governance/assembly/body/appoint.html",
        context={
            "seat": found,
            "cancel_url": goal,
            "crumbs": body_crumbs(request, found.body, Crumb(_("Appoint"))),
        },
        said=_("The appointment is on record."),
    )


@council_view
def end_appointment(request: CouncilRequest, code: str, pk: int) -> HttpResponse:
    """End an appointment before its term, at once or on a day to come; take back one that has not begun."""
    keeps(request.user, request.council, "end_appointment").or_raise()
    found = get_object_or_404(
        Appointment.objects.select_related("seat__body", "user"),
        pk=pk,
        seat__body__code=code,
        seat__body__council=request.council,
    )
    goal = reverse("assembly:body", args=[request.council.slug, code])
    coming = found.from_on > clock.today()
    places = [] if coming else queries.open_places(request.user, found.user, found.seat.body)
    form = _end_form(request, coming=coming, has_places=bool(places))
    title = _("Take the appointment back") if coming else _("End the appointment")

    def action(data: dict[str, Any]) -> str:
        actions.end_appointment(found, by=request.user, **data)
        return goal

    return fill_in(
        request,
        form,
        action,
        template="governance/assembly/body/end.html",
        context={
            "appointment": found,
            "places": places,
            "title": title,
            "cancel_url": goal,
            "crumbs": body_crumbs(request, found.seat.body, Crumb(title)),
        },
        said=_("The appointment has been taken back.") if coming else _("The end is on record."),
    )


def _end_form(request: CouncilRequest, *, coming: bool, has_places: bool) -> TakeBackForm:
    if coming:
        return TakeBackForm(request.POST or None)
    return EndForm(request.POST or None, initial={"on": clock.today()}, has_places=has_places)
