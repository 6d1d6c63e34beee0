"""What a recipient was asked once is not asked again; what is more than that is."""

from __future__ import annotations

import pytest

from governance.sharing.rules.pursuing import Before, asks_more


def row(cause: str, items: str = "", *, is_open: bool = False, gone: bool = False) -> Before:
    return Before(cause, frozenset(items), is_open=is_open, gone=gone)


@pytest.mark.parametrize(
    ("before", "cause", "items", "asked"),
    [
        ([], "withdrawal", "", True),
        ([], "stop", "", True),
        ([], "uncovered", "b", True),
        ([row("withdrawal")], "withdrawal", "", False),
        ([row("withdrawal")], "stop", "", False),
        ([row("stop", is_open=True)], "withdrawal", "", True),
        ([row("stop", is_open=True)], "stop", "", False),
        ([row("stop")], "stop", "", True),
        ([row("stop", gone=True)], "stop", "", False),
        ([row("stop", gone=True)], "withdrawal", "", False),
        ([row("stop", is_open=True)], "uncovered", "b", False),
        ([row("uncovered", "b", gone=True)], "uncovered", "b", False),
        ([row("uncovered", "b", gone=True)], "uncovered", "c", True),
        ([row("uncovered", "b", is_open=True)], "uncovered", "", True),
        ([row("uncovered", "b", gone=True)], "withdrawal", "", True),
        ([row("uncovered")], "uncovered", "b", False),
        ([row("uncovered")], "withdrawal", "", True),
    ],
)
def test_what_is_asked(before: list[Before], cause: str, items: str, asked: bool) -> None:
    assert asks_more(before, cause, frozenset(items)) is asked
