"""A citizen's own pages: what I agreed to, receipts, history, people who act for me, notices."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from consent import documents, queries
from consent.actions import end_proxy, withdraw
from consent.models import ConsentEvent, Proxy
from consent.permissions import may_end_proxy
from consent.rules.notices import BLOCKS
from consent.templatetags.citizen import told
from consent.views.people import CitizenRequest, chosen_key, name_of, show, subject, whose_name
from consent.views.waiting import unsent
from core import clock
from core.accounts.models import Person
from core.http.dates import english
from core.http.views import get_only, post_only


def _cards(person: Person) -> list[dict[str, Any]]:
    rows = list(queries.of_person(person))
    stops = queries.stopped(person.council, rows)
    cards = []
    for notice, group in groupby(rows, key=lambda row: row.item.version.notice):
        consents = list(group)
        cards.append(
            {
                "notice": notice,
                "rows": [
                    {
                        "consent": one,
                        "stands": queries.stands(one),
                        "on": queries.is_alive(one),
                        "stopped": stops.get(one.item_id),
                    }
                    for one in consents
                ],
                "asked": any(
                    one.state == "requested" and one.item.version.defective_at is None for one in consents
                ),
            }
        )
    return cards


def _world(person: Person, *, own: bool) -> dict[str, Any]:
    return {
        "person": person,
        "own": own,
        "name": name_of(person),
        "tail": "" if own else f"?for={person.key}",
        "cards": _cards(person),
        "held": queries.hold_of(person, clock.now()) is not None,
        "holds": queries.holds_told(person, own=own, at=clock.now()),
        "links": queries.links_of(person).filter(unlinked_at__isnull=True) if own else (),
    }


@login_required
@get_only
def home(request: CitizenRequest) -> HttpResponse:
    """What I agreed to, and what those agreed to for whom I act."""
    own = [_world(person, own=True) for person in queries.persons_of(request.user)]
    others = [_world(person, own=False) for person in queries.principals_of(request.user)]
    return show(request, "home", {"worlds": own + others, "unsent": unsent(request), "now": clock.now()})


@post_only
@login_required
def switch(request: CitizenRequest, pk: int) -> HttpResponse:
    """The switch of a card leads on: off to what a withdrawal means, on to the question. It changes nothing."""
    consent = queries.consent_of(request.user, pk)
    tail = f"?for={chosen_key(request)}" if chosen_key(request) else ""
    if request.POST.get("on") == "0":
        return redirect(reverse("my:withdraw", args=[pk]) + tail)
    notice = consent.item.version.notice
    return redirect(reverse("my:agree", args=[notice.council.slug, notice.reference]) + tail)


@login_required
@get_only
def withdraw_page(request: CitizenRequest, pk: int) -> HttpResponse:
    """What a withdrawal means, before it is made. No reason is asked."""
    consent = queries.consent_of(request.user, pk)
    also = queries.ends_with(consent.person, [consent.item])
    context = {"consent": consent, "item": consent.item, "person": consent.person, "also": also}
    context |= {"stopped": queries.stopped(consent.person.council, [consent]).get(consent.item_id)}
    return show(request, "withdraw", context)


@post_only
@login_required
def withdraw_confirm(request: CitizenRequest, pk: int) -> HttpResponse:
    """Withdraw."""
    consent = queries.consent_of(request.user, pk)
    receipt = withdraw(consent.person, [consent.item], by=request.user)
    messages.success(request, told(request, "done_withdrawn"))
    return redirect("my:receipt", receipt.number)


@login_required
@get_only
def history(request: CitizenRequest) -> HttpResponse:
    """Everything that happened to my choices."""
    person = subject(request)
    events = queries.history(person) if person else []
    return show(request, "history", {"events": events, "person": person})


@login_required
@get_only
def receipts(request: CitizenRequest) -> HttpResponse:
    """My receipts, and those of everybody for whom I act; with ``for`` that person's alone."""
    chosen = subject(request) if chosen_key(request) else None
    own = () if chosen else queries.persons_of(request.user)
    others = (chosen,) if chosen else queries.principals_of(request.user)
    people = [_received(person, own=True) for person in own]
    people += [_received(person, own=False) for person in others]
    return show(request, "receipts", {"people": people, "person": chosen})


def _received(person: Person, *, own: bool) -> dict[str, Any]:
    rows = queries.listed(queries.receipts_of(person))
    return {"person": person, "own": own, "name": name_of(person), "rows": rows}


@login_required
@get_only
def receipt(request: CitizenRequest, number: str) -> HttpResponse:
    """The receipt as a page, with what can be taken along."""
    found = queries.receipt_of(request.user, number)
    events = queries.events_of_receipt(found)
    context = {"receipt": found, "events": events, "person": found.person, "version": found.version}
    return show(request, "receipt", context | _named(request, found.person, events))


def _named(request: CitizenRequest, person: Person, events: list[ConsentEvent]) -> dict[str, str]:
    """Whose answers they are, and who gave them in their stead: named to the two of them, and to nobody else who acts
    for the person."""
    proxy = next((event.proxy for event in events if event.proxy), None)
    known = proxy is not None and request.user.pk in (person.user_id, proxy.agent.user_id)
    agent = whose_name(proxy.agent, request.user) if proxy and known else ""
    return {"whose": whose_name(person, request.user), "agent": agent}


@login_required
@get_only
def receipt_json(request: CitizenRequest, number: str) -> HttpResponse:
    """The receipt as JSON-LD, with the ledger's promise: what the offline verifier reads."""
    found = queries.receipt_of(request.user, number)
    response = HttpResponse(
        json.dumps(documents.receipt_bundle(found), ensure_ascii=False, indent=2),
        content_type="application/ld+json",
    )
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.number}.json"'
    return response


@login_required
@get_only
def receipt_print(request: CitizenRequest, number: str) -> HttpResponse:
    """The receipt as PDF, in the reader's language."""
    found = queries.receipt_of(request.user, number)
    language = "en" if english() else "ja"
    events = queries.events_of_receipt(found)
    names = _named(request, found.person, events)
    paper = documents.receipt_pdf(found, events, language=language, **names)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.number}.pdf"'
    return response


@login_required
@get_only
def receipt_code(request: CitizenRequest, number: str) -> HttpResponse:
    """The receipt's address and digest as a QR code."""
    found = queries.receipt_of(request.user, number)
    return HttpResponse(documents.receipt_code(found), content_type="image/svg+xml")


def _agent(request: CitizenRequest, proxy: Proxy) -> dict[str, Any]:
    return {"proxy": proxy, "name": name_of(proxy.agent), "verdict": may_end_proxy(request.user, proxy)}


@login_required
@get_only
def proxies(request: CitizenRequest) -> HttpResponse:
    """People who act for me, and for whom I act."""
    people = [
        {"person": person, "agents": [_agent(request, proxy) for proxy in queries.agents_of(person)]}
        for person in queries.persons_of(request.user)
    ]
    principals = [
        {"person": p, "name": name_of(p), "proxy": queries.acting(request.user, p)}
        for p in queries.principals_of(request.user)
    ]
    return show(request, "proxies", {"people": people, "principals": principals})


@post_only
@login_required
def proxy_end(request: CitizenRequest, pk: int) -> HttpResponse:
    """End a registration in one step."""
    end_proxy(queries.proxy_concerning(request.user, pk), by=request.user)
    messages.success(request, told(request, "done_proxy_ended"))
    return redirect("my:proxies")


@get_only
def notices(request: HttpRequest) -> HttpResponse:
    """All notices; anybody may read them."""
    return show(request, "notices", {"notices": queries.public_notices()})


@get_only
def notice(request: HttpRequest, council: str, reference: str, number: int | None = None) -> HttpResponse:
    """One version of a notice, in full; the present one unless a number is given."""
    found = get_object_or_404(queries.public_notices(), council__slug=council, reference=reference)
    versions = list(queries.versions_of(found))
    shown = [one for one in versions if number in (None, one.number)]
    if not shown:
        raise Http404
    newest = shown[0].pk == versions[0].pk and found.state == "published"
    blocks = [(block, shown[0].texts[block]) for block in BLOCKS if shown[0].texts.get(block)]
    context = {
        "notice": found,
        "version": shown[0],
        "versions": versions,
        "newest": newest,
        "current": newest and shown[0].defective_at is None,
        "blocks": blocks,
        "both": request.GET.get("both") == "1",
        "managed": queries.managed_as(found.council),
    }
    return show(request, "notice", context)
