"""Request ids, and domain errors turned into pages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from core.errors import DomainError
from core.http.errors import domain_error, unavailable

Handler = Callable[[HttpRequest], HttpResponse]
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Takes a well-formed X-Request-ID or makes one, binds it to the logs and echoes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Around every request."""
        given = request.headers.get("X-Request-ID", "")
        number = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
        response["X-Request-ID"] = number
        return response


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
            return domain_error(request, exception)
        return unavailable(request, exception) if isinstance(exception, OperationalError) else None
