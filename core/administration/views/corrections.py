"""Putting right what was registered: a council's particulars; what an organisation or an organ is in law."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Regime
from core.accounts.models import Organ, Organisation
from core.administration import actions, permissions, queries
from core.administration.forms import CouncilParticularsForm, IdentityForm, OrganEndForm, OrganForm
from core.administration.views.people import named
from core.administration.views.way import way
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import SignedInRequest, signed_in_view


def _initial(form: Any, obj: object) -> dict[str, Any]:
    return {name: getattr(obj, name) for name in form.base_fields}


@signed_in_view
def council(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a council is called, where its secretariat is and whom to ask."""
    user = request.user
    found = get_object_or_404(queries.councils_kept_by(user), slug=slug)
    back, title = reverse("administration:roles", args=[slug]), _("Change the council's particulars")

    def action(data: dict[str, Any]) -> str:
        actions.change_council(found, by=user, **data)
        return back

    return fill_in(
        request,
        CouncilParticularsForm(request.POST or None, initial=_initial(CouncilParticularsForm, found)),
        action,
        template="core/administration/form.html",
        context={
            "heading": title,
            "button": _("Save"),
            "lead": _("Letters and notices made from now on say so; those that were made stay as they are."),
            "back": back,
            "crumbs": way(Crumb(_("Roles"), back), Crumb(title)),
        },
        said=_("The council's particulars are saved. Documents made from now on say so."),
    )


@signed_in_view
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """The name, number, regime and country of an organisation."""
    user = request.user
    found = get_object_or_404(Organisation, pk=pk)
    permissions.keep_identity(user, found).or_raise()
    return named(
        request,
        IdentityForm(request.POST or None, initial=_initial(IdentityForm, found)),
        found,
        lambda data: actions.correct_organisation(
            found, by=user, **data | {"regime": Regime(data["regime"])}
        ),
        {"heading": _("Correct name, number or regime"), "lead": local(found, "name")},
    )


@signed_in_view
def organ(request: SignedInRequest, pk: int) -> HttpResponse:
    """The name and regime of an organ."""
    user = request.user
    found = get_object_or_404(Organ.objects.select_related("organisation"), pk=pk)
    permissions.keep_identity(user, found).or_raise()
    return named(
        request,
        OrganForm(request.POST or None, initial=_initial(OrganForm, found)),
        found.organisation,
        lambda data: actions.correct_organ(found, by=user, **data | {"regime": Regime(data["regime"])}),
        {"heading": _("Correct name or regime"), "lead": local(found, "name")},
    )


@signed_in_view
def end_organ(request: SignedInRequest, pk: int) -> HttpResponse:
    """The last day of an organ that is abolished."""
    user = request.user
    found = get_object_or_404(Organ.objects.select_related("organisation"), pk=pk)
    permissions.keep_identity(user, found).or_raise()
    return named(
        request,
        OrganEndForm(request.POST or None, initial={"last_on": found.last_on}),
        found.organisation,
        lambda data: actions.end_organ(found, by=user, **data),
        {"heading": _("Enter the last day of the organ"), "lead": local(found, "name")},
        said=_("The last day is on record; the gate goes by it."),
    )
