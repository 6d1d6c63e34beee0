"""Every page, for everybody who belongs to the demo council, in both languages: it opens or says why not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.architecture.test_urls import ADDRESSES, Address, ask
from tests.cast import Cast, signed_in

PLAIN = [
    address
    for address in ADDRESSES
    if "<" not in address.route.replace("<slug:council>", "")
    if not address.path.startswith(("/accounts/", "/api/"))
]
"""Pages of ours that need no object; machines' addresses are no pages."""
EXPECTED = {200, 302, 403, 404, 405}
READERS = [
    ("secretary", "en"),
    ("approver", "ja"),
    ("chair", "ja"),
    ("auditor", "en"),
    ("rep_university", "ja"),
    ("reviewer_law", "ja"),
    ("reviewer_ethics", "en"),
    ("ren", "en"),
]


def broken_pages(client: Client, addresses: list[Address], language: str) -> dict[str, str]:
    """Pages that fail for this reader."""
    client.raise_request_exception = False
    client.cookies["language"] = language
    found = {}
    for address in addresses:
        status, reason = ask(client, "get", address.path)
        if status not in EXPECTED:
            found[address.path] = reason or str(status)
    return found


@pytest.mark.parametrize(("role", "language"), READERS)
def test_every_page_opens_or_is_refused_in_words(demo: None, cast: Cast, role: str, language: str) -> None:
    client = signed_in(cast.shiomi.users[role])
    assert not broken_pages(client, PLAIN, language)


def test_the_secretariat_can_open_its_councils_pages(demo: None, cast: Cast) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    pages = [address for address in PLAIN if address.of_council]
    closed = {}
    for address in pages:
        status, _reason = ask(client, "get", address.path)
        if status in {403, 404}:
            closed[address.path] = status
    of_members = {
        "/c/shiomi/datasets/new/",
        "/c/shiomi/datasets/import/",
        "/c/shiomi/requests/new/",
        "/c/shiomi/statutory/new/",
        "/c/shiomi/withdrawals/answer/",
    }
    of_guests = {"/c/shiomi/invited/"}
    assert closed == dict.fromkeys(of_members, 403) | dict.fromkeys(of_guests, 404)
