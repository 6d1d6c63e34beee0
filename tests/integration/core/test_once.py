"""Whoever presses twice makes one thing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest

from core import clock
from core.http import once
from core.http.models import Press
from core.http.tasks import forget
from governance.assembly.models import Project
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")

PROJECT = "/c/shiomi/projects/new/"
GONE = "redis://127.0.0.1:1/0"
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
    """Until the first has been silent for so long that it was cut off."""
    monkeypatch.setattr(once, "PATIENCE", 0.01)
    monkeypatch.setattr(once, "_key", lambda _request: "at-work")
    Press.objects.create(key="at-work", begun_at=clock.wall())
    before = Project.objects.count()
    client, typed = signed_in(cast.shiomi.users["secretary"]), SAID | {"once": "1" * 32}
    answer = client.post(PROJECT, typed)
    assert answer.status_code == 409
    assert "新しい事業" in answer.content.decode()
    assert Project.objects.count() == before
    Press.objects.update(begun_at=clock.wall() - once.AT_WORK - timedelta(seconds=1))
    goal = client.post(PROJECT, typed)["Location"]
    assert Project.objects.count() == before + 1
    assert Press.objects.get().goal == client.post(PROJECT, typed)["Location"] == goal


def test_it_is_known_without_a_cache_until_the_next_day(cast: Cast, settings: Any) -> None:
    """What is pressed on one process is known to the others; no cache that is away keeps anybody from their work."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": GONE}
    }
    client, typed = signed_in(cast.shiomi.users["secretary"]), SAID | {"once": "2" * 32}
    first, second = (client.post(PROJECT, typed) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert forget() == 0
    Press.objects.update(begun_at=clock.wall() - once.KEPT - timedelta(seconds=1))
    assert forget() == 1


def test_files_are_told_apart_by_their_bytes(cast: Cast) -> None:
    def key(content: bytes) -> str:
        request = HttpRequest()
        request.user = cast.stranger
        file = SimpleUploadedFile("consents.csv", content)
        file.read()
        request.FILES.setlist("table", [file])
        found = once._key(request)
        assert file.read() == content
        return found

    assert key(b"U-1,2026-06-01") == key(b"U-1,2026-06-01") != key(b"U-1,2026-06-02")


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
