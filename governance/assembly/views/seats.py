"""The name of a body, and its seats: added, changed, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view
from governance.assembly import actions, queries
from governance.assembly.enums import Expertise
from governance.assembly.forms.seats import BodyNameForm, SeatChangeForm, SeatCloseForm, SeatForm
from governance.assembly.models import Body, Seat
from governance.assembly.permissions import keeps
from governance.assembly.views.bodies import body_crumbs


def _filled(
    request: CouncilRequest,
    body: Body,
    form: Form,
    action: Callable[[dict[str, Any]], object],
    words: dict[str, str],
) -> HttpResponse:
    """A form about ``body`` that leads back to it; ``words``: title, label, said."""
    goal = reverse("assembly:body", args=[request.council.slug, body.code])

    def save(data: dict[str, Any]) -> str:
        action(data)
        return goal

    context = {
        "lead": local(body, "name"),
        "cancel_url": goal,
        "crumbs": body_crumbs(request, body, Crumb(words["title"])),
    }
    template = "governance/assembly/body/form.html"
    return fill_in(request, form, save, template=template, context=context | words, said=words["said"])


@council_view
def rename_body(request: CouncilRequest, code: str) -> HttpResponse:
    """What the body is called."""
    keeps(request.user, request.council, "rename_body").or_raise()
    found = get_object_or_404(Body, council=request.council, code=code)
    return _filled(
        request,
        found,
        BodyNameForm(request.POST or None, initial={"name_ja": found.name_ja, "name_en": found.name_en}),
        lambda data: actions.rename_body(found, by=request.user, **data),
        {"title": _("Rename the body"), "label": _("Save"), "said": _("Papers made from now on say so.")},
    )


@council_view
def add_seat(request: CouncilRequest, code: str) -> HttpResponse:
    """Add a seat, or an alternate to one."""
    keeps(request.user, request.council, "add_seat").or_raise()
    found = get_object_or_404(Body, council=request.council, code=code)
    seats = queries.seats_of(found, clock.today()).filter(alternate_of__isnull=True)

    def action(data: dict[str, Any]) -> None:
        expertise = Expertise(data.pop("expertise"))
        actions.add_seat(found, by=request.user, expertise=expertise, **data)

    title = _("Add a seat")
    said = _("The seat is there. Appoint somebody to it.")
    form = SeatForm(request.POST or None, seats=seats)
    return _filled(request, found, form, action, {"title": title, "label": title, "said": said})


def _seat(request: CouncilRequest, code: str, seat: int, verb: str) -> Seat:
    keeps(request.user, request.council, verb).or_raise()
    rows = Seat.objects.filter(body__code=code, body__council=request.council, closed_on=None)
    return get_object_or_404(rows.select_related("body__council"), pk=seat)


@council_view
def change_seat(request: CouncilRequest, code: str, seat: int) -> HttpResponse:
    """What a seat asks for, and whether it has to be filled."""
    found = _seat(request, code, seat, "change_seat")

    def action(data: dict[str, Any]) -> None:
        actions.change_seat(found, by=request.user, **data | {"expertise": Expertise(data["expertise"])})

    first = {"expertise": found.expertise, "is_required": found.is_required}
    return _filled(
        request,
        found.body,
        SeatChangeForm(request.POST or None, initial=first),
        action,
        {
            "title": _("Change the seat"),
            "label": _("Save"),
            "said": _("The seat asks for this from now on. Panels of open reviews stay as they were fixed."),
        },
    )


@council_view
def close_seat(request: CouncilRequest, code: str, seat: int) -> HttpResponse:
    """From a day on the body does without a seat."""
    found = _seat(request, code, seat, "close_seat")
    title = _("Close the seat")
    return _filled(
        request,
        found.body,
        SeatCloseForm(request.POST or None, initial={"on": clock.today()}),
        lambda data: actions.close_seat(found, by=request.user, **data),
        {"title": title, "label": title, "said": _("The body does without the seat from that day on.")},
    )
