"""What anybody may read: every list as page, JSON and CSV, of one council only, without drafts or names."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from core import clock
from gateway.register.lists import LISTS
from governance.assembly.models import Decision
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_front_page_names_every_council(cast: Cast) -> None:
    page = Client().get("/").content.decode()
    assert cast.shiomi.council.name_ja in page
    assert cast.nagiura.council.name_ja in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_list_opens_to_anybody(cast: Cast, name: str, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    page = client.get(f"/register/shiomi/lists/{name}/")
    rows = client.get(f"/register/shiomi/lists/{name}.json").json()["rows"]
    table = client.get(f"/register/shiomi/lists/{name}.csv").content.decode("utf-8-sig")
    assert page.status_code == 200
    assert len(list(csv.reader(io.StringIO(table)))) == len(rows) + 1


def test_no_name_of_a_reviewer_or_citizen_is_published(cast: Cast) -> None:
    text = "".join(Client().get(f"/register/shiomi/lists/{name}.json").content.decode() for name in LISTS)
    for key in ("reviewer_law", "reviewer_ethics", "chihiro", "ken"):
        assert cast.shiomi.users[key].name not in text


def test_another_councils_rows_do_not_leak(cast: Cast) -> None:
    text = "".join(Client().get(f"/register/nagiura/lists/{name}.json").content.decode() for name in LISTS)
    assert cast.shiomi.council.short_name_ja not in text


def test_unknown_lists_and_councils_are_not_found(cast: Cast) -> None:
    assert Client().get("/register/shiomi/lists/secrets/").status_code == 404
    assert Client().get("/register/nowhere/").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "@sum", "＝1+1", "　=1+1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(cast: Cast, text: str) -> None:
    made = {
        "fiscal_year": 2026,
        "serial": 1,
        "number": "汐見協第1号",
        "authority": "chair",
        "reasons_ja": "急ぐ。",
    }
    made |= {
        "decided_on": clock.today(),
        "recorded_at": clock.now(),
        "recorded_by": cast.shiomi.users["chair"],
    }
    Decision.objects.create(council=cast.shiomi.council, title_ja=text, **made)
    table = Client().get("/register/shiomi/lists/decisions.csv", headers={"Accept-Language": "ja"}).content
    assert f",'{text}" in table.decode("utf-8-sig")
