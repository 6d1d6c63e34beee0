"""Keys of machines. A new key is shown on the answer to its form, and never again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from core import clock
from core.access.queries import councils_of
from core.accounts.models import Council, User
from core.administration import actions, queries
from core.administration.forms import ClientForm
from core.clients.enums import Scope
from core.clients.models import ApiClient
from core.errors import DomainError, NotPermitted
from core.http.acting import act
from core.http.texts import sentence
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view


def _form(request: SignedInRequest, user: User) -> ClientForm:
    if not (queries.organisations_of(user) or queries.councils_kept_by(user)):
        raise NotPermitted("administration_not_yours")
    whose = queries.organisations_for_machines(user)
    return ClientForm(request.POST or None, councils=councils_of(user), organisations=whose)


@get_only
@signed_in_view
def clients(request: SignedInRequest) -> HttpResponse:
    """The keys that one looks after."""
    user = request.user
    _form(request, user)
    return render(
        request,
        "core/administration/clients.html",
        {"clients": queries.clients_visible_to(user), "now": clock.now()},
    )


def _issue(form: ClientForm, user: User) -> tuple[ApiClient, str]:
    data = form.cleaned_data
    council: Council = data["council"]
    return actions.issue_client(
        council,
        data["organisation"],
        name=data["name"],
        scopes=[Scope(scope) for scope in data["scopes"]],
        expires_at=clock.end_of(data["expires_on"]) if data["expires_on"] else None,
        per_minute=data["per_minute"],
        by=user,
    )


@never_cache
@signed_in_view
def issue(request: SignedInRequest) -> HttpResponse:
    """A new key; what was typed stays when it is refused."""
    user = request.user
    form, status = _form(request, user), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                client, key = _issue(form, user)
            except DomainError as error:
                form.add_error(None, sentence(error.code, error.params))
                status = error.status
            else:
                return render(request, "core/administration/key.html", {"client": client, "key": key})
    context = {"form": form, "heading": _("Give a machine a key"), "button": _("Make the key")}
    return render(request, "core/administration/form.html", context, status=status)


@post_only
@signed_in_view
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    user = request.user
    client = get_object_or_404(queries.clients_visible_to(user), pk=pk)
    said = _("The key has ended.")
    return act(
        request, lambda: actions.revoke_client(client, by=user), done="administration:clients", said=said
    )
