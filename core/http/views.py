"""Shared parts of views: the council of a page, pages and verbs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from core.access.queries import councils_of, roles_on
from core.access.roles import Role
from core.accounts.models import Council, User


class CouncilRequest(HttpRequest):
    """A request inside a council, by a signed-in user who holds a role there."""

    user: User
    council: Council
    roles: frozenset[Role]


View = Callable[..., HttpResponseBase]


def council_view(
    view: Callable[Concatenate[CouncilRequest, ...], HttpResponseBase],
) -> View:
    """Resolve ``council`` from the path for somebody with a role in it; a stranger gets 404.

    The wrapped view is called without the slug; it finds ``request.council`` and ``request.roles``.
    """

    @wraps(view)
    @login_required
    def wrapped(request: Any, council: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = councils_of(request.user).filter(slug=council).first()
        if found is None:
            raise Http404
        request.council = found
        request.roles = roles_on(request.user, found)
        return view(request, *args, **kwargs)

    return wrapped


get_only = require_http_methods(["GET", "HEAD"])
post_only = require_http_methods(["POST"])
