"""Whoever presses twice makes one thing."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from core.http import once
from governance.assembly.models import Project
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")

PROJECT = "/c/shiomi/projects/new/"
SAID = {"title_ja": "新しい事業", "vision": "理念", "plan": "計画"}


def key_of(page: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_a_second_press_leads_to_what_the_first_made_and_other_words_make_another(cast: Cast) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    before = Project.objects.count()
    key = key_of(client.get(PROJECT).content.decode())
    torn = client.post(PROJECT, SAID | {"once": key, "title_ja": ""})
    assert (torn.status_code, key_of(torn.content.decode())) == (422, key)
    first, second = (client.post(PROJECT, SAID | {"once": key}) for _press in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Project.objects.count() == before + 1
    other = client.post(PROJECT, SAID | {"once": key, "title_ja": "別の事業"})
    assert other["Location"] != first["Location"]
    assert client.post(PROJECT, SAID | {"once": "0" * 32})["Location"] != first["Location"]


def test_a_press_while_the_first_is_at_work_is_told_so_and_makes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "PATIENCE", 0.01)
    monkeypatch.setattr(once, "_place", lambda _request: "once:at-work")
    cache.set("once:at-work", once.AT_WORK, 5)
    before = Project.objects.count()
    answer = signed_in(cast.shiomi.users["secretary"]).post(PROJECT, SAID | {"once": "1" * 32})
    assert answer.status_code == 409
    assert "新しい事業" in answer.content.decode()
    assert Project.objects.count() == before


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("rep_university", "requests/new/"),
        ("officer_mayor", "datasets/new/"),
        ("secretary", "incidents/report/"),
        ("officer_mayor", "statutory/new/"),
        ("secretary", "consents/counter/enrol/"),
    ],
)
def test_what_creates_is_shown_with_a_key(cast: Cast, who: str, path: str) -> None:
    assert key_of(signed_in(cast.shiomi.users[who]).get(f"/c/shiomi/{path}").content.decode())
