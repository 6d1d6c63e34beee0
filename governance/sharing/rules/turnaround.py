"""How long stages took: median and nine tenths of cases, from counts of cases by business days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

AGES: tuple[tuple[int, int | None], ...] = ((0, 5), (6, 10), (11, 20), (21, 40), (41, None))
"""Ages of open requests, in business days, from and up to."""


class Spread(msgspec.Struct, frozen=True):
    """Business days that cases took; ``median`` and ``p90`` are None where there is no case."""

    cases: int
    median: int | None
    p90: int | None


def spread(counts: Mapping[int, int]) -> Spread:
    """The spread of ``counts`` (days -> cases) by nearest rank: the smallest number of days within which at least
    half, and nine tenths, of the cases were done."""
    cases = sum(counts.values())
    return Spread(cases, _within(counts, 1, 2), _within(counts, 9, 10))


def _within(counts: Mapping[int, int], numerator: int, denominator: int) -> int | None:
    needed, done = sum(counts.values()) * numerator, 0
    for days in sorted(counts):
        done += counts[days]
        if counts[days] and done * denominator >= needed:
            return days
    return None


def by_age(counts: Iterable[tuple[int, int]]) -> list[int]:
    """Cases in each of :data:`AGES`, from pairs of age and cases."""
    pairs = list(counts)
    return [
        sum(cases for days, cases in pairs if low <= days and (high is None or days <= high))
        for low, high in AGES
    ]
