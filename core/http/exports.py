"""Lists as files: CSV for anybody's spreadsheet, XLSX for those who want no questions asked.

A cell that a spreadsheet would run as a formula is made plain text by a leading apostrophe (CSV), or is
stored as text (XLSX). CSV is UTF-8 with a byte order mark, so that Excel reads Japanese.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from core.clock import TOKYO
from core.http.texts import Text

Columns = Sequence[tuple[Text, Callable[[Any], Any]]]
"""Heading and what of a row stands below it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: Any) -> str:
    """The text of a CSV cell that no spreadsheet runs; numbers and dates stay as they are."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (int, float, date)):
        return str(value)
    text = str(value)
    return f"'{text}" if text.lstrip(" \u3000").startswith(FORMULA) else text


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Called by the csv module."""
        return text


def _rows(rows: Iterable[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=2_000) if isinstance(rows, QuerySet) else iter(rows)


def as_csv(name: str, columns: Columns, rows: Iterable[Any]) -> StreamingHttpResponse:
    """Streamed, so that a long list needs no memory."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([harmless(str(label)) for label, _cell in columns])
        for row in _rows(rows):
            yield writer.writerow([harmless(cell(row)) for _label, cell in columns])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    return answer


def cell(sheet: Any, value: Any) -> Any:
    """A cell that no spreadsheet runs: numbers and dates as such, everything else as text."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).replace(tzinfo=None)
    if isinstance(value, date):
        return value
    made = WriteOnlyCell(sheet, value=str(value))
    made.data_type = "s"
    return made


def as_xlsx(name: str, columns: Columns, rows: Iterable[Any]) -> HttpResponse:
    """One sheet; dates as dates, numbers as numbers, everything else as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.append([cell(sheet, str(label)) for label, _value in columns])
    for row in _rows(rows):
        sheet.append([cell(sheet, value(row)) for _label, value in columns])
    out = BytesIO()
    book.save(out)
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return answer


def export(request: HttpRequest, name: str, columns: Columns, rows: Iterable[Any]) -> HttpResponseBase | None:
    """The file that ``?format=csv`` or ``xlsx`` asks for, of the very list on the page; None without one."""
    wanted = request.GET.get("format")
    if wanted == "csv":
        return as_csv(name, columns, rows)
    return as_xlsx(name, columns, rows) if wanted == "xlsx" else None
