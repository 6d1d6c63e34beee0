"""Keys of machines. A new key is shown on the answer to its form, and never again."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from core import clock
from core.access.queries import councils_of
from core.accounts.models import Council, User
from core.administration import actions, queries
from core.administration.forms import ClientForm
from core.administration.views.way import way
from core.clients.enums import Scope
from core.clients.models import ApiClient
from core.errors import DomainError, NotPermitted
from core.http.acting import act
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.texts import Text, sentence
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view

SORTS = {
    "machine": "name",
    "organisation": "organisation__name_ja",
    "council": "council__name_ja",
    "until": "expires_at",
}
USUAL = ("revoked_at", "organisation__name_ja", "name")


def _state(client: ApiClient) -> Text:
    if client.revoked_at:
        return _("Ended")
    return _("Expired") if client.expires_at and client.expires_at <= clock.now() else _("Valid")


COLUMNS: Columns = (
    (_("Machine"), lambda row: row.name),
    (_("Organisation"), lambda row: local(row.organisation, "name")),
    (_("Council"), lambda row: local(row.council, "name")),
    (_("Begins with"), lambda row: row.prefix),
    (_("Until"), lambda row: row.expires_at),
    (_("State"), _state),
)


def _crumbs(*more: Crumb) -> list[Crumb]:
    url = reverse("administration:clients") if more else ""
    return way(Crumb(_("Keys of machines"), url), *more)


def _form(request: SignedInRequest, user: User) -> ClientForm:
    if not (queries.organisations_of(user) or queries.councils_kept_by(user)):
        raise NotPermitted("administration_not_yours")
    whose = queries.organisations_for_machines(user)
    return ClientForm(request.POST or None, councils=councils_of(user), organisations=whose)


@get_only
@signed_in_view
def clients(request: SignedInRequest) -> HttpResponseBase:
    """The keys that one looks after, as a page or a file; of each no more than how it begins."""
    user = request.user
    _form(request, user)
    rows = ordered(queries.clients_visible_to(user), request.GET.get("sort", ""), SORTS, first=USUAL)
    if file := export(request, "machine-keys", COLUMNS, rows):
        return file
    return render(
        request,
        "core/administration/clients.html",
        {"clients": rows, "now": clock.now(), "crumbs": _crumbs()},
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
                field = "expires_on" if error.code == "end_has_passed" else None
                form.add_error(field, sentence(error.code, error.params))
                status = error.status
            else:
                shown = {"client": client, "key": key, "crumbs": _crumbs(Crumb(_("The new key")))}
                return render(request, "core/administration/key.html", shown)
    title, back = _("Give a machine a key"), reverse("administration:clients")
    context = {"form": form, "heading": title, "button": _("Make the key"), "back": back}
    context["crumbs"] = _crumbs(Crumb(title))
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
