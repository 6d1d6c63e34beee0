"""At a shared machine the next reader finds nothing of the last one."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast
from tests.integration.core.test_pages import client


def test_what_is_read_signed_in_is_kept_nowhere(cast: Cast) -> None:
    for user, path in (
        (cast.shiomi.users["chihiro"], "/my/"),
        (cast.shiomi.users["secretary"], "/c/shiomi/requests/"),
        (cast.shiomi.users["secretary"], "/c/nagiura/requests/"),
        (cast.shiomi.users["secretary"], "/accounts/sessions/"),
        (cast.operator, "/administration/"),
    ):
        answer = client(user).get(path)
        assert "no-store" in answer["Cache-Control"], path
        assert "private" in answer["Cache-Control"], path


def test_what_everybody_may_read_says_nothing_of_caches(cast: Cast) -> None:
    assert "no-store" not in Client().get("/").get("Cache-Control", "")
