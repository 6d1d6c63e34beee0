"""Ids on a released list, as the formats write them."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from governance.sharing.documents.release_lists import csv_lines, json_lines

IDS = st.text(
    st.sampled_from('AB-01,"\\\r\n; \x00\x7f') | st.characters(exclude_categories=["Cs"]), max_size=6
)
MANY = st.lists(IDS, min_size=1, max_size=6) | st.lists(st.text("AB-012"), min_size=1, max_size=6)


def encoded(ids: list[str]) -> list[bytes]:
    return [one.encode() for one in ids]


@given(ids=MANY)
def test_csv_is_what_a_writer_of_csv_writes(ids: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([one] for one in ids)
    assert csv_lines(encoded(ids)).decode() == out.getvalue()


@given(ids=MANY)
def test_every_line_of_json_is_an_object_with_its_id(ids: list[str]) -> None:
    lines = json_lines(encoded(ids)).decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [{"id": one} for one in ids]
