"""Lists of grants, decisions and members go along as files, with the filters of the page and nothing more."""

from __future__ import annotations

import csv
import io
from io import BytesIO

import pytest
from openpyxl import load_workbook

from governance.assembly import queries as assembly
from governance.members.models import Membership
from governance.sharing.models import Grant
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def table(cast: Cast, key: str, path: str) -> list[dict[str, str]]:
    answer = signed_in(cast.shiomi.users[key]).get(f"/c/shiomi/{path}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_grants(cast: Cast) -> None:
    rows = table(cast, "secretary", "grants/?format=csv")
    own = Grant.objects.filter(council=cast.shiomi.council)
    assert [row["番号"] for row in rows] == [one.reference for one in own.order_by("-pk")]
    active = table(cast, "secretary", "grants/?state=active&format=csv")
    assert len(active) == own.filter(state="active").count() < len(rows)


def test_decisions_as_far_as_the_reader_sees_them(cast: Cast) -> None:
    for key in ("secretary", "rep_bus"):
        rows = table(cast, key, "decisions/?format=csv")
        seen = assembly.decisions_for(cast.shiomi.users[key], cast.shiomi.council)
        assert sorted(row["番号"] for row in rows) == sorted(seen.values_list("number", flat=True))
    found = table(cast, "secretary", "decisions/?q=承認&format=csv")
    assert found
    assert all("承認" in row["件名"] + row["番号"] for row in found)


def test_members_as_a_workbook(cast: Cast) -> None:
    answer = signed_in(cast.shiomi.users["secretary"]).get("/c/shiomi/members/?format=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    names = {row[0].value for row in sheet.iter_rows(min_row=2)}
    own = Membership.objects.filter(council=cast.shiomi.council)
    assert names == set(own.values_list("organisation__name_ja", flat=True))


@pytest.mark.parametrize(
    ("who", "path", "sort", "column"),
    [
        ("secretary", "documents/", "number", "番号"),
        ("secretary", "statutory/", "reference", "番号"),
        ("secretary", "incidents/", "reference", "番号"),
        ("rep_university", "withdrawals/?answered=yes", "delivery", "提供"),
    ],
)
def test_further_lists_in_either_order(cast: Cast, who: str, path: str, sort: str, column: str) -> None:
    base = f"{path}{'&' if '?' in path else '?'}format=csv&sort="
    up, down = ([row[column] for row in table(cast, who, base + turn + sort)] for turn in ("", "-"))
    assert up == sorted(up) == down[::-1]
    page = signed_in(cast.shiomi.users[who]).get(f"/c/shiomi/{path}").content.decode()
    assert ("format=csv" in page) is bool(up)


def test_the_other_council_takes_nothing_along(cast: Cast) -> None:
    person = signed_in(cast.nagiura.users["secretary"])
    for path in ("grants", "decisions", "members", "incidents", "statutory", "documents", "withdrawals"):
        assert person.get(f"/c/shiomi/{path}/?format=csv").status_code == 404
