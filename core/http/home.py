"""The first page after signing in: one's councils and one's own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.module_loading import import_string

from core.access.queries import councils_of, roles_on
from core.accounts.models import Council, Person, User
from core.http.views import CouncilRequest, SignedInRequest, council_view, get_only, signed_in_view


def first_page(user: User, council: Any) -> str:
    """Where somebody with these roles begins in ``council``; empty where no page is open to them."""
    found: str = import_string(settings.FIRST_PAGE)(council, roles_on(user, council))
    return found


def guest_pages(user: User) -> list[tuple[Council, str, str]]:
    """Councils that ask for something of ``user`` without giving a role, each with the page where it stands and why."""
    found: list[tuple[Council, str, str]] = import_string(settings.GUEST_PAGES)(user)
    return found


@get_only
def icon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for the picture beside a file, which names none itself."""
    return redirect(static("icon.svg"))


@get_only
@signed_in_view
def home(request: SignedInRequest) -> HttpResponse:
    """The choice between councils and my page; straight on where there is only one way to go. My page is open to
    everybody: who has no role may be a citizen who has answered nothing yet."""
    user = request.user
    places = [(council, first_page(user, council)) for council in councils_of(user)]
    places = [(council, url) for council, url in places if url]
    guests = guest_pages(user)
    citizen = Person.objects.filter(user=user).exists()
    ways = [url for _council, url in places] + [url for _council, url, _why in guests]
    if len(ways) == 1 and not citizen:
        return HttpResponseRedirect(ways[0])
    if citizen and not ways:
        return HttpResponseRedirect("/my/")
    if user.is_staff and not ways and not citizen:
        return HttpResponseRedirect("/administration/")
    context = {
        "places": places,
        "guests": guests,
        "citizen": citizen or not ways,
        "known": citizen or bool(ways),
    }
    return render(request, "core/http/home.html", context)


@get_only
@council_view
def council_root(request: CouncilRequest) -> HttpResponse:
    """The council's bare address leads to the reader's first page there."""
    return HttpResponseRedirect(first_page(request.user, request.council) or "/home/")
