"""Arriving from a holder's app, which hands over who signed in there; and the code that is read out at the counter."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from consent import queries
from consent.actions import Entry, counter_code, redeem_handover
from consent.enums import Route
from consent.models import NoticeVersion
from consent.templatetags.citizen import told
from consent.views.people import CitizenRequest, chosen_key, show
from core.errors import DomainError
from core.http.texts import sentence
from core.http.views import post_only

ARRIVED = "arrived"
"""In the session: for which notice somebody came from a holder's app, and how surely it knew them."""


@never_cache
@login_required
def arrive(request: CitizenRequest, code: str) -> HttpResponse:
    """Whom a holder's app handed over says that it is them; nothing is linked before."""
    found = queries.handover_by_code(code)
    if request.method != "POST":
        return show(request, "arrive", {"handover": found})
    try:
        redeem_handover(found, by=request.user)
    except DomainError as error:
        messages.error(request, sentence(error.code, error.params))
        return show(request, "arrive", {"handover": found}, status=error.status)
    messages.success(request, told(request, "done_linked"))
    if found.notice is None:
        return redirect("my:home")
    request.session[ARRIVED] = [found.notice.pk, found.assurance]
    return redirect("my:agree", found.council.slug, found.notice.reference)


def entry_of(request: HttpRequest, version: NoticeVersion, *, key: str) -> Entry:
    """How answers to ``version`` arrive: handed over by the app that led here to this question, or by themselves."""
    notice, assurance = request.session.get(ARRIVED, (None, ""))
    if notice != version.notice_id or chosen_key(request):
        return Entry(by=request.user, idempotency_key=key)  # type: ignore[arg-type]
    return Entry(by=request.user, route=Route.HANDOVER, assurance=assurance, idempotency_key=key)  # type: ignore[arg-type]


@never_cache
@post_only
@login_required
def code(request: CitizenRequest, council: str) -> HttpResponse:
    """A code to be read out at the counter, shown once."""
    person = get_object_or_404(queries.persons_of(request.user), council__slug=council)
    return show(request, "code", {"person": person, "code": counter_code(person, by=request.user)})
