"""Lists as files: read by spreadsheets, run by none."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.http.exports import FORMULA, as_csv, export, harmless

COLUMNS = [("名称", lambda row: row[0]), ("件数", lambda row: row[1]), ("日時", lambda row: row[2])]
WHEN = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
ROWS = [('=HYPERLINK("http://x")', 3, WHEN), ("歩数, 改行\nあり", -5, date(2026, 3, 31)), ("", None, None)]


def ask(query: str):
    return export(RequestFactory().get(f"/?{query}"), "一覧", COLUMNS, ROWS)


def test_a_csv_is_read_by_excel_and_runs_nothing() -> None:
    answer = ask("format=csv")
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["名称", "件数", "日時"]
    assert rows[1] == ['\'=HYPERLINK("http://x")', "3", "2026-04-01 09:30:00+09:00"]
    assert rows[2] == ["歩数, 改行\nあり", "-5", "2026-03-31"]
    assert rows[3] == ["", "", ""]
    assert "filename*=utf-8''" in answer["Content-Disposition"]


def test_an_xlsx_keeps_kinds_and_runs_nothing() -> None:
    sheet = load_workbook(io.BytesIO(ask("format=xlsx").content)).active
    assert [cell.value for cell in sheet[2]][:2] == [ROWS[0][0], 3]
    assert sheet["C2"].value.isoformat() == "2026-04-01T09:30:00", "Tokyo, without saying so"
    assert sheet["A2"].data_type == "s"
    assert sheet["B3"].value == -5


@pytest.mark.parametrize("query", ["", "format=exe", "format="])
def test_without_a_known_format_the_page_is_shown(query: str) -> None:
    assert ask(query) is None


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(FORMULA)
    assert cell.removeprefix("'") == text or cell == text


def test_a_long_list_is_streamed() -> None:
    taken = []

    def rows():
        for n in range(10_000):
            taken.append(n)
            yield (str(n), n, None)

    stream = iter(as_csv("x", COLUMNS, rows()).streaming_content)
    for _line in range(5):
        next(stream)
    assert len(taken) < 10
