"""The 4x4 scale of privacy risk and the regions of its map (ISO/IEC 29134, 6.4.4 and Annex A).

Impact asks whether a person can overcome the consequence, likelihood how easily the threat becomes real;
both run from 1 (negligible) to 4 (maximum). The map has three regions, cut at the middle of both scales:
both high, one high, none high.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

DEGREES = (1, 2, 3, 4)


class Level(IntEnum):
    """Region of the map, in rising order."""

    LOW = 1
    """May be retained as it is."""
    MEDIUM = 2
    """Is to be reduced as far as is reasonable."""
    HIGH = 3
    """Is to be avoided or reduced; what remains needs an acceptance statement."""


def level(impact: int, likelihood: int) -> Level:
    """The region of a risk of ``impact`` and ``likelihood``.

    Raises:
        ValueError: a degree outside 1 to 4.
    """
    if impact not in DEGREES or likelihood not in DEGREES:
        raise ValueError(f"degrees run from 1 to 4, not {impact} x {likelihood}")
    return Level(1 + (impact >= 3) + (likelihood >= 3))


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the map with the numbers of the risks that lie in it."""

    impact: int
    likelihood: int
    level: Level
    risks: tuple[int, ...]


def risk_map(points: Iterable[tuple[int, int, int]]) -> tuple[tuple[Cell, ...], ...]:
    """The map as rows from the greatest likelihood down, each from the least impact up.

    ``points`` are (number, impact, likelihood).
    """
    placed = tuple(points)
    return tuple(
        tuple(
            Cell(
                impact,
                likelihood,
                level(impact, likelihood),
                tuple(n for n, i, k in placed if (i, k) == (impact, likelihood)),
            )
            for impact in DEGREES
        )
        for likelihood in reversed(DEGREES)
    )
