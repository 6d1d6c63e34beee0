"""Paper forms and words at the counter: typing them, the copy, the scan, the way back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import actions, queries
from consent.forms.counter import PaperForm, WordForm
from consent.models import PaperEntry, Proxy
from consent.permissions import at_counter, is_secretary
from consent.views.counter import about, address_of
from consent.views.rates import crumbs
from core.errors import Refused
from core.files.views import download
from core.http.acting import act, fill_in
from core.http.views import CouncilRequest, council_view, get_only, post_only

FORM = "consent/endings/form.html"


def _entry(request: CouncilRequest, pk: int) -> PaperEntry:
    is_secretary(request.user, request.council).or_raise()
    found = get_object_or_404(queries.paper_entries(request.council), pk=pk)
    at_counter(request.user, found.person).or_raise()
    return found


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


def _marks(agents: list[Proxy]) -> list[tuple[str, Any]]:
    return [(str(agent.pk), f"{agent.get_kind_display()} {agent.agent}") for agent in agents]


def _signer(agents: list[Proxy], pk: str) -> Proxy | None:
    return next((agent for agent in agents if str(agent.pk) == pk), None)


@council_view
def paper(request: CouncilRequest, key: uuid.UUID, reference: str) -> HttpResponse:
    """Type a signed form."""
    found = about(request, key)
    notice = get_object_or_404(queries.notices_of(request.council), reference=reference)
    version = queries.current_version(notice)
    if version is None:
        raise Refused("notice_not_asked")
    agents = queries.signers_of(found)
    needed = queries.parents_needed(found)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        version=version,
        proxies=_marks(agents),
        parents_needed=needed,
    )

    def keep(typed: dict[str, Any]) -> str:
        actions.record_paper(
            found,
            version,
            form.answers(),
            by=request.user,
            paper=_paper(typed),
            proxy=_signer(agents, typed["proxy"]),
            also=[agent for agent in agents if str(agent.pk) in typed.get("also", ())],
        )
        return address_of(request, found)

    context = {
        "person": found,
        "version": version,
        "crumbs": crumbs(request, (str(found), address_of(request, found)), (_("Paper form"), "")),
    }
    said = _("The form is recorded. Print the copy and hand it over.")
    return fill_in(request, form, keep, template="consent/paper/paper.html", context=context, said=said)


@council_view
def withdraw_at_word(request: CouncilRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """Withdraw at the person's word, whether the choice is still asked or not."""
    found = about(request, key)
    consent = get_object_or_404(queries.of_person(found), pk=pk)
    agents = queries.signers_of(found)
    form = WordForm(request.POST or None, proxies=_marks(agents))

    def end(typed: dict[str, Any]) -> str:
        said = actions.Paper(typed["signed_on"], typed["witness"], layer=typed["layer"])
        who = _signer(agents, typed["proxy"])
        kept = actions.withdraw_at_word(found, consent.item, by=request.user, paper=said, proxy=who)
        return reverse("consent:entry", args=[request.council.slug, kept.pk])

    title = _("Withdraw at their word")
    context = {
        "title": title,
        "lead": _(
            "With an identification on the desk. The consent ends at once, no reason is asked, and consents to the "
            "same use under other notices end with it. Print the copy and hand it over."
        ),
        "label": title,
        "cancel_url": address_of(request, found),
        "crumbs": crumbs(request, (str(found), address_of(request, found)), (title, "")),
    }
    said = _("The consent is withdrawn. Print the copy and hand it over.")
    return fill_in(request, form, end, template=FORM, context=context, said=said)


@council_view
@get_only
def entry(request: CouncilRequest, pk: int) -> HttpResponse:
    """One paper entry, printable as the copy for the person."""
    found = _entry(request, pk)
    events = queries.events_of_receipt(found.receipt) if found.receipt else []
    what = _("Withdrawal by word") if found.spoken else _("Paper form")
    context = {"entry": found, "events": events, "crumbs": crumbs(request, (what, ""))}
    return render(request, "consent/paper/entry.html", context)


@council_view
@get_only
def scan(request: CouncilRequest, pk: int) -> HttpResponseBase:
    """The scan of a paper form."""
    found = _entry(request, pk)
    file = queries.scan_of(found)
    return download(request, file, permit=at_counter(request.user, found.person))


@council_view
@post_only
def copy_sent(request: CouncilRequest, pk: int) -> HttpResponse:
    """The copy went to the person."""
    found = _entry(request, pk)
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
    found = _entry(request, pk)
    return act(
        request,
        lambda: actions.undo_paper(found, by=request.user),
        done=reverse("consent:entry", args=[request.council.slug, pk]),
        said=_("The entry is undone."),
    )
