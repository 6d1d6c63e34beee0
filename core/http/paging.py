"""Pages of long lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, overload

from django.db.models import QuerySet


class ByKey(Sequence[Any]):
    """``rows`` for a paginator, in a total order: of a page first the keys, then what it shows of these few. A database
    that sorts a hundred thousand rows need not carry along all that is joined to them. A page of the second half is
    looked for from the end."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows

    @cached_property
    def _count(self) -> int:
        return self._rows.count()

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
