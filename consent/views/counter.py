"""The counter: finding a person by a holder's id, paper forms, proxies, holds. Identities stay masked."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import actions, queries
from consent.forms.counter import (
    SOMEBODY,
    EnrolForm,
    FindForm,
    HoldForm,
    LinkForm,
    PaperForm,
    ProxyForm,
    RevealForm,
)
from consent.permissions import is_secretary
from consent.views.rates import crumbs, tabs
from core.accounts.models import Organ, Person
from core.administration.actions import enrol_person, reveal_identity
from core.errors import Refused
from core.files.views import download
from core.http.acting import act, fill_in
from core.http.views import CouncilRequest, council_view, get_only, post_only

PAGE = 50
"""Rows of a page."""


def _guard(request: CouncilRequest) -> None:
    is_secretary(request.user, request.council).or_raise()


def _address(request: CouncilRequest, person: Person) -> str:
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
    context = {
        "entries": queries.paper_entries(request.council)[:50],
        "tabs": tabs(request, "counter"),
    }
    return fill_in(
        request,
        FindForm(request.POST or None, holders=queries.holders(request.council)),
        lambda typed: _address(request, _named(request, typed)),
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
        return _address(
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
        "notices": queries.notices_of(request.council).filter(state="published"),
        "reveal": RevealForm(),
        "identity": None,
        "crumbs": crumbs(request, (str(person), "")),
    }


@council_view
@get_only
def person(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """One person, masked: choices, who acts for them, holds, paper."""
    _guard(request)
    found = queries.person_by_key(request.council, key)
    return render(request, "consent/paper/person.html", _person_context(request, found))


@council_view
@post_only
def reveal(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Look at who it is, for a reason that is kept; shown once."""
    _guard(request)
    found = queries.person_by_key(request.council, key)
    form = RevealForm(request.POST)
    identity = None
    if form.is_valid():
        identity = reveal_identity(found, reason=form.cleaned_data["reason"], by=request.user)
    context = {**_person_context(request, found), "identity": identity, "reveal": form}
    return render(request, "consent/paper/person.html", context, status=200 if identity is not None else 422)


def _paper(typed: dict[str, Any]) -> actions.Paper:
    name, scan = typed["scan"] or ("", b"")
    return actions.Paper(
        typed["signed_on"],
        typed["witness"],
        scan=scan,
        scan_name=name,
        layer=typed["layer"],
        decision=typed.get("decision", ""),
    )


@council_view
def paper(request: CouncilRequest, key: uuid.UUID, reference: str) -> HttpResponse:
    """Type a signed form."""
    _guard(request)
    found = queries.person_by_key(request.council, key)
    notice = get_object_or_404(queries.notices_of(request.council), reference=reference)
    version = queries.current_version(notice)
    if version is None:
        raise Refused("notice_not_asked")
    agents = queries.signers_of(found)
    marks = [(str(agent.pk), f"{agent.get_kind_display()} {agent.agent}") for agent in agents]
    needed = queries.parents_needed(found)
    form = PaperForm(
        request.POST or None, request.FILES or None, version=version, proxies=marks, parents_needed=needed
    )

    def keep(typed: dict[str, Any]) -> str:
        actions.record_paper(
            found,
            version,
            form.answers(),
            by=request.user,
            paper=_paper(typed),
            proxy=next((agent for agent in agents if str(agent.pk) == typed["proxy"]), None),
            also=[agent for agent in agents if str(agent.pk) in typed.get("also", ())],
        )
        return _address(request, found)

    context = {
        "person": found,
        "version": version,
        "crumbs": crumbs(request, (str(found), _address(request, found)), (_("Paper form"), "")),
    }
    said = _("The form is recorded. Print the copy and hand it over.")
    return fill_in(request, form, keep, template="consent/paper/paper.html", context=context, said=said)


@council_view
@get_only
def entry(request: CouncilRequest, pk: int) -> HttpResponse:
    """One paper entry, printable as the copy for the person."""
    _guard(request)
    found = get_object_or_404(queries.paper_entries(request.council), pk=pk)
    events = queries.events_of_receipt(found.receipt) if found.receipt else []
    context = {"entry": found, "events": events, "crumbs": crumbs(request, (_("Paper form"), ""))}
    return render(request, "consent/paper/entry.html", context)


@council_view
@get_only
def scan(request: CouncilRequest, pk: int) -> HttpResponseBase:
    """The scan of a paper form."""
    found = get_object_or_404(queries.paper_entries(request.council), pk=pk)
    file = queries.scan_of(found)
    return download(request, file, permit=is_secretary(request.user, request.council))


@council_view
@post_only
def copy_sent(request: CouncilRequest, pk: int) -> HttpResponse:
    """The copy went to the person."""
    found = get_object_or_404(queries.paper_entries(request.council), pk=pk)
    return act(
        request,
        lambda: actions.send_copy(found, by=request.user),
        done=reverse("consent:entry", args=[request.council.slug, pk]),
        said=_("Noted: the copy has been handed over."),
    )


@council_view
@post_only
def undo(request: CouncilRequest, pk: int) -> HttpResponse:
    """Undo a paper entry at the person's word."""
    _guard(request)
    found = get_object_or_404(queries.paper_entries(request.council), pk=pk)
    return act(
        request,
        lambda: actions.undo_paper(found, by=request.user),
        done=reverse("consent:entry", args=[request.council.slug, pk]),
        said=_("The entry is undone."),
    )


@council_view
def link(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Record under which id a holder knows the person."""
    _guard(request)
    found = queries.person_by_key(request.council, key)
    form = LinkForm(request.POST or None, holders=queries.providers(request.council))

    def connect(typed: dict[str, Any]) -> str:
        one = actions.link_at_counter(found, by=request.user, **typed)
        return _address(request, one)

    context = {
        "person": found,
        "crumbs": crumbs(request, (str(found), _address(request, found)), (_("Holder's id"), "")),
    }
    said = _("The id is linked. What the holder reported under it stands on this page too.")
    return fill_in(request, form, connect, template="consent/paper/link.html", context=context, said=said)


@council_view
@get_only
def holds(request: CouncilRequest) -> HttpResponse:
    """All holds, open ones first."""
    _guard(request)
    page = Paginator(queries.holds_of(request.council), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(request, "holds")}
    return render(request, "consent/holds/list.html", context)


@council_view
def place_hold(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Stop everything about a person."""
    _guard(request)
    found = queries.person_by_key(request.council, key)
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
        return _address(request, found)

    context = {
        "person": found,
        "crumbs": crumbs(request, (str(found), _address(request, found)), (_("Hold"), "")),
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
        done=_address(request, hold.person),
        said=_("The hold is lifted."),
    )


@council_view
def register_proxy(request: CouncilRequest, key: uuid.UUID) -> HttpResponse:
    """Register somebody who acts for the person."""
    _guard(request)
    found = queries.person_by_key(request.council, key)

    def register(typed: dict[str, Any]) -> str:
        agent = _named(request, typed)
        actions.register_proxy(
            found, agent, typed["kind"], by=request.user, basis=typed["basis"], until=typed["until"]
        )
        return _address(request, found)

    context = {
        "person": found,
        "crumbs": crumbs(request, (str(found), _address(request, found)), (_("Acts for them"), "")),
    }
    form = ProxyForm(request.POST or None, holders=queries.holders(request.council))
    said = _("The registration is kept, and the person is told.")
    return fill_in(request, form, register, template="consent/paper/proxy.html", context=context, said=said)


@council_view
@post_only
def end_proxy(request: CouncilRequest, pk: int) -> HttpResponse:
    """End a registration on a document."""
    _guard(request)
    proxy = queries.proxy_in(request.council, pk)
    return act(
        request,
        lambda: actions.end_proxy(proxy, by=request.user),
        done=_address(request, proxy.principal),
        said=_("The registration has ended."),
    )
