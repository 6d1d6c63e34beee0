"""How the public register writes names and days, on the demo council."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("demo")


def get(path: str, language: str) -> Any:
    return Client(headers={"Accept-Language": language}).get(path)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_figures_have_one_name(language: str) -> None:
    rows = get("/register/shiomi/lists/figures.json", language).json()["rows"]
    names = [row["what"] for row in rows]
    assert len([name for name in names if "N-" in name]) > 1
    assert sorted(names) == sorted(set(names))
    page = get("/register/shiomi/lists/figures/", language).content.decode()
    assert "番号" not in page, "it is a number of things, not the number of a thing"


def test_pages_write_days_as_people_do_and_files_as_machines_do() -> None:
    iso = re.compile(r"\b20\d\d-\d\d-\d\d\b")
    for name in ("decisions", "assessments"):
        path = f"/register/shiomi/lists/{name}"
        for language, shape in (("ja", r"20\d\d年\d+月\d+日"), ("en", r"\d+ [A-Z][a-z]+ 20\d\d")):
            cells = re.findall(r"<td[^>]*>(.*?)</td>", get(f"{path}/", language).content.decode(), re.DOTALL)
            assert any(re.fullmatch(shape, cell.strip()) for cell in cells), (name, language)
            assert not any(iso.fullmatch(cell.strip()) for cell in cells)
        assert iso.search(get(f"{path}.json", "ja").content.decode())
        assert iso.search(get(f"{path}.csv", "ja").content.decode())


def test_what_is_published_is_said_in_words_and_lapses_with_what_it_tells() -> None:
    board = get("/register/shiomi/lists/board.json", "ja").json()["rows"]
    assert "情報セキュリティ" in {row["expertise"] for row in board}
    assert not {row["expertise"] for row in board} & {"information_security", "law"}
    requests = {
        row["reference"]: row for row in get("/register/shiomi/lists/requests.json", "ja").json()["rows"]
    }
    assert requests["R-2026-034-1"]["state"].endswith("（緊急）")
    for row in get("/register/shiomi/lists/assessments.json", "ja").json()["rows"]:
        assert row["state"] in ("有効", "失効")
    assert "件数" in get("/register/shiomi/lists/figures.csv", "ja").content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_links_of_the_register_have_one_name(language: str) -> None:
    page = get("/register/shiomi/", language).content.decode()
    lists = re.findall(r'<a href="/register/shiomi/(?:lists/\w|statistics)[^"]*">([^<]+)</a>', page)
    names = [name.strip() for name in lists]
    assert len(names) > 2
    assert sorted(names) == sorted(set(names))
