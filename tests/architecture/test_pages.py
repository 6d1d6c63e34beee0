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
    ("secretary", "ja"),
    ("secretary", "en"),
    ("approver", "ja"),
    ("chair", "ja"),
    ("auditor", "en"),
    ("assessor", "ja"),
    ("rep_university", "ja"),
    ("rep_delivery", "en"),
    ("officer_education", "ja"),
    ("reviewer_law", "ja"),
    ("reviewer_ethics", "en"),
    ("chihiro", "ja"),
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
    }
    of_guests = {"/c/shiomi/invited/"}
    assert closed == dict.fromkeys(of_members, 403) | dict.fromkeys(of_guests, 404)


def test_pages_of_the_parallel_council_stay_closed(demo: None, cast: Cast) -> None:
    """Even to the secretary next door, and on every page that needs no object."""
    client = signed_in(cast.nagiura.users["secretary"])
    open_pages = [
        address.path
        for address in PLAIN
        if address.of_council and ask(client, "get", address.path)[0] not in {404, 405}
    ]
    assert not open_pages
