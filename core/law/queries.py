"""The law in force on a date, and the rows behind it."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db.models import Case, Q, QuerySet, When

from core.law.models import LawRow
from core.law.values import KINDS, AnyRow, LawTable


def value_of(row: LawRow) -> AnyRow:
    """The typed value of a stored row.

    Raises:
        msgspec.ValidationError: its content has not the shape of its kind.
    """
    common = {
        "code": row.code,
        "label_ja": row.label_ja,
        "label_en": row.label_en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source": row.source,
        "confidence": row.confidence,
    }
    return msgspec.convert(row.content | common, KINDS[row.kind])


def in_force(on: date) -> LawTable:
    """The law in force on the civil date ``on``, and what is announced. One query."""
    rows = LawRow.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__gt=on) | Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    return LawTable.of([value_of(row) for row in rows], on)


def all_values() -> list[AnyRow]:
    """Every row of every day as a value, in the table's order."""
    return [value_of(row) for row in LawRow.objects.all()]


class LawOverTime:
    """The law on any day, from one reading of all rows: for work that looks at many days."""

    def __init__(self) -> None:
        self._values = all_values()
        self._known: dict[date, LawTable] = {}

    def on(self, day: date) -> LawTable:
        """The law in force on the civil date ``day``, as :func:`in_force` would say."""
        if day not in self._known:
            self._known[day] = LawTable.of(self._values, day)
        return self._known[day]


def rows(kind: str = "") -> QuerySet[LawRow]:
    """All rows, of one kind where named: what the operator's pages show."""
    return LawRow.objects.filter(kind=kind) if kind else LawRow.objects.all()


def unverified() -> QuerySet[LawRow]:
    """Rows of all kinds that nobody has seen in their source yet, the least sure first."""
    rank = {"unverified": 0, "memory": 1, "secondary": 2}
    order = Case(*(When(confidence=code, then=place) for code, place in rank.items()))
    return LawRow.objects.filter(confidence__in=rank).order_by(
        order, "kind", "position", "code", "valid_from"
    )


def narrowed(found: QuerySet[LawRow], *, on: date | None = None, word: str = "") -> QuerySet[LawRow]:
    """Of ``found`` those in force on ``on`` or announced only, and those whose code, text or source holds ``word``."""
    if on is not None:
        begun = Q(valid_from__lte=on) | Q(valid_from__isnull=True)
        found = found.filter(begun).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    if word:
        said = Q(code__icontains=word) | Q(label_ja__icontains=word) | Q(label_en__icontains=word)
        found = found.filter(said | Q(source__icontains=word))
    return found
