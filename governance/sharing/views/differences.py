"""Two versions of a request side by side, in the words of the forms that ask for the fields."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import DateField, ModelChoiceField
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.dates import short
from core.http.templatetags.sekisho import local
from governance.sharing.documents.naming import ground_called, listed
from governance.sharing.documents.naming import subprocessors as tree
from governance.sharing.forms import lines, terms
from governance.sharing.forms.choices import SAFEGUARDS
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
    found = [_change(change, row) for change in seen if change.where not in whole]
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
    return [_change(change, row) for change in changes]


def _where(change: Change, row: SharingRequest) -> str:
    if change.where == "request":
        return row.reference
    return f"{row.reference}-{change.where.split()[-1]}"


def _change(change: Change, row: SharingRequest) -> Difference:
    field: Any = (RequestForm.base_fields if change.where == "request" else FIELDS).get(change.field)
    offered = () if isinstance(field, ModelChoiceField) else getattr(field, "choices", None) or ()
    words = {**dict(offered), **_names(change, row)}
    if isinstance(field, DateField):
        words |= {day: short(date.fromisoformat(str(day))) for day in (change.before, change.after) if day}
    return {
        "where": _where(change, row),
        "field": str(field.label) if field is not None else _label(change.field),
        "before": said(change.field, change.before, words),
        "after": said(change.field, change.after, words),
    }


def _label(name: str) -> str:
    """Of a field that several questions make up."""
    names = {
        "subprocessors": _("Sub-processors"),
        "joint_use": _("Joint use"),
        "attachments": _("Files"),
        "evidence": _("Evidence of safety measures"),
    }
    return names.get(name, name)


def _names(change: Change, row: SharingRequest) -> dict[str, str]:
    if change.field == "ground":
        return {code: ground_called(code) for code in (change.before, change.after) if code}
    if change.field == "evidence":
        return {code: str(name) for code, name in SAFEGUARDS}
    if change.field != "items":
        return {}
    return {item.code: local(item, "label") for line in row.lines.all() for item in line.dataset.items.all()}


def said(name: str, value: Any, words: dict[Any, Any]) -> str:
    """A value in words."""
    if name == "subprocessors":
        return subprocessors(value)
    if isinstance(value, dict):
        known = {**terms.JOINT_ITEMS, **words}
        return " / ".join(f"{known.get(key, key)}: {text}" for key, text in value.items()) or "–"
    if isinstance(value, list):
        return listed(str(words.get(one, one)) for one in value) or "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "–" if value is None else str(words.get(value, value or "–"))


def subprocessors(value: list[dict[str, Any]] | None) -> str:
    """The tree in one line: each with country and task, and whose sub-processor it is."""
    if not value:
        return "–" if value is None else _("None")
    return " / ".join(tree(value))
