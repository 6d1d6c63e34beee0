"""What becomes of the rows of law when one more is written, and which contradict each other. Import no django here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

import msgspec

from core.law.values import AnyRow, Article, ClassRule, RecordRule, cited_for, shapes


def until_next(rows: Iterable[AnyRow], new: AnyRow) -> AnyRow:
    """``new``, ended on the eve of the next row of its kind and code where it would reach into that."""
    begins = new.valid_from
    if begins is None:
        return new
    later = [
        row.valid_from for row in rows if type(row) is type(new) and row.code == new.code and row.valid_from
    ]
    following = min((day for day in later if day > begins), default=None)
    if following is None or (new.valid_to is not None and new.valid_to < following):
        return new
    return msgspec.structs.replace(new, valid_to=following - timedelta(days=1))


def written(rows: Iterable[AnyRow], new: AnyRow) -> tuple[AnyRow, ...]:
    """``rows`` once ``new`` is written: it takes the place of the row of its kind, code and first day and of what was
    announced of it, what of its code is in force on the eve of its first day ends then, and it ends itself on the eve
    of the next."""
    rows = tuple(rows)
    new = until_next(rows, new)
    kept = []
    for row in rows:
        if type(row) is not type(new) or row.code != new.code:
            kept.append(row)
        elif row.valid_from not in (None, new.valid_from):
            kept.append(_ended(row, new.valid_from))
    return (*kept, new)


def contradicted(rows: Iterable[AnyRow], new: AnyRow) -> AnyRow | None:
    """The row that speaks of the same as ``new`` under another code on one day at least, so that one of both would be
    passed over in silence; None where there is none, or where the rows of its kind add up."""
    for row in rows:
        if type(row) is type(new) and row.code != new.code and _days_meet(row, new):
            if isinstance(row, ClassRule) and isinstance(new, ClassRule) and shapes(row) & shapes(new):
                return row
            if isinstance(row, Article) and isinstance(new, Article) and cited_for(row) & cited_for(new):
                return row
            if isinstance(row, RecordRule) and isinstance(new, RecordRule) and _parties(row) & _parties(new):
                return row
    return None


def _days_meet(one: AnyRow, other: AnyRow) -> bool:
    if one.valid_from is None or other.valid_from is None:
        return False
    begins = max(one.valid_from, other.valid_from)
    return all(row.valid_to is None or begins <= row.valid_to for row in (one, other))


def _parties(row: RecordRule) -> set[tuple[str, str, str, str]]:
    return set(product((row.side,), row.providers, row.recipients, row.grounds))


def _ended(row: AnyRow, day: date | None) -> AnyRow:
    if day is None or row.valid_from is None or row.valid_from >= day:
        return row
    if row.valid_to is not None and row.valid_to < day:
        return row
    return msgspec.structs.replace(row, valid_to=day - timedelta(days=1))
