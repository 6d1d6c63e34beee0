"""Tables of holders: every line is read or named, none is dropped."""

from __future__ import annotations

from datetime import datetime

import pytest

from consent.rules.tables import LONGEST_ID, consents, ids
from core.clock import TOKYO
from core.errors import Invalid


def refused(read, text: str) -> tuple[str, int | None]:
    with pytest.raises(Invalid) as caught:
        read(text)
    return caught.value.code, caught.value.params.get("line")


def test_ids_are_the_first_column_without_heading_and_empty_lines():
    assert ids("利用者番号,備考\nA-1,x\n\n A-2 ,\n") == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("text", "line"),
    [(",x\n", 1), ("A-1\n,y\n", 2), ("A" * (LONGEST_ID + 1), 1), ("A-1\n" + "B" * 200_000, 2)],
)
def test_a_missing_or_endless_id_is_named_by_its_line(text: str, line: int):
    assert refused(ids, text) == ("table_id_wrong", line)


def test_an_id_that_stands_twice_is_named():
    assert refused(ids, "A-1\nA-2\nA-1\n") == ("table_id_twice", 3)


def test_consents_carry_day_or_moment_in_tokyo():
    rows = consents("id,day,number\nA-1,2025/06/01\nA-2,2025-06-01T09:30,K-7\n")
    assert rows == [
        ("A-1", datetime(2025, 6, 1, tzinfo=TOKYO), ""),
        ("A-2", datetime(2025, 6, 1, 9, 30, tzinfo=TOKYO), "K-7"),
    ]


@pytest.mark.parametrize(("text", "code"), [("A-1,someday", "table_date_wrong"), ("", "table_empty")])
def test_a_table_without_days_or_lines_is_refused(text: str, code: str):
    assert refused(consents, text)[0] == code
