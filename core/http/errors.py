"""Pages for what went wrong: what happened, and what to do next."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import bad_request

from core.errors import DomainError
from core.http.texts import sentence

PAGES = (
    "csrf",
    "forbidden",
    "locked_out",
    "not_found",
    "refused",
    "server_error",
    "too_much",
    "unavailable",
)
"""The templates of templates/_errors/."""
UNREAD = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError)
"""A form that the server does not read."""


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of a refusal, with its sentence, article and status."""
    context = {
        "error": error,
        "sentence": sentence(error.code, error.params),
        "status": error.status,
        "back": came_from(request),
        "only_looked": request.method in ("GET", "HEAD"),
    }
    template = "not_found" if error.status == 404 else "refused"
    return render(request, f"_errors/{template}.html", context, status=error.status)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the reader pressed the button; empty where the browser does not say."""
    page = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours and page != request.build_absolute_uri() else ""


def too_much(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a form that is too long, or that did not arrive whole. Drawn without the request, whose form cannot be
    read."""
    if not isinstance(exception, UNREAD):
        return bad_request(request, exception)
    limits = {
        "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
    }
    page = render_to_string("_errors/too_much.html", limits)
    return HttpResponse(page, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "_errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: does not exist, or not for this user. A machine gets no page."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "not_found", "message": sentence("not_found", {})}, status=404)
    return render(request, "_errors/not_found.html", {"status": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing was stored in part. Drawn without the database, which may be what failed."""
    number = getattr(request, "request_id", "")
    return HttpResponse(render_to_string("_errors/server_error.html", {"number": number}), status=500)


def unavailable(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """503: the database does not answer. Drawn without it."""
    number = getattr(request, "request_id", "")
    page = render_to_string("_errors/unavailable.html", {"number": number})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """403 for an expired form."""
    return render(request, "_errors/csrf.html", status=403)
