"""Names and sentences of settings and checks, for the pages of the rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from core.rulebook.values import parse
from governance.rulebook.documents.settings import describe, label
from governance.rulebook.documents.words import check_label

register = template.Library()
register.filter("setting_name", label)
register.filter("check_name", check_label)


@register.filter
def setting_value(value: Any, code: str) -> str:
    """What the JSON-ready ``value`` of setting ``code`` says."""
    return describe(parse(code, value))


@register.filter
def setting_of(settings: Mapping[str, Any], code: str) -> str:
    """What setting ``code`` among ``settings`` says."""
    return setting_value(settings[code], code)


@register.simple_tag
def draft_url(draft: Any, name: str, *more: str) -> str:
    """Where the page ``name`` of a text in work is, for one of its provisions where named."""
    return str(draft.url(name, *more))
