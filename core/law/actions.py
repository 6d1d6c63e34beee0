"""Writing law: loading what is shipped, and the operator's own rows.

Evidence and the global epoch are the caller's (``core.administration.actions.enact_law``): the ledger lies
above this room. Shipped rows come in with ``migrate``, after which every process starts anew.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from django.db import transaction

from core.accounts.models import User
from core.errors import Invalid, NotPermitted
from core.law import shipped
from core.law.changing import contradicted, until_next
from core.law.enums import Origin
from core.law.models import LawRow
from core.law.queries import all_values
from core.law.values import KINDS, AnyRow

_COLUMNS = ("code", "label_ja", "label_en", "valid_from", "valid_to", "source", "confidence")


def _content(value: AnyRow) -> dict[str, Any]:
    """What a row says, without the columns that every kind has; sets in order, so that it can be compared."""
    content: dict[str, Any] = msgspec.to_builtins(value)
    return {
        name: sorted(content[name]) if isinstance(getattr(value, name), frozenset) else content[name]
        for name in content
        if name not in _COLUMNS
    }


@transaction.atomic
def load_law_tables() -> int:
    """Bring the shipped rows in. Rows that the operator wrote are left alone. Returns how many changed."""
    stored = {(row.kind, row.code, row.valid_from): row for row in LawRow.objects.select_for_update()}
    enacted = _enacted()
    changed = 0
    for position, (kind, value) in enumerate(shipped.rows()):
        row = stored.get((kind, value.code, value.valid_from))
        if value.valid_from is None and (kind, value.code) in enacted:
            if row is not None and row.origin == Origin.SHIPPED:
                row.delete()
                changed += 1
            continue
        if row is not None and row.origin == Origin.OPERATOR:
            continue
        wanted = {name: getattr(value, name) for name in _COLUMNS}
        wanted |= {"content": _content(value), "position": position}
        if row is None:
            LawRow.objects.create(kind=kind, origin=Origin.SHIPPED, **wanted)
        elif any(getattr(row, name) != new for name, new in wanted.items()):
            for name, new in wanted.items():
                setattr(row, name, new)
            row.save()
        else:
            continue
        changed += 1
    return changed


def _enacted() -> set[tuple[str, str]]:
    """Kinds and codes of what was announced and got its first day from the operator: it is announced no more."""
    rows = LawRow.objects.filter(origin=Origin.OPERATOR, valid_from__isnull=False)
    before = LawRow.history.filter(id__in=rows.values("pk"), valid_from__isnull=True)
    return set(before.values_list("kind", "code"))


@transaction.atomic
def write(kind: str, value: dict[str, Any], *, by: User) -> LawRow:
    """A row of the operator, in force from its first day; the row of the same code before it ends the day before, it
    ends itself on the eve of the next, and what was announced of it is announced no more.

    Raises:
        NotPermitted: ``by`` does not operate the installation.
        Invalid: no such kind, a wrong shape, no source, or a row of another code speaks of the same.
    """
    if not by.is_staff:
        raise NotPermitted("law_is_the_operators")
    if kind not in KINDS:
        raise Invalid("law_no_such_kind", kind=kind)
    try:
        typed = msgspec.convert(value, KINDS[kind])
    except msgspec.ValidationError as error:
        raise Invalid("law_wrong_shape", detail=str(error)) from error
    if not typed.source:
        raise Invalid("law_without_source")
    known = tuple(all_values())
    typed = until_next(known, typed)
    other = contradicted(known, typed)
    if other is not None:
        raise Invalid("law_says_otherwise", row=other.code)
    if typed.valid_from is not None:
        _end_before(kind, typed.code, typed.valid_from, by)
    row = _place(kind, typed.code, typed.valid_from)
    for name in ("label_ja", "label_en", "valid_from", "valid_to", "source", "confidence"):
        setattr(row, name, getattr(typed, name))
    row.content = _content(typed)
    _save(row, by)
    return row


def _place(kind: str, code: str, day: date | None) -> LawRow:
    """The row of that first day, else the one that is announced only, else a new one."""
    rows = LawRow.objects.select_for_update().filter(kind=kind, code=code)
    row = rows.filter(valid_from=day).first() if day else None
    return row or rows.filter(valid_from__isnull=True).first() or LawRow(kind=kind, code=code)


def _save(row: LawRow, by: User) -> None:
    """Save ``row`` as the operator's, with who did it in its history."""
    row.origin = Origin.OPERATOR
    row._history_user = by  # noqa: SLF001  (the way that simple-history documents)
    row.save()


def _end_before(kind: str, code: str, day: date, by: User) -> None:
    """End the row of ``code`` that is in force on the eve of ``day``."""
    before = LawRow.objects.select_for_update().filter(kind=kind, code=code, valid_from__lt=day)
    for row in before.exclude(valid_to__lt=day):
        row.valid_to = day - timedelta(days=1)
        _save(row, by)
