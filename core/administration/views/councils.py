"""Councils, their roles, organisations: founding, giving, taking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Council, Organisation, User
from core.administration import actions, permissions, queries
from core.administration.forms import (
    COUNCIL_ROLES,
    CouncilForm,
    NumberingForm,
    OrganisationForm,
    OriginForm,
    RoleForm,
)
from core.administration.views.way import way
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view
from core.outbox.queries import stuck

WORDS = dict(COUNCIL_ROLES)


@get_only
@signed_in_view
def index(request: SignedInRequest) -> HttpResponse:
    """What one may administer."""
    user = request.user
    councils, represented = queries.councils_kept_by(user), queries.organisations_of(user)
    if not (councils or represented or user.is_staff):
        raise Http404
    keeper = bool(councils) or user.is_staff
    own = [] if keeper else [one for one in represented if permissions.look_after(user, one)]
    context = {"councils": councils, "operator": user.is_staff, "keeper": keeper, "own": own}
    context |= {"stuck": stuck(user)}
    return render(request, "core/administration/index.html", context)


@signed_in_view
def found(request: SignedInRequest) -> HttpResponse:
    """A new council and its first secretary."""
    user = request.user
    permissions.operate(user).or_raise()

    def action(data: dict[str, Any]) -> str:
        secretary = actions.Invited(data.pop("secretary"), data.pop("secretary_name"))
        council = actions.found_council(**data, secretary=secretary, by=user)
        return reverse("administration:roles", args=[council.slug])

    return fill_in(
        request,
        CouncilForm(request.POST or None),
        action,
        template="core/administration/form.html",
        context={
            "heading": _("Found a council"),
            "button": _("Found the council"),
            "crumbs": way(Crumb(_("Found a council"))),
        },
        said=_("The council has been founded."),
    )


@signed_in_view
def register(request: SignedInRequest) -> HttpResponse:
    """A new organisation."""
    user = request.user
    permissions.keep_any_council(user).or_raise()

    def action(data: dict[str, Any]) -> str:
        made = actions.register_organisation(**data | {"regime": Regime(data["regime"])}, by=user)
        return reverse("administration:organisation", args=[made.pk])

    return fill_in(
        request,
        OrganisationForm(request.POST or None),
        action,
        template="core/administration/form.html",
        context={
            "heading": _("Register an organisation"),
            "button": _("Register the organisation"),
            "back": reverse("administration:organisations"),
            "crumbs": way(
                Crumb(_("Organisations"), reverse("administration:organisations")),
                Crumb(_("Register an organisation")),
            ),
        },
        said=_("The organisation has been registered."),
    )


@get_only
@signed_in_view
def organisations(request: SignedInRequest) -> HttpResponse:
    """All organisations with their organs."""
    permissions.keep_any_council(request.user).or_raise()
    rows = Organisation.objects.prefetch_related("organs").order_by("name_ja")
    context = {"organisations": rows, "crumbs": way(Crumb(_("Organisations")))}
    return render(request, "core/administration/organisations.html", context)


def _council(request: SignedInRequest, slug: str) -> Council:
    return get_object_or_404(queries.councils_kept_by(request.user), slug=slug)


@signed_in_view
def roles(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who holds which role; the form gives one more."""
    council, user = _council(request, slug), request.user
    form = RoleForm(request.POST or None, organisations=queries.organisations_in(council))

    def action(data: dict[str, Any]) -> str:
        holder = actions.Invited(data["email"], data["name"])
        more = {"overlap_reason": data["overlap_reason"], "origin": data["origin"]}
        came = actions.grant_role(Role(data["role"]), holder, council, by=user, **more)
        messages.success(request, str(came.label))
        return reverse("administration:roles", args=[slug])

    people = _people(council)
    return fill_in(
        request,
        form,
        action,
        template="core/administration/roles.html",
        context={
            "kept": council,
            "people": people,
            "all_from": _all_from(people),
            "crumbs": way(Crumb(_("Roles"))),
        },
        said="",
    )


def _people(council: Council) -> list[dict[str, Any]]:
    """Who holds which role, and where those of the secretariat come from."""
    origins = queries.origins_in(council)
    return [
        row
        | {
            "roles": [(role, WORDS[role]) for role in row["roles"]],
            "keeps": Role.SECRETARY in row["roles"],
            "origin": origins.get(row["user"].pk),
        }
        for row in queries.role_holders(council)
    ]


def _all_from(people: list[dict[str, Any]]) -> Organisation | None:
    """The organisation that everybody of the secretariat comes from, where there is one."""
    found = {person["origin"] for person in people if person["keeps"]}
    return found.pop() if len(found) == 1 else None


@signed_in_view
def origin(request: SignedInRequest, slug: str, user_id: int) -> HttpResponse:
    """Correct from which organisation somebody of the secretariat comes."""
    council, by = _council(request, slug), request.user
    holder = get_object_or_404(holders(Role.SECRETARY, council), pk=user_id)
    back = reverse("administration:roles", args=[slug])

    def action(data: dict[str, Any]) -> str:
        actions.name_origin(council, holder, by=by, organisation=data["origin"])
        return back

    known, heading = queries.organisations_in(council), _("Where the person comes from")
    start = {"origin": queries.origins_in(council).get(holder.pk)}
    return fill_in(
        request,
        OriginForm(request.POST or None, organisations=known, initial=start),
        action,
        template="core/administration/form.html",
        context={
            "heading": heading,
            "button": _("Save"),
            "lead": holder,
            "back": back,
            "crumbs": way(Crumb(_("Roles"), back), Crumb(heading)),
        },
        said=_("It counts from now on, in the cases that are under way, too."),
    )


@post_only
@signed_in_view
def revoke(request: SignedInRequest, slug: str, user_id: int, role: str) -> HttpResponse:
    """Take a role."""
    council, by = _council(request, slug), request.user
    if role not in WORDS:
        raise Http404
    holder = get_object_or_404(User, pk=user_id)
    done = reverse("administration:roles", args=[slug])
    said = _("The role has ended.")
    return act(request, lambda: actions.revoke_role(Role(role), holder, council, by=by), done=done, said=said)


@signed_in_view
def numbering(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let this fiscal year's numbers go on where paper left off."""
    council, user = _council(request, slug), request.user
    back = reverse("administration:roles", args=[slug])

    def action(data: dict[str, Any]) -> str:
        actions.continue_numbering(council, data["series"], by=user, last=data["last"])
        return back

    return fill_in(
        request,
        NumberingForm(request.POST or None),
        action,
        template="core/administration/form.html",
        context={
            "heading": _("Continue the numbering"),
            "button": _("Continue after this number"),
            "lead": _(
                "Where numbers of this fiscal year were given on paper before: the next one follows them."
            ),
            "back": back,
            "crumbs": way(Crumb(_("Roles"), back), Crumb(_("Continue the numbering"))),
        },
        said=_("The next number follows."),
    )
