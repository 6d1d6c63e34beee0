"""Numbers as they stand in an address or a form, where anybody may have typed anything."""

from __future__ import annotations

from collections.abc import Iterable

DIGITS = 18
"""Most digits that every database takes as a key."""


def number_of(text: str) -> int | None:
    """The number that ``text`` writes in plain digits; None where it writes none that could be a key."""
    plain = text.isascii() and text.isdigit() and len(text) <= DIGITS
    return int(text) if plain else None


def numbers_of(texts: Iterable[str]) -> list[int]:
    """The numbers among ``texts``."""
    return [number for number in map(number_of, texts) if number is not None]
