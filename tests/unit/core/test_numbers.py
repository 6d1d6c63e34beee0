"""What is typed into an address is a number only where every database can take it as one."""

from __future__ import annotations

import pytest

from core.http.numbers import number_of, numbers_of


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("odd", ["", "²", "５", "١", "-1", "1.0", "1 ", "x", "9" * 19])
def test_anything_else_is_none(odd: str) -> None:
    assert number_of(odd) is None


def test_odd_ones_are_left_out_of_several() -> None:
    assert numbers_of(["3", "²", "1"]) == [3, 1]
