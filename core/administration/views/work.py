"""What of the background work is stuck, with retry and cancel."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.administration import actions, permissions
from core.http.acting import act
from core.http.views import get_only, post_only
from core.outbox import queries


@get_only
@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """Stuck, running and waiting work of the councils that one looks after."""
    user = cast(User, request.user)
    permissions.keep_any_council(user).or_raise()
    page = Paginator(queries.unfinished(user), 50).get_page(request.GET.get("page"))
    context = {"page": page, "lives": queries.machinery_lives()}
    return render(request, "core/administration/jobs.html", context)


@post_only
@login_required
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again now."""
    user = cast(User, request.user)
    job = get_object_or_404(queries.visible_to(user), pk=pk)
    said = _("It is tried again now.")
    return act(request, lambda: actions.retry_job(job, by=user), done="administration:jobs", said=said)


@post_only
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    user = cast(User, request.user)
    job = get_object_or_404(queries.visible_to(user), pk=pk)
    said = _("It has been given up.")
    return act(request, lambda: actions.cancel_job(job, by=user), done="administration:jobs", said=said)
