"""What of the background work is stuck, with retry and cancel."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from core.administration import actions, permissions
from core.http.acting import act
from core.http.texts import Text
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view
from core.outbox import queries


@get_only
@signed_in_view
def jobs(request: SignedInRequest) -> HttpResponse:
    """Stuck, running and waiting work of the councils that one looks after."""
    user = request.user
    permissions.keep_any_council(user).or_raise()
    page = Paginator(queries.unfinished(user), 50).get_page(request.GET.get("page"))
    lives = {name: queries.lives(name) for name in ("worker", "clock")}
    context = {"page": page, "failed": queries.failed(user), "lives": lives}
    return render(request, "core/administration/jobs.html", context)


@post_only
@signed_in_view
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try again now."""
    return _act(request, pk, actions.retry_job, _("It is tried again now."))


@post_only
@signed_in_view
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it up."""
    return _act(request, pk, actions.cancel_job, _("It has been given up."))


@post_only
@signed_in_view
def retry_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try everything again now that failed like this."""
    return _act(request, pk, actions.retry_alike, _("All of it is tried again within seconds."))


@post_only
@signed_in_view
def cancel_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give everything up that failed like this."""
    return _act(request, pk, actions.cancel_alike, _("All of it has been given up."))


def _act(request: SignedInRequest, pk: int, verb: Callable[..., object], said: Text) -> HttpResponse:
    user = request.user
    job = get_object_or_404(queries.visible_to(user), pk=pk)
    return act(request, lambda: verb(job, by=user), done="administration:jobs", said=said)
