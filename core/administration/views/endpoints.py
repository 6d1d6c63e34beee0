"""Addresses of machines that want to be told. The key of the signatures is shown once, when it is made."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from core import clock
from core.access.queries import councils_of
from core.accounts.models import User
from core.administration import actions, queries
from core.administration.forms import EndpointForm
from core.errors import DomainError, NotPermitted
from core.http.acting import act
from core.http.parts import Crumb
from core.http.texts import sentence
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view
from core.outbox.models import Endpoint
from core.outbox.queries import calls_of


def _crumbs(*more: Crumb) -> list[Crumb]:
    first = Crumb(_("Administration"), reverse("administration:index"))
    return [
        first,
        Crumb(_("Addresses of machines"), reverse("administration:endpoints") if more else ""),
        *more,
    ]


def _form(request: SignedInRequest, user: User) -> EndpointForm:
    if not (queries.organisations_of(user) or queries.councils_kept_by(user)):
        raise NotPermitted("administration_not_yours")
    whose = queries.organisations_for_machines(user)
    return EndpointForm(request.POST or None, councils=councils_of(user), organisations=whose)


def _own(request: SignedInRequest, pk: int) -> Endpoint:
    return get_object_or_404(queries.endpoints_visible_to(request.user), pk=pk)


@get_only
@signed_in_view
def endpoints(request: SignedInRequest) -> HttpResponse:
    """The addresses that one looks after."""
    user = request.user
    _form(request, user)
    context = {"endpoints": queries.endpoints_visible_to(user), "crumbs": _crumbs()}
    return render(request, "core/administration/endpoints.html", context)


@never_cache
@signed_in_view
def add(request: SignedInRequest) -> HttpResponse:
    """A new address; what was typed stays when it is refused."""
    user = request.user
    form, status = _form(request, user), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = actions.open_endpoint(data["council"], data["organisation"], url=data["url"], by=user)
            except DomainError as error:
                form.add_error(None, sentence(error.code, error.params))
                status = error.status
            else:
                return _secret(request, *made)
    context = {
        "form": form,
        "heading": _("Give an address"),
        "button": _("Keep the address"),
        "back": reverse("administration:endpoints"),
        "crumbs": _crumbs(Crumb(_("Give an address"))),
    }
    return render(request, "core/administration/form.html", context, status=status)


def _secret(request: SignedInRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    context = {"endpoint": endpoint, "secret": secret, "crumbs": _crumbs(Crumb(endpoint.url))}
    return render(request, "core/administration/secret.html", context)


@get_only
@signed_in_view
def endpoint(request: SignedInRequest, pk: int) -> HttpResponse:
    """One address, and what it was told."""
    found = _own(request, pk)
    paused = not found.ended_at and found.paused_until and found.paused_until > clock.wall()
    context = {
        "endpoint": found,
        "paused": paused,
        "calls": calls_of(found)[:50],
        "crumbs": _crumbs(Crumb(found.url)),
    }
    return render(request, "core/administration/endpoint.html", context)


@never_cache
@post_only
@signed_in_view
def rotate(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new key, shown this once."""
    return _secret(request, *actions.rotate_endpoint(_own(request, pk), by=request.user))


@post_only
@signed_in_view
def try_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call the address now."""
    found, user = _own(request, pk), request.user
    return act(
        request,
        lambda: actions.try_endpoint(found, by=user),
        done=reverse("administration:endpoint", args=[pk]),
        said=_("The address is called. Reload the page to see whether it answered."),
    )


@post_only
@signed_in_view
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell it nothing any more."""
    found, user = _own(request, pk), request.user
    return act(
        request,
        lambda: actions.end_endpoint(found, by=user),
        done="administration:endpoints",
        said=_("The address has ended."),
    )
