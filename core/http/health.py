"""For the machines that watch the machine: alive, and ready to serve."""

from __future__ import annotations

from celery import current_app
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from core.outbox.queries import lives


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except Exception:
        return False


def _broker() -> bool:
    try:
        with current_app.connection_for_write(connect_timeout=2) as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except Exception:
        return False
    return True


def _lives(name: str) -> bool:
    try:
        return lives(name)
    except Exception:
        return False


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, broker, a worker and the clock's are there; 503 with what is missing otherwise."""
    found = {"database": _database(), "broker": _broker()}
    found |= {name: _lives(name) for name in ("worker", "clock")}
    answer = {name: "ok" if well else "down" for name, well in found.items()}
    return JsonResponse(answer, status=200 if all(found.values()) else 503)
