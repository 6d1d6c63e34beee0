"""Rows of the speed table, and how they are printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Row:
    """One measurement beside the floor of the same run, at one size of data."""

    work: str
    size: int
    floor: str
    measured: float
    floor_measured: float
    unit: str
    target: float
    sense: Literal["at most", "at least"] = "at most"
    """Whether the ratio to the floor should stay below or above ``target``."""
    note: str = ""

    @property
    def ratio(self) -> float:
        """Measured against the floor."""
        return self.measured / self.floor_measured if self.floor_measured else float("inf")

    @property
    def missed(self) -> bool:
        """Is the target missed?"""
        return self.ratio > self.target if self.sense == "at most" else self.ratio < self.target


HEAD = ("work", "size", "measured", "floor", "", "ratio", "target", "", "note")


def cells(row: Row) -> tuple[str, ...]:
    """One line of the table."""
    sign = "<=" if row.sense == "at most" else ">="
    return (
        row.work,
        f"{row.size:,}",
        f"{row.measured:,.4g} {row.unit}",
        f"{row.floor_measured:,.4g} {row.unit}",
        row.floor,
        f"{row.ratio:.2f}",
        f"{sign} {row.target:g}",
        "MISSED" if row.missed else "ok",
        row.note,
    )


def width(text: str) -> int:
    """Columns on the screen; a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "FW" else 1 for letter in text)


def print_table(rows: Sequence[Row]) -> None:
    """Aligned columns."""
    lines = [HEAD, *(cells(row) for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(HEAD))]
    for line in lines:
        print(
            "  ".join(
                cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)
            ).rstrip()
        )
