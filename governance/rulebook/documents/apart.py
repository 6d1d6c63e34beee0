"""What differs between two values of one setting, part by part, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from core.http.texts import Text
from core.rulebook.values import Threshold, parse
from governance.rulebook.documents.fields import FIELDS, choice_label
from governance.rulebook.documents.settings import describe, listed, word


def parts_apart(
    code: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[Text, str, str]]:
    """Name of the part, and what it said and says, for each part of the JSON-ready values of setting ``code`` that
    differs. A value that is one fraction as a whole has no named parts."""
    if _is_fraction(before) or _is_fraction(after):
        return [("", describe(parse(code, before)), describe(parse(code, after)))]
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [
        (FIELDS.get(name, name), _said(name, old.get(name)), _said(name, new.get(name)))
        for name in old | new
        if old.get(name) != new.get(name)
    ]


def _is_fraction(value: Any) -> bool:
    return isinstance(value, Mapping) and "numerator" in value


def _leaves(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, part in value.items():
        if isinstance(part, Mapping) and not _is_fraction(part):
            yield from _leaves(part)
        else:
            yield name, part


def _said(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if _is_fraction(value):
        return describe(msgspec.convert(value, Threshold))
    if isinstance(value, list):
        return listed(
            one if isinstance(one, str) else " ".join(word(str(v)) for v in one.values()) for one in value
        )
    return str(choice_label(name, value)) if isinstance(value, str) else str(value)
