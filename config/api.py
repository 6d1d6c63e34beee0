"""The endpoints at which machines write and fetch, with their OpenAPI document. Decisions are gateway.authzen's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from consent.views.api import router as consent
from core.errors import DomainError
from core.http.machines import refusal, said
from governance.sharing.views.api import router as deliveries

api = NinjaAPI(
    title="Sekisho",
    version="1",
    description="What holders' machines report and fetch. Every call carries the machine's key as a bearer token.",
    urls_namespace="machines",
    docs_url=None,
)
api.add_router("/consent", consent)
api.add_router("/deliveries", deliveries)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A rule said no."""
    return api.create_response(request, refusal(error), status=error.status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body is not of the shape; every fault is named, nothing was stored."""
    faults: list[dict[str, Any]] = [
        {"where": ".".join(str(part) for part in fault["loc"]), "fault": fault["msg"]}
        for fault in error.errors
    ]
    return api.create_response(request, said("malformed") | {"faults": faults}, status=422)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No key in force."""
    answer = api.create_response(request, said("key_missing"), status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def barred(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The key lacks the scope, has used its share of the minute, or the body is no JSON."""
    code = {403: "scope_missing", 429: "too_often"}.get(error.status_code, "malformed")
    return api.create_response(request, said(code, scope=str(error)), status=error.status_code)
