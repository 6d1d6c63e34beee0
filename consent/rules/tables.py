"""Tables that a holder hands over: the ids whose consent is in force, and consents given before."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO

from core.clock import TOKYO
from core.errors import Invalid

LONGEST_ID = 100
HEADINGS = frozenset({"holder_id", "id", "利用者番号", "利用者ID"})
"""First cells that make a line the heading."""


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines with their numbers; empty ones and the heading are passed over."""
    reader = csv.reader(StringIO(text, newline=""))
    try:
        for number, cells in enumerate(reader, start=1):
            cells = [cell.strip() for cell in cells]
            if any(cells) and not (number == 1 and cells[0] in HEADINGS):
                yield number, cells
    except csv.Error:  # a cell without end
        raise Invalid("table_id_wrong", line=reader.line_num) from None


def _id(cells: list[str], number: int) -> str:
    if not cells[0] or len(cells[0]) > LONGEST_ID:
        raise Invalid("table_id_wrong", line=number)
    return cells[0]


def ids(text: str) -> list[str]:
    """The ids in the first column, each once.

    Raises:
        Invalid: an id is missing or too long, or stands there twice; the line is named.
    """
    found: dict[str, int] = {}
    for number, cells in _lines(text):
        one = _id(cells, number)
        if one in found:
            raise Invalid("table_id_twice", line=number, first=found[one])
        found[one] = number
    return list(found)


def consents(text: str) -> list[tuple[str, datetime, str]]:
    """Id, moment of the consent, and the holder's own record number (may be missing).

    Raises:
        Invalid: the table is empty, or a line is not of that shape; the line is named.
    """
    rows = []
    for number, cells in _lines(text):
        rows.append((_id(cells, number), _moment(cells, number), cells[2][:100] if len(cells) > 2 else ""))
    if not rows:
        raise Invalid("table_empty")
    return rows


def _moment(cells: list[str], number: int) -> datetime:
    """``2025-06-01`` or ``2025-06-01T09:30`` in Tokyo, or with an offset."""
    text = cells[1].replace("/", "-") if len(cells) > 1 else ""
    try:
        whole = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("table_date_wrong", line=number) from None
    if not isinstance(whole, datetime):
        whole = datetime(whole.year, whole.month, whole.day, tzinfo=TOKYO)
    return whole if whole.tzinfo else whole.replace(tzinfo=TOKYO)
