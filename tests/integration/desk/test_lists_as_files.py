"""Lists of grants, decisions and members go along as files, with the filters of the page and nothing more."""

from __future__ import annotations

import csv
import io
from io import BytesIO

import pytest
from openpyxl import load_workbook

from governance.assembly import queries as assembly
from governance.members.models import Membership
from governance.sharing.models import Delivery, Grant
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
        ("secretary", "meetings/", "when", "日時"),
        ("secretary", "drafts/", "drafted", "起案"),
        ("secretary", "decisions/", "decided", "決定日"),
        ("secretary", "members/", "name", "団体"),
        ("secretary", "grants/", "until", "終期"),
        ("secretary", "records/", "reference", "番号"),
        ("secretary", "notices/", "reference", "番号"),
        ("secretary", "conditions/", "reference", "番号"),
        ("auditor", "deliveries/", "grant", "利用承認"),
        ("secretary", "consents/", "choice", "同意説明書"),
    ],
)
def test_further_lists_in_either_order(cast: Cast, who: str, path: str, sort: str, column: str) -> None:
    base = f"{path}{'&' if '?' in path else '?'}format=csv&sort="
    up, down = ([row[column] for row in table(cast, who, base + turn + sort)] for turn in ("", "-"))
    assert up == sorted(up) == down[::-1]
    page = signed_in(cast.shiomi.users[who]).get(f"/c/shiomi/{path}").content.decode()
    assert ("format=csv" in page) is bool(up)


def test_deadlines_as_on_the_page(cast: Cast) -> None:
    rows = table(cast, "secretary", "deadlines/?format=csv")
    page = signed_in(cast.shiomi.users["secretary"]).get("/c/shiomi/deadlines/").content.decode()
    assert len(rows) == page.count('<li class="work') > 0
    assert all(row["ページ"].startswith("http://testserver/c/shiomi/") for row in rows)


@pytest.mark.parametrize("path", ["clients/?", "jobs/?", "accounts/?q=example&"])
def test_lists_of_the_operator(cast: Cast, path: str) -> None:
    operator = signed_in(cast.operator)
    answer = operator.get(f"/administration/{path}format=csv&sort=-name")
    assert answer["Content-Type"].startswith("text/csv")
    stranger = signed_in(cast.stranger).get(f"/administration/{path}format=csv")
    assert stranger.status_code == 403


def test_conditions_and_deliveries_of_a_state_for_those_who_keep_all_cases(cast: Cast) -> None:
    released = table(cast, "secretary", "deliveries/?state=released&format=csv")
    rows = Delivery.objects.filter(council=cast.shiomi.council, state="released")
    assert [row["番号"] for row in released] == [one.reference for one in rows.order_by("-pk")]
    for key in ("rep_university", "officer_mayor", "reviewer_law"):
        person = signed_in(cast.shiomi.users[key])
        assert {person.get(f"/c/shiomi/{path}/").status_code for path in ("conditions", "deliveries")} == {
            403
        }
        assert "/c/shiomi/conditions/" not in person.get("/c/shiomi/grants/").content.decode()


def test_the_other_council_takes_nothing_along(cast: Cast) -> None:
    person = signed_in(cast.nagiura.users["secretary"])
    own = ("members", "meetings", "drafts", "decisions", "documents", "statutory", "deadlines")
    for path in (
        *own,
        "grants",
        "records",
        "incidents",
        "withdrawals",
        "consents",
        "notices",
        "conditions",
        "deliveries",
    ):
        assert person.get(f"/c/shiomi/{path}/?format=csv").status_code == 404
