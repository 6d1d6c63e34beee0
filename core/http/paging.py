"""Pages of long lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from django.db.models import QuerySet


class ByKey(Sequence[Any]):
    """``rows`` for a paginator: of a page first the keys, in order, then what it shows of these few. A database that
    sorts a hundred thousand rows need not carry along all that is joined to them."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self._rows[place]
        keys = list(self._rows.values_list("pk", flat=True)[place])
        found = {row.pk: row for row in self._rows.filter(pk__in=keys).order_by()}
        return [found[key] for key in keys if key in found]
