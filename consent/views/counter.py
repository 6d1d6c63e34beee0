"""The counter: finding a person by a holder's id, paper forms, proxies, holds. Identities stay masked."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import actions, queries
from consent.forms.counter import (
    SOMEBODY,
    BirthForm,
    EnrolForm,
    FindForm,
    HoldForm,
    LinkForm,
    ProxyForm,
    RevealForm,
)
from consent.permissions import at_counter, is_secretary
from consent.views.rates import crumbs, tabs
from core.accounts.models import Organ, Person
from core.administration.actions import enrol_person, reveal_identity
from core.errors import NotNow, Refused
from core.http.acting import act, fill_in
from core.http.views import CouncilRequest, council_view, get_only, post_only

PAGE = 50
"""Rows of a page."""


def _guard(request: CouncilRequest) -> None:
    is_secretary(request.user, request.council).or_raise()


def about(request: CouncilRequest, key: uuid.UUID) -> Person:
    """The person with ``key``, for whoever at the counter has no part in the matter."""
    _guard(request)
    found = queries.person_by_key(request.council, key)
    at_counter(request.user, found).or_raise()
    return found


def address_of(request: CouncilRequest, person: Person) -> str:
    """The page of ``person``."""
    return reverse("consent:person", args=[request.council.slug, person.key])


def _named(request: CouncilRequest, typed: dict[str, Any]) -> Person:
    if typed["number"]:
        return actions.find_by_number(request.council, typed["number"], by=request.user)
    return _found(request, typed["holder"], typed["holder_id"])


def _found(request: CouncilRequest, holder: Organ, holder_id: str) -> Person:
    person = queries.person_by_holder(request.council, holder, holder_id)
    if person is None:
        raise Refused("person_unknown")
    return person


@council_view
def counter(request: CouncilRequest) -> HttpResponse:
    """Find a person by the holder's id or a number; the newest paper entries."""
    _guard(request)
    own = queries.concerned(request.user, request.council)
    context = {
        "entries": queries.paper_entries(request.council).exclude(person__in=own)[:PAGE],
        "tabs": tabs(request, "counter"),
    }

    def go(typed: dict[str, Any]) -> str:
        found = _named(request, typed)
        at_counter(request.user, found).or_raise()
        return address_of(request, found)

    return fill_in(
        request,
        FindForm(request.POST or None, holders=queries.holders(request.council)),
        go,
        template="consent/paper/counter.html",
        context=context,
        said=_("The person is known."),
    )


@council_view
def enrol(request: CouncilRequest) -> HttpResponse:
    """A person without a login."""
    _guard(request)
    form = EnrolForm(request.POST or None)

    def make(_typed: dict[str, Any]) -> str:
        return address_of(
            request, enrol_person(request.council, by=request.user, identifiers=form.identifiers())
        )

    context = {"crumbs": crumbs(request, (_("New person"), ""))}
    return fill_in(
        request,
        form,
        make,
        template="consent/paper/enrol.html",
        context=context,
        said=_("The person is enrolled."),
        creates=True,
    )


def _person_context(request: CouncilRequest, person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "mark": str(person),
        "consents": [(one, queries.stands(one)) for one in queries.of_person(person)],
        "agents": queries.agents_of(person),
        "links": queries.links_of(person),
        "holds": queries.holds_on(person),
        "entries": queries.paper_of(person),
        "notices": []
        if person.joined_into_id
        else queries.notices_of(request.council).filter(state="published"),
        "reveal": RevealForm(),
        "identity": None,
        "as_child": queries.agreed_as_child(person),
        "born": bool((person.identifiers or {}).get("birth_date")),
        "crumbs": crumbs(request, (str(person), "")),
    }


@council_view
@get_only
def person(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """One person, masked: choices, who acts for them, holds, paper."""
    found = about(request, key)
    return render(request, "consent/paper/person.html", _person_context(request, found))


@council_view
@post_only
def reveal(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Look at who it is, for a reason that is kept; shown once."""
    found = about(request, key)
    form = RevealForm(request.POST)
    identity = None
    if form.is_valid():
        identity = reveal_identity(found, reason=form.cleaned_data["reason"], by=request.user)
    context = {**_person_context(request, found), "identity": identity, "reveal": form}
    return render(request, "consent/paper/person.html", context, status=200 if identity is not None else 422)


@council_view
def birth_date(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Add the date of birth that an identification shows."""
    found = about(request, key)

    def keep(typed: dict[str, Any]) -> str:
        actions.keep_birth_date(found, by=request.user, **typed)
        return address_of(request, found)

    title = _("Add the date of birth")
    context = {
        "title": title,
        "lead": _(
            "The council's rules about children depend on it: who decides for somebody, and until when. It is kept "
            "sealed, and not shown here."
        ),
        "label": _("Keep"),
        "cancel_url": address_of(request, found),
        "crumbs": crumbs(request, (str(found), address_of(request, found)), (title, "")),
    }
    said, form = _("The date of birth is kept."), BirthForm(request.POST or None)
    return fill_in(request, form, keep, template="consent/endings/form.html", context=context, said=said)


def _known(known: Person) -> dict[str, Any]:
    """What is shown of somebody before another is joined with them."""
    rows = list(queries.of_person(known))
    return {
        "known": known,
        "since": min(link.linked_at for link in queries.links_of(known)),
        "answered": len(rows),
        "agreed": sum(queries.is_alive(row) for row in rows),
    }


@council_view
def link(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Record under which id a holder knows the person."""
    found = about(request, key)
    form = LinkForm(request.POST or None, holders=queries.providers(request.council))

    def connect(typed: dict[str, Any]) -> str:
        try:
            one = actions.link_at_counter(found, by=request.user, **typed)
        except NotNow:
            known = queries.person_by_holder(request.council, typed["holder"], typed["holder_id"])
            if known is not None and known != found:
                form.ask_about(known)
                context.update(_known(known))
            raise
        return address_of(request, one)

    context: dict[str, Any] = {
        "person": found,
        "known": None,
        "crumbs": crumbs(request, (str(found), address_of(request, found)), (_("Holder's id"), "")),
    }
    said = _("The id is linked. What the holder reported under it stands on this page too.")
    return fill_in(request, form, connect, template="consent/paper/link.html", context=context, said=said)


@council_view
@get_only
def holds(request: CouncilRequest) -> HttpResponse:
    """All holds, open ones first."""
    _guard(request)
    rows = queries.holds_of(request.council).exclude(
        person__in=queries.concerned(request.user, request.council)
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(request, "holds")}
    return render(request, "consent/holds/list.html", context)


@council_view
def place_hold(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Stop everything about a person."""
    found = about(request, key)
    agents = list(queries.agents_of(found))
    marks = {str(one.agent.key): f"{one.get_kind_display()} {one.agent}" for one in reversed(agents)}

    def closed_to(typed: dict[str, Any]) -> Person | None:
        if typed["closed_to"] == SOMEBODY:
            return _named(request, typed)
        return next((one.agent for one in agents if str(one.agent.key) == typed["closed_to"]), None)

    def place(typed: dict[str, Any]) -> str:
        actions.place_hold(
            found, typed["kind"], by=request.user, basis=typed["basis"], hidden_from=closed_to(typed)
        )
        return address_of(request, found)

    context = {
        "person": found,
        "crumbs": crumbs(request, (str(found), address_of(request, found)), (_("Hold"), "")),
    }
    holders = queries.holders(request.council)
    form = HoldForm(request.POST or None, registered=list(marks.items()), holders=holders)
    said = _("The hold is in place. Nothing about this person flows from now on.")
    return fill_in(request, form, place, template="consent/holds/place.html", context=context, said=said)


@council_view
@post_only
def lift_hold(request: CouncilRequest, pk: int) -> HttpResponse:
    """End a hold."""
    _guard(request)
    hold = queries.hold_in(request.council, pk)
    return act(
        request,
        lambda: actions.lift_hold(hold, by=request.user),
        done=address_of(request, hold.person),
        said=_("The hold is lifted."),
    )


@council_view
def register_proxy(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Register somebody who acts for the person."""
    found = about(request, key)

    def register(typed: dict[str, Any]) -> str:
        agent = _named(request, typed)
        actions.register_proxy(
            found,
            agent,
            typed["kind"],
            by=request.user,
            basis=typed["basis"],
            until=typed["until"],
            born_on=typed.get("born_on"),
            of_age=typed.get("of_age", False),
        )
        return address_of(request, found)

    context = {
        "person": found,
        "crumbs": crumbs(request, (str(found), address_of(request, found)), (_("Acts for them"), "")),
    }
    known = queries.born(found) is not None
    form = ProxyForm(request.POST or None, holders=queries.holders(request.council), birth_known=known)
    said = _("The registration is kept, and the person is told.")
    return fill_in(request, form, register, template="consent/paper/proxy.html", context=context, said=said)


@council_view
@post_only
def end_proxy(request: CouncilRequest, pk: int) -> HttpResponse:
    """End a registration on a document."""
    _guard(request)
    proxy = queries.proxy_in(request.council, pk)
    at_counter(request.user, proxy.principal).or_raise()
    return act(
        request,
        lambda: actions.end_proxy(proxy, by=request.user),
        done=address_of(request, proxy.principal),
        said=_("The registration has ended."),
    )
