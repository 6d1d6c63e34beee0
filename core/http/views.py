"""Shared parts of views: the council of a page, pages and verbs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from core.access.queries import councils_of, roles_on
from core.access.roles import Role
from core.accounts.models import Council, User


class SignedInRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: User


class CouncilRequest(SignedInRequest):
    """A request inside a council, by a signed-in user who holds a role there."""

    council: Council
    roles: frozenset[Role]


View = Callable[..., HttpResponseBase]


def signed_in_view(view: Callable[Concatenate[SignedInRequest, ...], HttpResponseBase]) -> View:
    """Let in whoever is signed in; send anybody else to sign in first."""
    return login_required(view)


def council_view(
    view: Callable[Concatenate[CouncilRequest, ...], HttpResponseBase],
) -> View:
    """Resolve ``council`` from the path for somebody with a role in it; a stranger gets 404.

    The wrapped view is called without the slug; it finds ``request.council`` and ``request.roles``.
    """

    return _door(view, councils_of)


def settling_view(
    view: Callable[Concatenate[CouncilRequest, ...], HttpResponseBase],
) -> View:
    """The same door, open as well to the people of an organisation that left the council and has something to settle
    there. They come without a role, and the page shows them what is theirs to settle alone."""
    return _door(view, councils_of, councils_left)


def councils_left(user: Any) -> QuerySet[Council]:
    """Councils in which ``user`` has no role any more, and something left to settle."""
    found: QuerySet[Council] = import_string(settings.COUNCILS_LEFT)(user)
    return found


def _door(
    view: Callable[Concatenate[CouncilRequest, ...], HttpResponseBase],
    *ways: Callable[[Any], QuerySet[Council]],
) -> View:
    @wraps(view)
    @login_required
    def wrapped(request: Any, council: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = next((row for way in ways for row in way(request.user).filter(slug=council)), None)
        if found is None:
            raise Http404
        request.council = found
        request.roles = roles_on(request.user, found)
        return view(request, *args, **kwargs)

    return wrapped


get_only = require_http_methods(["GET", "HEAD"])
post_only = require_http_methods(["POST"])
