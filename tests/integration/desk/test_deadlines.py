"""Deadlines as a page and as a calendar: everybody sees their own, and the key is void with the password."""

from __future__ import annotations

import pytest
from django.test import Client

from core.access.grants import take
from core.access.queries import roles_on
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def feed_of(page: str) -> str:
    """The address of the calendar on the page, without its host."""
    return "/c/" + page.partition('type="url"')[2].partition("/c/")[2].partition('"')[0]


def test_the_page_names_what_ends_and_the_calendar_has_the_same_days(cast: Cast) -> None:
    user = cast.shiomi.users["secretary"]
    page = signed_in(user).get("/c/shiomi/deadlines/").content.decode()
    assert "2027/3/31" in page
    answer = Client().get(feed_of(page))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.content.decode().count("BEGIN:VEVENT") == page.count('<li class="work')


def test_others_see_nothing_of_it(cast: Cast) -> None:
    page = signed_in(cast.shiomi.users["rep_chamber"]).get("/c/shiomi/deadlines/").content.decode()
    assert "G-2026" not in page
    for user in (cast.stranger, cast.nagiura.users["secretary"]):
        assert signed_in(user).get("/c/shiomi/deadlines/").status_code == 404


def test_the_key_opens_one_council_and_ends_with_password_or_role(cast: Cast) -> None:
    user = cast.shiomi.users["rep_delivery"]
    feed = feed_of(signed_in(user).get("/c/shiomi/deadlines/").content.decode())
    assert Client().get(feed).status_code == 200
    assert Client().get(feed.replace("shiomi", "nagiura")).status_code == 404
    assert Client().get(feed.replace("deadlines/", "deadlines/x")).status_code == 404
    for role in roles_on(user, cast.shiomi.council):
        take(role, user, cast.shiomi.council)
    assert Client().get(feed).status_code == 404
    other = cast.shiomi.users["secretary"]
    feed = feed_of(signed_in(other).get("/c/shiomi/deadlines/").content.decode())
    other.set_password("another-long-password")
    other.save()
    assert Client().get(feed).status_code == 404
