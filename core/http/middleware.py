"""Request ids, who asks, typed text without tricks, and domain errors turned into pages."""

from __future__ import annotations

import ipaddress
import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from core.access.queries import holding_any
from core.errors import DomainError
from core.http.errors import domain_error, unavailable
from core.http.logs import NUMBER_AT_MOST
from core.reading import reading

log = structlog.get_logger()
PROVIDER_FACTOR = "provider_factor"
"""Where the session keeps for whom a provider said at sign-in that a second factor was shown (its number for them)."""
Handler = Callable[[HttpRequest], HttpResponse]
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
TRICKS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that turn the direction of writing: neither can be seen, and a name or title that
carries them reads as something else. Tabs and line ends stay; NUL is refused by every field."""


class RequestId:
    """Takes a well-formed X-Request-ID or makes one, binds it to the logs and echoes it.

    The decision API gives back whatever number was sent, as its standard asks: an answer that has one keeps it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Around every request."""
        given = request.headers.get("X-Request-ID", "")
        number = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
            response.setdefault("X-Request-ID", number)
            _note(request, response, time.perf_counter() - began)
        return response


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line per request: the pattern of the address, never the address itself, and a user's number."""
    match = getattr(request, "resolver_match", None)
    user = getattr(request, "user", None)
    log.info(
        "request",
        request_id=response["X-Request-ID"][:NUMBER_AT_MOST],
        method=request.method,
        route=match.route if match else "",
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        user=user.pk if user is not None else None,
    )


class ClientAddress:
    """The address is that of whoever asks, not that of our proxy: the one that the outermost of TRUSTED_PROXIES saw.

    Sign-in is limited by address (allauth, axes); what a client writes into X-Forwarded-For itself stands further left.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before anybody looks at REMOTE_ADDR."""
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if 0 < settings.TRUSTED_PROXIES <= len(seen):
            with suppress(ValueError):
                address = ipaddress.ip_address(seen[-settings.TRUSTED_PROXIES].strip())
                request.META["REMOTE_ADDR"] = str(address)
        return self.get_response(request)


class PlainTyping:
    """Takes out of every field of a form what nobody types and nobody sees (``TRICKS``)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before anything reads a form."""
        if request.method == "POST" and request.content_type in FORM_TYPES:
            typed = request.POST.copy()
            for name, values in typed.lists():
                typed.setlist(name, [TRICKS.sub("", value) for value in values])
            request.POST = typed  # type: ignore[assignment]
        return self.get_response(request)


class SecondFactor:
    """Who acts for others acts with a second factor: others are led to enrol, or to show it.

    Whoever holds a role acts or votes for others; citizens hold none. Whoever has a factor shows it before anything of
    the account is changed: the password alone would let a thief enrol a factor of their own.
    """

    OPEN = ("/language/", "/preferences/", "/static/", "/healthz", "/readyz", "/access/")
    ACCOUNT = "/accounts/"
    WAYS = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"})
    """What stays open to somebody who has a factor and has not shown it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Around every request of somebody who is signed in."""
        if self._missing(request):
            return self._lead(request)
        return self.get_response(request)

    def _missing(self, request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or request.path.startswith(self.OPEN):
            return False
        if any(_counts(record, request) for record in get_authentication_records(request, user)):
            return False
        if request.path.startswith(self.ACCOUNT):
            return request.path not in map(reverse, self.WAYS) and is_mfa_enabled(user)
        return bool(user.is_staff or holding_any([user.pk]))

    def _lead(self, request: HttpRequest) -> HttpResponse:
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/home/"})
        if is_mfa_enabled(request.user):
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{back}")
        text = gettext("Your role needs a second factor at sign-in. Set one up now; it takes a minute.")
        messages.info(request, text)
        return HttpResponseRedirect(f"{reverse('mfa_index')}?{back}")


def _counts(record: dict[str, Any], request: HttpRequest) -> bool:
    """Was this a second factor: one of ours, or one of a provider that is trusted with it?"""
    if record.get("method") == "socialaccount":
        return bool(record.get("uid")) and record.get("uid") == request.session.get(PROVIDER_FACTOR)
    return record.get("method") == "mfa"


class NotKept:
    """What somebody reads who is signed in is kept by no browser and no proxy: the next at the same machine would find
    it with the back button. A view that says for itself how long its answer keeps is left alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """After every answer that says nothing of caches."""
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class ReadOnce:
    """A page that is only read asks the same question once (core.reading)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Around every GET and HEAD."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading():
            return self.get_response(request)


class DomainErrors:
    """Maps a domain error to its status and a page that says what to do next; a lost database to 503."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless a view raises."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        if isinstance(exception, DomainError):
            if exception.status >= 500:
                log.error("broken", code=exception.code, exc_info=exception)
            return domain_error(request, exception)
        return unavailable(request, exception) if isinstance(exception, OperationalError) else None
