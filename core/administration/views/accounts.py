"""Accounts, for the operator; inviting again, for whoever looks after the person."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core.accounts.models import User
from core.administration import actions, permissions, queries
from core.administration.enums import KnownBy, ResetReason
from core.administration.forms import ResetForm, SearchForm
from core.http.acting import act, fill_in
from core.http.errors import came_from
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view

SORTS = {"name": "name", "email": "email", "state": "is_active"}
BY_NAME = ("-is_active", "name", "pk")
COLUMNS: Columns = (
    (_("Name"), lambda row: row.name),
    (_("E-mail address"), lambda row: row.email),
    (
        _("State"),
        lambda row: pgettext("account", "Open") if row.is_active else pgettext("account", "Closed"),
    ),
)


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = reverse("administration:accounts") if more else ""
    return [Crumb(_("Administration"), reverse("administration:index")), Crumb(_("Accounts"), here), *more]


@get_only
@signed_in_view
def accounts(request: SignedInRequest) -> HttpResponseBase:
    """Accounts, found by name or address; as a page or a file."""
    permissions.operate(request.user).or_raise()
    form = SearchForm(request.GET or None)
    word = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = queries.accounts_like(word) if word else User.objects.none()
    found = ordered(found, request.GET.get("sort", ""), SORTS, first=BY_NAME)
    if file := export(request, "accounts", COLUMNS, found):
        return file
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    awaiting = queries.awaiting(page)
    rows = [{"user": one, "awaits": one.pk in awaiting} for one in page]
    context = {"form": form, "word": word, "page": page, "rows": rows, "crumbs": _crumbs()}
    return render(request, "core/administration/accounts.html", context)


@post_only
@signed_in_view
def deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close an account."""
    by = request.user
    permissions.operate(by).or_raise()
    holder = get_object_or_404(User, pk=pk)
    return act(
        request,
        lambda: actions.deactivate_user(holder, by=by),
        done="administration:accounts",
        said=_("The account is closed."),
    )


@post_only
@signed_in_view
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    by = request.user
    permissions.operate(by).or_raise()
    holder = get_object_or_404(User, pk=pk)
    return act(
        request,
        lambda: actions.reopen_user(holder, by=by),
        done="administration:accounts",
        said=_("The account is open again."),
    )


@post_only
@signed_in_view
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    by = request.user
    holder = get_object_or_404(User, pk=pk)
    permissions.look_after_person(by, holder).or_raise()
    return act(
        request,
        lambda: actions.invite_again(holder, by=by),
        done=came_from(request) or reverse("administration:index"),
        said=_("The invitation is on its way again. The link works for three days."),
    )


@signed_in_view
def reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the second factor from somebody who lost it."""
    by = request.user
    permissions.operate(by).or_raise()
    holder = get_object_or_404(User, pk=pk)

    def action(data: dict[str, Any]) -> str:
        reason, known_by = ResetReason(data["reason"]), KnownBy(data["known_by"])
        actions.reset_second_factor(holder, reason=reason, known_by=known_by, by=by)
        return "administration:accounts"

    title = _("Take the second factor away")
    lead = _("%(person)s is signed out everywhere, told by mail, and sets up a new one at the next sign-in.")
    return fill_in(
        request,
        ResetForm(request.POST or None),
        action,
        template="core/administration/form.html",
        context={
            "heading": title,
            "button": _("Take it away"),
            "lead": lead % {"person": holder},
            "back": reverse("administration:accounts"),
            "crumbs": _crumbs(Crumb(title)),
        },
        said=_("The second factor is gone. The person has been told."),
    )
