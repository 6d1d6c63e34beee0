"""Whose address counts behind a proxy: sign-in is limited by it."""

from __future__ import annotations

import pytest
from axes.helpers import get_client_ip_address
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core.http.middleware import ClientAddress

SIGN_UP = "/accounts/signup/"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counts"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7 , 10.0.0.2", "203.0.113.7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "somewhere", "127.0.0.1"),
    ],
)
def test_the_outermost_of_our_proxies_says_who_asks(settings, proxies: int, forwarded: str, counts: str):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    ClientAddress(lambda _request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == counts
    assert get_client_ip_address(request) == counts


@pytest.mark.django_db
def test_one_address_does_not_use_up_the_limit_of_another(settings):
    settings.TRUSTED_PROXIES = 1

    def signs_up(client: str, claimed: str) -> int:
        seen = {"X-Forwarded-For": f"{claimed}, {client}"}
        return Client().post(SIGN_UP, {"email": ""}, headers=seen).status_code

    tried = [signs_up("203.0.113.7", f"198.51.100.{n}") for n in range(21)]
    assert tried == [200] * 20 + [429], "whatever the client claims"
    assert signs_up("203.0.113.8", "") == 200
