"""Pages of long lists."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, overload

from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")


class ByKey(Sequence[Any]):
    """``rows`` for a paginator, in a total order: of a page first the keys, then what it shows of these few. A database
    that sorts a hundred thousand rows need not carry along all that is joined to them. A page of the second half is
    looked for from the end. ``counting`` says how many they are where that is quicker found another way."""

    def __init__(self, rows: QuerySet[Any], counting: Callable[[], int] | None = None) -> None:
        self._rows, self._counting = rows, counting or rows.count

    @cached_property
    def _count(self) -> int:
        return self._counting()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self._rows[place]
        keys = self._keys(place)
        found = {row.pk: row for row in self._rows.filter(pk__in=keys).order_by()}
        return [found[key] for key in keys if key in found]

    def _keys(self, place: slice) -> list[Any]:
        keys = self._rows.values_list("pk", flat=True)
        start, stop, step = place.indices(len(self))
        if step != 1 or start <= len(self) // 2:
            return list(keys[place])
        return list(keys.reverse()[len(self) - stop : len(self) - start])[::-1]


def ordered(
    rows: QuerySet[M], sort: str, columns: Mapping[str, str], *, first: Sequence[str] = ("-pk",)
) -> QuerySet[M]:
    """``rows`` in the order that ``?sort=`` asks for (a minus before it turns it round), those without a value last; in
    that of ``first`` where it names none of ``columns``."""
    column = columns.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by(*first)
    turned = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(turned, "pk")


def arranged(rows: Iterable[T], sort: str, columns: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """The same for rows that no database sorts: those without a value last, the given order among equals and where
    ``sort`` names none of ``columns``."""
    found, value = list(rows), columns.get(sort.removeprefix("-"))
    if value is None:
        return found
    told = [(value(row), row) for row in found]
    known = [pair for pair in told if pair[0] not in (None, "")]
    known.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    return [row for _value, row in known] + [row for what, row in told if what in (None, "")]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of a list that nobody counts: its rows, and what to ask for to get those before them."""

    rows: list[Any]
    older: str = ""


def stretch(rows: QuerySet[Any], size: int, before: str = "") -> Stretch:
    """Up to ``size`` of ``rows`` (ordered by ``-at, -turn, -pk``, the key a UUID) older than the row that ``before``
    names: the same work however many there are, and no row moves to another page while new ones are written."""
    place = _place(before)
    if place is not None:
        at, turn, pk = place
        older = Q(at__lt=at) | Q(at=at, turn__lt=turn) | Q(at=at, turn=turn, pk__lt=pk)
        rows = rows.filter(older, at__lte=at)
    found = list(rows[: size + 1])
    shown = found[:size]
    last = f"{shown[-1].at.isoformat()}_{shown[-1].turn}_{shown[-1].pk}" if len(found) > size else ""
    return Stretch(shown, last)


def _place(before: str) -> tuple[datetime, int, uuid.UUID] | None:
    """The moment, turn and key of a row; None for what names none, which begins the list anew."""
    at, _, key = before.partition("_")
    turn, _, key = key.partition("_")
    try:
        moment, number, pk = datetime.fromisoformat(at), int(turn[:20]), uuid.UUID(key)
    except ValueError:
        return None
    return (moment, number, pk) if moment.tzinfo and 0 <= number < 1 << 63 else None
