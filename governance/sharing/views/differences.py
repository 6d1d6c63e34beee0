"""Two versions of a request side by side, in the words of the forms that ask for the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.dates import short
from governance.sharing.documents.terms import LABELS, names_of, said
from governance.sharing.forms import lines, terms
from governance.sharing.forms.requests import RequestForm
from governance.sharing.models import RequestLine, SharingRequest, Submission
from governance.sharing.permissions import sees_trade_secret
from governance.sharing.queries.turns import Change, since_followed, since_last_turn, turn_by_turn

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


def turns_of(row: SharingRequest, reader: User) -> list[tuple[Submission, list[Difference]]]:
    """What each submission after the first changed, oldest first."""
    return [(turn, told(found, row, reader)) for turn, found in turn_by_turn(row)]


def followed_changes(row: SharingRequest, reader: User) -> list[Difference]:
    """What a change or renewal asks for otherwise than what it follows."""
    return told(since_followed(row), row, reader)


def told(changes: tuple[Change, ...], row: SharingRequest, reader: User) -> list[Difference]:
    """``changes`` for somebody who may see ``row``; of a trade secret only that it changed, but for those who may read
    it."""
    secret = {f"line {line.number}" for line in row.lines.all() if not sees_trade_secret(reader, line)}
    names = names_of(row) if changes else {}
    hidden = {"before": _("not shown here"), "after": _("not shown here")}
    return [
        shown | hidden if one.field == "trade_secret" and one.where in secret else shown
        for one, shown in worded(changes, row, names)
    ]


def worded(
    changes: Sequence[Change], row: SharingRequest, names: Mapping[str, Mapping[Any, str]]
) -> Iterator[tuple[Change, Difference]]:
    """Each of ``changes`` with its words; of a line that is new, or gone, its dataset alone."""
    whole = {change.where for change in changes if change.field in ("number", "dataset")}
    for change in changes:
        if change.where not in whole:
            yield change, _change(change, names, row)
    for change in changes:
        if change.field == "dataset":
            here = {"where": _where(change, row), "field": _("Dataset")}
            yield change, here | {"before": change.before or "–", "after": change.after or "–"}


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
    label = called(change.field, of_head=change.where == "request")
    before, after = (in_words(change.field, value, names) for value in (change.before, change.after))
    return {"where": _where(change, row), "field": label, "before": before, "after": after}


def called(name: str, *, of_head: bool) -> str:
    """A field of the head of a request, or of a line, as its form calls it."""
    field: Any = (RequestForm.base_fields if of_head else FIELDS).get(name)
    return str(field.label if field is not None else LABELS.get(name, name))


def in_words(name: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    """A value of a field, with days as lists write them."""
    return said(name, value, names, lambda on: short(on) if on else "–")
