"""A membership as a page finds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.queries import roles_on
from core.accounts.models import Council
from core.http.parts import Crumb
from core.http.views import CouncilRequest, View
from governance.members import queries
from governance.members.models import Membership


def member_view(view: Callable[Concatenate[CouncilRequest, Membership, ...], HttpResponseBase]) -> View:
    """Find a membership that the reader may see: anyone with a role in the council, and who represents the
    organisation even before it is admitted. Others get 404."""

    @wraps(view)
    @login_required
    def wrapped(request: Any, council: str, pk: int, **kwargs: Any) -> HttpResponseBase:
        membership = queries.visible_to(request.user).filter(council__slug=council, pk=pk).first()
        if membership is None:
            raise Http404
        request.council = membership.council
        request.roles = roles_on(request.user, membership.council)
        return view(request, membership, **kwargs)

    return wrapped


def address(membership: Membership, name: str = "show") -> str:
    """The address of a membership's page."""
    return reverse(f"members:{name}", args=[membership.council.slug, membership.pk])


def crumbs(council: Council, *more: Crumb, inside: bool = True) -> list[Crumb]:
    """Members, then ``more``; only who has a role in the council may follow the first."""
    first = Crumb(_("Members"), reverse("members:index", args=[council.slug]) if inside else "")
    return [first, *more]
