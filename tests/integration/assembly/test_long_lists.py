"""Lists that grow for years have pages, and what they are searched for."""

from __future__ import annotations

import pytest
from django.test import Client

from governance.assembly.views import drafts, meetings
from tests.cast import Cast, enter

LISTS = {"documents": drafts, "drafts": drafts, "meetings": meetings}


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_has_pages(demo: None, cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LISTS[name], "PER_PAGE", 2)
    client = enter(Client(), cast.shiomi.users["secretary"])
    first, second = (client.get(f"/c/shiomi/{name}/", {"page": page}) for page in (1, 2))
    assert second.context["page"].number == 2
    assert set(first.context["page"]).isdisjoint(second.context["page"])
    for answer in (first, second):
        assert len(answer.context["page"]) == 2
        assert "page=" in answer.content.decode()


def test_documents_are_found_by_number_title_and_year(demo: None, cast: Cast) -> None:
    client = enter(Client(), cast.shiomi.users["secretary"])
    every = list(client.get("/c/shiomi/documents/").context["page"])
    one = every[0]
    for asked in ({"q": one.number}, {"q": one.draft.title_ja}, {"year": one.fiscal_year}):
        found = list(client.get("/c/shiomi/documents/", asked).context["page"])
        assert one in found, asked
    nothing = client.get("/c/shiomi/documents/", {"q": "どこにもない"}).content.decode()
    assert "見つかりません" in nothing or "ありません" in nothing
