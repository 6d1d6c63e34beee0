"""The order in which the suite begins its tests."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.longest import dealt


def case(name: str, minutes: int = 0) -> Any:
    marker = SimpleNamespace(args=(minutes,)) if minutes else None
    return SimpleNamespace(name=name, get_closest_marker=lambda _name: marker)


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_each_worker_begins_with_its_share_of_the_long_ones(workers: int) -> None:
    long = [case("five", 5), case("four", 4), case("one", 1)]
    short = [case(str(number)) for number in range(18)]
    items = [*short[:9], *long, *short[9:]]
    order = dealt(items, workers)
    assert sorted(map(id, order)) == sorted(map(id, items))
    run = len(items) // workers
    first = [order[place * run].name for place in range(workers)]
    assert first[:2] == ["five", "four"][:workers]
    if workers == 2:
        assert [item.name for item in order[run : run + 2]] == ["four", "one"]


def test_where_there_are_fewer_tests_than_workers_none_is_lost() -> None:
    items = [case("long", 3), case("short")]
    assert {item.name for item in dealt(items, 4)} == {"long", "short"}
    assert dealt([], 4) == []
