"""Answers that were given and not sent yet: they wait in a signed cookie.

They outlive the session, need no sign-in, and tell nobody who gave them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from consent import queries
from consent.models import NoticeVersion
from consent.views.people import name_of, principal

COOKIE = "answers"
DAYS_30 = 60 * 60 * 24 * 30
KEPT = 5
"""So many notices may wait at once; the oldest goes first."""

Kept = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Answers about one notice that only wait to be sent: for whom (empty for oneself), and where to go on."""

    version: NoticeVersion
    name: str
    url: str


def kept(request: HttpRequest) -> Kept:
    """The answers that wait in this browser: slot -> code of the choice -> word."""
    try:
        found = json.loads(
            request.get_signed_cookie(COOKIE, default="{}", salt=COOKIE, max_age=DAYS_30) or "{}"
        )
    except (BadSignature, ValueError):  # a forged or stale cookie is no answer
        return {}
    return found if isinstance(found, dict) else {}


def slot(version: NoticeVersion, key: str) -> str:
    """Under what the answers to ``version`` for the person with ``key`` (empty for oneself) wait."""
    return f"{version.pk}:{key}"


def keep(request: HttpRequest, response: HttpResponse, answers: Kept) -> None:
    """Let ``answers`` wait in the reader's browser."""
    latest = dict(list(answers.items())[-KEPT:])
    response.set_signed_cookie(
        COOKIE,
        json.dumps(latest),
        salt=COOKIE,
        max_age=DAYS_30,
        path="/my/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def unsent(request: HttpRequest) -> list[Waiting]:
    """What the reader has answered in this browser, is still asked, and was not sent."""
    found = []
    for place in kept(request):
        number, _sep, key = place.partition(":")
        version = queries.version_asked(int(number)) if number.isdecimal() else None
        if version is None:
            continue
        try:
            name = name_of(principal(request, key, version.notice.council)) if key else ""
        except Http404:
            continue
        url = reverse("my:check", args=[version.notice.council.slug, version.notice.reference])
        found.append(Waiting(version, name, url + (f"?for={key}" if key else "")))
    return found
