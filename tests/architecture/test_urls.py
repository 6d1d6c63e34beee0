"""Every address for people who have no business there: never an error of ours, never a council's page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from tests.cast import Cast, signed_in

COUNCIL = "shiomi"
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": str(uuid.UUID(int=1)), "path": "x"}
SKIPPED = re.compile(r"^(static|__debug__)/|^readyz$")  # readyz says 503 where no worker runs


@dataclass(frozen=True)
class Address:
    """One pattern of the URL table with an example that leads to it."""

    route: str
    path: str

    @property
    def of_council(self) -> bool:
        return self.route.startswith("c/<slug:council>/")


def piece(pattern: RoutePattern | RegexPattern) -> tuple[str, str]:
    """The text of a pattern, and an example of what it matches."""
    if isinstance(pattern, RoutePattern):
        example = str(pattern)
        for name, converter in pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            value = COUNCIL if name == "council" else SAMPLES.get(kind, "x")
            example = re.sub(rf"<(\w+:)?{name}>", value, example)
        return str(pattern), example
    text = str(pattern)
    example = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "1-x", text.strip("^$").replace(r"\Z", ""))
    return text, re.sub(r"\\|\?|\(.*?\)", "", example)


def walk(resolver: URLResolver, route: str = "", path: str = "") -> Iterator[Address]:
    """Every pattern below a resolver."""
    for entry in resolver.url_patterns:
        text, example = piece(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route + text, path + example)
        elif isinstance(entry, URLPattern):
            yield Address(route + text, "/" + path + example)


ADDRESSES = [address for address in walk(get_resolver()) if not SKIPPED.match(address.route)]


def ask(client: Client, method: str, path: str) -> tuple[int, str]:
    """Status and, where it broke, the error; whatever was written is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        reason = repr(response.exc_info[1]) if getattr(response, "exc_info", None) else ""
        transaction.set_rollback(True)
    return response.status_code, reason


def test_the_walk_finds_the_pages() -> None:
    paths = {address.path for address in ADDRESSES}
    assert "/accounts/login/" in paths
    assert len(paths) > 20


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["anonymous", "stranger"])
def test_never_an_error_and_never_a_council_page(cast: Cast, who: str, method: str) -> None:
    """The stranger asks for those of a council in test_neighbours."""
    broken, leaked = {}, {}
    client = signed_in(None if who == "anonymous" else cast.stranger, raise_request_exception=False)
    for address in ADDRESSES if who == "anonymous" else [one for one in ADDRESSES if not one.of_council]:
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        status, reason = ask(client, method, address.path)
        for name, value in cookies.items():
            client.cookies[name] = value
        if status >= 500:
            broken[address.route] = reason or status
        if address.of_council and status < 300:
            leaked[address.route] = status
    assert not broken
    assert not leaked


def test_a_council_that_does_not_exist_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.stranger)
    pages = [address for address in ADDRESSES if address.of_council]
    if not pages:
        pytest.skip("no council has a page yet")
    for address in pages[:20]:
        assert client.get(address.path.replace(COUNCIL, "no-such-council")).status_code in {404, 405}
