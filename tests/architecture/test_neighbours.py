"""Every page and verb of a real object, asked for by those who have no part in it: opened, sent to, and under a forged
council.

The addresses are those that links and forms lead its own people to in the demo council, one of each kind; of what none
leads to, a sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from core.accounts.models import User
from core.ledger.models import LedgerEntry
from tests.architecture.test_urls import ADDRESSES
from tests.architecture.walking import kind_of, walked
from tests.cast import UNDRAWN, Cast, signed_in

INSIDERS = ("secretary", "rep_delivery", "officer_education", "reviewer_security")
OUTSIDERS = ("secretary", "rep_university")
"""Of the other council."""
RECUSED, CASE = "reviewer_law", "R-2026-031"
IDLE = "rep_chamber"
"""Of the same council, without a part in anything."""
SIGN_IN = "/accounts/login/"
APPLY = "/members/apply/"
"""Open to whoever represents an organisation."""


def found(cast: Cast) -> list[str]:
    """Addresses of the council with something particular in them, by the ways that its own people have to them."""
    kinds: dict[str, str] = {}
    for key in INSIDERS:
        for page in walked(cast, key).pages:
            for path in (page.path, *(form.action for form in page.forms)):
                path = urlsplit(path).path
                if path.startswith("/c/shiomi/") and has_object(path):
                    kinds.setdefault(str(kind_of(path)), path)
    assert len(kinds) > 120, sorted(kinds)
    return sorted(kinds.values())


def has_object(path: str) -> bool:
    return kind_of(path) is not None and bool(set(resolve(path).kwargs) - {"council"})


def sampled(paths: Sequence[str]) -> list[str]:
    """Addresses of a council to which none of ``paths`` belongs."""
    kinds = {kind_of(path) for path in paths}
    return [address.path for address in ADDRESSES if address.of_council and address.route not in kinds]


def asked(
    user: User, paths: Sequence[str], methods: Sequence[str] = ("get", "post")
) -> Iterator[tuple[str, int, str, bool]]:
    """What is asked, its status and text, and whether evidence was written in the council, for each method; nothing
    stays."""
    client = signed_in(user)
    client.raise_request_exception = False
    for method in methods:
        for path in paths:
            with transaction.atomic():
                before = LedgerEntry.objects.filter(council="shiomi").count()
                answer = getattr(client, method)(path)
                text = "" if answer.streaming else answer.content.decode(errors="replace")
                wrote = LedgerEntry.objects.filter(council="shiomi").count() != before
                transaction.set_rollback(True)
            yield f"{method} {path}", answer.status_code, text, wrote


@pytest.mark.long(3)
def test_a_page_is_nothing_to_those_without_a_part_in_it(
    demo: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = found(cast)
    faults = [*under_a_forged_council(cast, pages)]
    monkeypatch.setattr("django.shortcuts.loader", UNDRAWN)
    faults += [
        *to_another_council(cast, pages + sampled(pages)),
        *to_whoever_is_recused(cast, pages),
        *to_the_idle(cast, pages),
        *(f"open: {path}" for path in pages if not asks_to_sign_in(path)),
    ]
    assert not faults, "\n".join(faults)


def asks_to_sign_in(path: str) -> bool:
    answer = Client().get(path)
    if answer.status_code == 405:
        answer = Client().post(path)
    return answer.status_code == 302 and answer.headers["Location"].startswith(SIGN_IN)


def to_another_council(cast: Cast, pages: list[str]) -> Iterator[str]:
    for user in (*(cast.nagiura.users[key] for key in OUTSIDERS), cast.stranger):
        for what, status, _text, wrote in asked(user, pages):
            if wrote or not (status in {404, 405} or what.endswith(APPLY)):
                yield f"{user}: {what} {status}"


def under_a_forged_council(cast: Cast, pages: list[str]) -> Iterator[str]:
    """The numbers and keys of one council, asked for in the other: not found, or the other's own."""
    forged = [path.replace("/c/shiomi/", "/c/nagiura/") for path in pages]
    for key in OUTSIDERS:
        for what, status, text, wrote in asked(cast.nagiura.users[key], forged):
            if status not in {200, 302, 403, 404, 405, 422} or wrote or (status == 200 and "汐見" in text):
                yield f"forged, {key}: {what} {status}"


def to_whoever_is_recused(cast: Cast, pages: list[str]) -> Iterator[str]:
    """Opened alone, as by the idle: what everybody of the council may send, test_doors asks."""
    case = [re.sub(r"R-\d{4}-\d{3}", CASE, path) for path in pages if "/requests/R-" in path]
    for what, status, _text, wrote in asked(cast.shiomi.users[RECUSED], case, ["get"]):
        if status not in {403, 404, 405} or wrote:
            yield f"recused: {what} {status}"


def to_the_idle(cast: Cast, pages: list[str]) -> Iterator[str]:
    """Who only looks may open much, and nothing breaks."""
    for what, status, _text, wrote in asked(cast.shiomi.users[IDLE], pages, ["get"]):
        if status >= 500 or wrote:
            yield f"idle: {what} {status}"


def test_one_citizen_opens_nothing_of_another(demo: None, cast: Cast) -> None:
    chihiro, ken = cast.shiomi.users["chihiro"], cast.shiomi.users["ken"]
    own = {urlsplit(page.path).path for page in walked(cast, "chihiro").pages}
    pages = sorted(path for path in own if path.startswith("/my/") and has_object(path))
    assert len(pages) > 3
    faults = [
        f"{what} {status}"
        for what, status, text, wrote in asked(ken, pages)
        if wrote or not (status in {404, 405} or chihiro.name not in text)
    ]
    assert not faults, "\n".join(faults)
