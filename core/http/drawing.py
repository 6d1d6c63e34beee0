"""Geometry of the inline figures: numbers in, coordinates out. Templates only place what is given here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


def bars(items: Iterable[Any]) -> list[tuple[Any, int]]:
    """Each item (with ``value``) and its length in percent of the longest, from zero."""
    rows = list(items)
    top = max((row.value for row in rows), default=0) or 1
    return [(row, round(100 * row.value / top)) for row in rows]


@dataclass(frozen=True, slots=True)
class Trend:
    """A line with the area under it, from zero."""

    line: str
    area: str
    marks: tuple[tuple[int, int, Any, Any], ...]
    top: int
    height: int = 240
    base: int = 200


def trend(points: Sequence[tuple[Any, int]]) -> Trend:
    """The trend of ``(label, value)`` points; the axis begins at zero and ends at a round number."""
    top = round_up(max((value for _, value in points), default=0))
    step = 430 / max(len(points) - 1, 1)
    at = [
        (round(70 + index * step), round(200 - 170 * value / top)) for index, (_, value) in enumerate(points)
    ]
    line = " ".join(f"{x},{y}" for x, y in at)
    area = f"70,200 {line} {at[-1][0]},200" if at else ""
    every = max(1, -(-len(points) // labels_that_fit(points)))
    marks = tuple(
        (x, y, label, value)
        for index, ((x, y), (label, value)) in enumerate(zip(at, points, strict=True))
        if (len(points) - 1 - index) % every == 0
    )
    return Trend(line, area, marks, top)


def labels_that_fit(points: Sequence[tuple[Any, int]]) -> int:
    """How many labels stand below the axis without touching: 9 units a letter, two letters of air."""
    longest = max((len(str(label)) for label, _ in points), default=1)
    return max(1, 430 // ((longest + 2) * 9))


def round_up(value: int) -> int:
    """The next number of the form 1, 2 or 5 times a power of ten, at least 1."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if value <= factor * power:
                return factor * power
        power *= 10


def risk_level(likelihood: int, impact: int) -> int:
    """The colour of a cell of the map, 1 to 4: the regions low (1), medium (2) and high (3, its far corner 4)."""
    region = 1 + (likelihood >= 3) + (impact >= 3)
    return region + (likelihood * impact > 9)


def risk_rows(dots: Iterable[Any]) -> list[dict[str, Any]]:
    """The 4 x 4 map from the top (likelihood 4) down: cells with the dots that lie in them."""
    placed = list(dots)
    rows = []
    for likelihood in (4, 3, 2, 1):
        cells = []
        for impact in (1, 2, 3, 4):
            here = (likelihood, impact)
            cells.append(
                {
                    "level": risk_level(likelihood, impact),
                    "after": [dot for dot in placed if (dot.after or dot.before) == here],
                    "before": [
                        dot for dot in placed if dot.after and dot.before == here and dot.after != here
                    ],
                }
            )
        rows.append({"likelihood": likelihood, "cells": cells})
    return rows
