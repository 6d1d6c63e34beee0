"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from core.access.roles import Role
from core.http.preferences import preferences_of


def page(request: HttpRequest) -> dict[str, Any]:
    """The council whose pages these are (or None), the navigation and how the reader wants to read."""
    return {
        "council": getattr(request, "council", None),
        "administers": _administers(request),
        "navigation": SimpleLazyObject(lambda: import_string(settings.NAVIGATION)(request)),
        "reading": preferences_of(request),
    }


def _administers(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    roles: frozenset[Role] = getattr(request, "roles", frozenset())
    return Role.SECRETARY in roles or getattr(user, "is_staff", False)
