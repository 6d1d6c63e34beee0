"""Two versions of a request side by side, in the words of the forms that ask for the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.dates import short
from governance.sharing.documents.terms import LABELS, names_of, said
from governance.sharing.forms import lines, terms
from governance.sharing.forms.requests import RequestForm
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.permissions import sees_trade_secret
from governance.sharing.queries.turns import Change, since_followed, since_last_turn

STEPS = (
    lines.WhatStep,
    lines.FormStep,
    terms.TermsStep,
    lines.GroundStep,
    lines.PeriodStep,
    lines.SafeguardsStep,
)
FIELDS: dict[str, Any] = {name: field for step in STEPS for name, field in step.base_fields.items()}
"""Every plain field of a line, as the form asks for it."""
Difference = dict[str, str]
"""where, field, before, after."""


def changes_of(row: SharingRequest, reader: User) -> list[Difference]:
    """What the newest submission changed; a line that is new, or gone, is one change."""
    return told(since_last_turn(row), row, reader)


def followed_changes(row: SharingRequest, reader: User) -> list[Difference]:
    """What a change or renewal asks for otherwise than what it follows."""
    return told(since_followed(row), row, reader)


def told(changes: tuple[Change, ...], row: SharingRequest, reader: User) -> list[Difference]:
    """``changes`` for somebody who may see ``row``; a trade secret only for those who may read it."""
    secret = {f"line {line.number}" for line in row.lines.all() if not sees_trade_secret(reader, line)}
    seen = [one for one in changes if not (one.field == "trade_secret" and one.where in secret)]
    whole = {change.where for change in seen if change.field in ("number", "dataset")}
    names = names_of(row) if seen else {}
    found = [_change(change, names, row) for change in seen if change.where not in whole]
    for change in seen:
        if change.field == "dataset":
            here = {"where": _where(change, row), "field": _("Dataset")}
            found.append(here | {"before": change.before or "–", "after": change.after or "–"})
    return found


def between(stored: Any, typed: dict[str, Any], row: SharingRequest) -> list[Difference]:
    """What stands in ``stored`` (a request or one of its lines) and was typed otherwise."""
    where = f"line {stored.number}" if isinstance(stored, RequestLine) else "request"
    changes = [
        Change(where, name, getattr(stored, name), value)
        for name, value in typed.items()
        if (getattr(stored, name) or None) != (value or None)
    ]
    names = names_of(row) if changes else {}
    return [_change(change, names, row) for change in changes]


def _where(change: Change, row: SharingRequest) -> str:
    if change.where == "request":
        return row.reference
    return f"{row.reference}-{change.where.split()[-1]}"


def _change(change: Change, names: Mapping[str, Mapping[Any, str]], row: SharingRequest) -> Difference:
    field: Any = (RequestForm.base_fields if change.where == "request" else FIELDS).get(change.field)
    label = field.label if field is not None else LABELS.get(change.field, change.field)
    before, after = (_said(change.field, value, names) for value in (change.before, change.after))
    return {"where": _where(change, row), "field": str(label), "before": before, "after": after}


def _said(name: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    return said(name, value, names, lambda on: short(on) if on else "–")
