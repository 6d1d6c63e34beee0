"""Filters and tags that every template may use."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def local(obj: Any, name: str) -> str:
    """The field ``name`` of ``obj`` in the reader's language; the other language where it is empty."""
    wanted, other = ("en", "ja") if (get_language() or "ja").startswith("en") else ("ja", "en")
    return str(getattr(obj, f"{name}_{wanted}", "") or getattr(obj, f"{name}_{other}", ""))
