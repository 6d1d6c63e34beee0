"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The council whose pages these are, or None."""
    return {"council": getattr(request, "council", None)}
