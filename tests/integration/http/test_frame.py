"""The frame of every page: preferences, the first page, the navigation by role, pages for what went wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import Client, RequestFactory

from config.navigation import COUNCIL, entries, exists, first_page
from core.access.queries import roles_on
from core.http.errors import unavailable
from core.http.middleware import DomainErrors
from tests.cast import Cast, signed_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "good", "bad"), [("theme", "dark", "red"), ("layer", "easy", "x"), ("furigana", "on", "1")]
)
def test_a_preference_is_kept_only_when_it_is_one(name, good, bad):
    client = Client()
    answer = client.post("/preferences/", {name: good, "next": "/gallery/?page=2"})
    assert answer.url == "/gallery/?page=2"
    assert client.cookies[name].value == good
    client.post("/preferences/", {name: bad})
    assert client.cookies[name].value == good


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_preferences_never_lead_elsewhere(elsewhere):
    assert Client().post("/preferences/", {"theme": "dark", "next": elsewhere}).url == "/"


@pytest.mark.django_db
def test_preferences_are_not_changed_by_reading():
    assert Client().get("/preferences/?theme=dark").status_code == 405


def test_a_lost_database_is_told_without_the_database(client):
    request = RequestFactory().get("/")
    answer = DomainErrors(lambda r: None).process_exception(request, OperationalError("gone"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "データベースが応答していません" in answer.content.decode()
    assert DomainErrors(lambda r: None).process_exception(request, ImproperlyConfigured()) is None
    assert unavailable(request, OperationalError()).status_code == 503


def test_navigation_shows_each_role_its_own_rooms(cast: Cast):
    """Only pages that exist are offered, and none that the table does not name for the role."""
    request = RequestFactory().get("/")
    for world in cast.worlds:
        for user in world.users.values():
            request.user, request.council, request.roles = user, world.council, roles_on(user, world.council)
            base = f"/c/{world.council.slug}/"
            shown = {entry.url for entry in entries(request)}
            assert shown == {
                base + tail for tail, _, may in COUNCIL if request.roles & may and exists(base + tail)
            }
            first = first_page(world.council, request.roles)
            assert (first in shown) if shown else first == ""


def test_nobody_without_a_role_is_led_into_a_council(cast: Cast):
    assert first_page(cast.shiomi.council, frozenset()) == ""
    client = signed_in(cast.stranger)
    lost = client.get(f"/c/{cast.shiomi.council.slug}/")
    assert lost.status_code == 404
    assert 'href="/home/"' in lost.content.decode(), "and out again"
    page = client.get("/home/")
    assert page.status_code == 200
    assert cast.shiomi.council.name_ja not in page.content.decode()


def test_home_leads_straight_on_where_there_is_one_way(cast: Cast):
    council, user = cast.shiomi.council, cast.shiomi.users["secretary"]
    secretary, first = signed_in(user), first_page(council, roles_on(user, council))
    root = secretary.get(f"/c/{council.slug}/")
    assert root.url == (first or "/home/")
    assert secretary.get("/home/").status_code == (302 if first else 200)
    assert signed_in(cast.shiomi.users["chihiro"]).get("/home/").url == "/my/"
    assert signed_in(cast.operator).get("/home/").url == "/administration/"
    assert Client().get("/home/").url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("name", "address"), [("secretary", "/administration/"), ("rep_bus", "/administration/clients/")]
)
def test_those_who_keep_something_are_led_to_the_administration(
    demo: None, cast: Cast, name: str, address: str
):
    council, user = cast.shiomi.council, cast.shiomi.users[name]
    keeper, reviewer = signed_in(user), signed_in(cast.shiomi.users["reviewer_law"])
    link = f'href="{address}"'
    assert link in keeper.get(first_page(council, roles_on(user, council))).content.decode()
    assert keeper.get(address).status_code == 200
    assert link not in reviewer.get(f"/c/{council.slug}/cases/").content.decode()
    assert reviewer.get("/administration/").status_code == 404


@pytest.mark.parametrize(
    ("referer", "shown"),
    [
        ("http://testserver/c/shiomi/requests/R-2026-018/", True),
        ("https://elsewhere.example/", False),
        ("", False),
    ],
)
def test_a_refusal_leads_back_to_the_page_of_the_button(demo: None, cast: Cast, referer: str, shown: bool):
    secretary = signed_in(cast.shiomi.users["secretary"])
    answer = secretary.post("/c/shiomi/requests/R-2026-018/submit/", headers={"referer": referer})
    assert answer.status_code in {403, 409}
    text = answer.content.decode()
    assert ("元のページへ戻る" in text) is shown
    assert "elsewhere.example" not in text
