"""Organs and those who keep their data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Organ, Organisation, User
from core.administration import actions, permissions, queries
from core.administration.forms import OfficerForm, OrganForm, ParticularsForm, RepresentativeForm
from core.administration.views.way import way
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view


def _crumbs(user: User, organisation: Organisation, *more: Crumb) -> list[Crumb]:
    """The way to ``organisation``; the list of all is for who keeps a council."""
    own = reverse("administration:organisation", args=[organisation.pk]) if more else ""
    organisations = reverse("administration:organisations")
    return way(
        *([Crumb(_("Organisations"), organisations)] if permissions.keep_any_council(user) else []),
        Crumb(local(organisation, "name"), own),
        *more,
    )


@get_only
@signed_in_view
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation: its organs, and who keeps the data of each for whoever looks after it."""
    user = request.user
    keeps = permissions.keep_any_council(user)
    found = Organisation.objects.filter(pk=pk).first()
    if found is None or not permissions.look_after(user, found):
        keeps.or_raise()
        found = get_object_or_404(Organisation, pk=pk)
    context = {
        "organisation": found,
        "rows": queries.organs_with_officers(found),
        "may": permissions.keep_roles(user, Role.REPRESENTATIVE, found),
        "sees_officers": permissions.look_after(user, found),
        "may_change": permissions.keep_particulars(user, found),
        "may_correct": permissions.keep_identity(user, found),
        "crumbs": _crumbs(user, found),
        "new": bool(keeps) and queries.is_new(found),
        "joining": queries.councils_of_secretary(user),
    }
    return render(request, "core/administration/organisation.html", context)


@signed_in_view
def add_organ(request: SignedInRequest, pk: int) -> HttpResponse:
    """An organ through which a public body acts."""
    user = request.user
    found = get_object_or_404(Organisation, pk=pk)
    permissions.keep_particulars(user, found).or_raise()
    here = reverse("administration:organisation", args=[pk])

    def action(data: dict[str, Any]) -> str:
        actions.add_organ(found, by=user, **data | {"regime": Regime(data["regime"])})
        return here

    return fill_in(
        request,
        OrganForm(request.POST or None, initial={"regime": found.regime}),
        action,
        template="core/administration/form.html",
        context={
            "heading": _("Add an organ"),
            "button": _("Add the organ"),
            "lead": local(found, "name"),
            "back": here,
            "crumbs": _crumbs(user, found, Crumb(_("Add an organ"))),
        },
        said=_("The organ has been added."),
    )


@signed_in_view
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new address or representative of an organisation."""
    user = request.user
    found = get_object_or_404(Organisation, pk=pk)
    permissions.keep_particulars(user, found).or_raise()
    start = {"address": found.address, "representative": found.representative}
    return named(
        request,
        ParticularsForm(request.POST or None, initial=start),
        found,
        lambda data: actions.change_organisation(found, by=user, **data),
        {"heading": _("Change address or representative"), "lead": local(found, "name")},
    )


@signed_in_view
def name_representative(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who stands for an organ, such as the head of a board of education."""
    user = request.user
    organ = get_object_or_404(Organ.objects.select_related("organisation"), pk=pk)
    permissions.keep_particulars(user, organ).or_raise()
    return named(
        request,
        RepresentativeForm(request.POST or None, initial={"representative": organ.representative}),
        organ.organisation,
        lambda data: actions.name_representative(organ, by=user, **data),
        {"heading": _("Name the representative"), "lead": local(organ, "name")},
    )


def named(
    request: SignedInRequest,
    form: Form,
    found: Organisation,
    action: Callable[[dict[str, Any]], object],
    words: dict[str, Text],
    said: Text = "",
) -> HttpResponse:
    """A form about ``found`` that leads back to it; ``words``: heading, lead."""
    here = reverse("administration:organisation", args=[found.pk])

    def save(data: dict[str, Any]) -> str:
        action(data)
        return here

    context = words | {
        "button": _("Save"),
        "back": here,
        "crumbs": _crumbs(request.user, found, Crumb(words["heading"])),
    }
    told = said or _("Documents made from now on say so.")
    return fill_in(request, form, save, template="core/administration/form.html", context=context, said=told)


@signed_in_view
def add_officer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who keeps the data of an organ: registers datasets, decides and releases."""
    user = request.user
    organ = get_object_or_404(Organ.objects.select_related("organisation"), pk=pk)
    permissions.keep_roles(user, Role.DATA_OFFICER, organ).or_raise()
    here = reverse("administration:organisation", args=[organ.organisation_id])

    def action(data: dict[str, Any]) -> str:
        actions.grant_role(Role.DATA_OFFICER, actions.Invited(data["email"], data["name"]), organ, by=user)
        return here

    return fill_in(
        request,
        OfficerForm(request.POST or None, may_invite=bool(permissions.keep_any_council(user))),
        action,
        template="core/administration/form.html",
        context={
            "heading": _("Name a data officer"),
            "button": _("Name them"),
            "lead": local(organ, "name"),
            "back": here,
            "crumbs": _crumbs(user, organ.organisation, Crumb(_("Name a data officer"))),
        },
        said=_("They keep the data of this organ now."),
    )


@post_only
@signed_in_view
def end_officer(request: SignedInRequest, pk: int, user_id: int) -> HttpResponse:
    """Somebody keeps the data of an organ no longer."""
    by = request.user
    organ, holder = get_object_or_404(Organ, pk=pk), get_object_or_404(User, pk=user_id)
    return act(
        request,
        lambda: actions.revoke_role(Role.DATA_OFFICER, holder, organ, by=by),
        done=reverse("administration:organisation", args=[organ.organisation_id]),
        said=_("The role has ended."),
    )
