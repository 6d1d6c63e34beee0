"""Rows that no database sorts."""

from __future__ import annotations

import pytest

from core.http.paging import arranged

ROWS = [("b", 2), ("a", None), ("c", 1), ("d", 2), ("e", "")]
COLUMNS = {"name": lambda row: row[0], "number": lambda row: row[1]}


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", "abcde"),
        ("-name", "edcba"),
        ("number", "cbdae"),
        ("-number", "bdcae"),
        ("", "bacde"),
        ("unknown", "bacde"),
    ],
)
def test_those_without_a_value_come_last_either_way(sort: str, names: str) -> None:
    assert [name for name, _number in arranged(ROWS, sort, COLUMNS)] == list(names)
