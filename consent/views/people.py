"""Whose pages these are: the signed-in person, or somebody they act for (``for`` in the address or the form)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consent import queries
from core.accounts.models import Council, Person, User


class CitizenRequest(HttpRequest):
    """A request by somebody who has signed in."""

    user: User


def chosen_key(request: HttpRequest) -> str:
    """The key of the person acted for; empty for oneself."""
    return str(request.POST.get("for") or request.GET.get("for") or "")


def subject(request: HttpRequest, council: Council | None = None) -> Person | None:
    """The person whom the page is about; None where the signed-in user is not known to ``council`` yet.

    Raises:
        Http404: ``for`` names somebody whom the user may not act for.
    """
    key = chosen_key(request)
    if not key:
        own = queries.persons_of(request.user)
        return own.filter(council=council).first() if council else own.first()
    return principal(request, key, council)


def principal(request: HttpRequest, key: str, council: Council | None = None) -> Person:
    """The person with ``key``, if the user may act for them."""
    try:
        wanted = uuid.UUID(key)
    except ValueError as error:
        raise Http404 from error
    person = Person.objects.filter(key=wanted).select_related("council").first()
    if person is None or (council and person.council_id != council.pk):
        raise Http404
    if not queries.may_see(request.user, person):
        raise Http404
    return person


def name_of(person: Person) -> str:
    """How a citizen's page calls the person."""
    known = person.joined_into or person
    return str((known.identifiers or {}).get("name") or known)


def whose_name(person: Person, reader: User) -> str:
    """The same on a receipt. Who reads their own and of whom the council keeps no name is told so in words: what they
    call their account is checked by nobody, and does not stand on a receipt."""
    known = person.joined_into or person
    if known.user_id == reader.pk and not (known.identifiers or {}).get("name"):
        return _("the account holder (no name registered)")
    return name_of(person)


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A citizen's page; ``acting_for`` is set when it is about somebody else."""
    key = chosen_key(request)
    person = context.get("person")
    other = person is not None and bool(key) and person.user_id != request.user.pk
    common = {"for_key": key, "acting_for": name_of(person) if other and person else ""}
    return render(request, f"consent/my/{template}.html", {**common, **context}, status=status)
