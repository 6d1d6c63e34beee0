"""The law tables that the product ships, read from ``core/law/data``. Import no django here."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from core.law.values import KINDS, AnyRow, LawTable

DATA = Path(__file__).resolve().parent / "data"


@cache
def rows() -> tuple[tuple[str, AnyRow], ...]:
    """Every shipped row with its kind, in the order of the files.

    Raises:
        KeyError: a kind that does not exist.
        msgspec.ValidationError: a row of a wrong shape.
        ValueError: one code twice within a kind and day.
    """
    found = [one for file in sorted(DATA.glob("*.toml")) for one in _read(file)]
    keys = [(kind, row.code, row.valid_from) for kind, row in found]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"law rows are there twice: {sorted(map(str, twice))}")
    return tuple(found)


def _read(file: Path) -> list[tuple[str, AnyRow]]:
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    defaults = content.pop("defaults", {})
    return [
        (kind, msgspec.convert(defaults | entry, KINDS[kind]))
        for kind, entries in content.items()
        for entry in entries
    ]


def table(on: date) -> LawTable:
    """The shipped law in force on that date."""
    return LawTable.of((row for _, row in rows()), on)
