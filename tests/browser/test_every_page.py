"""Every page that a link leads to, as each persona finds it in the demo council.

The story: each person signs in, starts at the first page and follows every link once per kind of page; each tab is a
kind of its own. What shows something that nobody has judged yet (tests.browser.judged) is judged on a phone and on a
desk, light and dark, in Japanese and English: axe, no sideways scroll, no text below 16 px, no complaint of the
browser, a title, one h1. The suite fails for a page that no walk and no other story judges (never_judged.txt).
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve

from config.demo.people import load
from tests.browser import judged
from tests.browser.reader import DESK, PHONE
from tests.cast import signed_in

PERSONAS = ["anonymous", "secretary", "chair", "reviewer_law", "rep_university", "chihiro", "operator"]
NOT_PAGES = ("/static/", "/gallery/", "/accounts/logout/")
SHARED = ("/accounts/", "/register/", "/my/")
"""Judged as the anonymous reader and the citizen find them; the others' walks are long enough."""
ONE_ENOUGH = ("anonymous", "chihiro")
OPEN_TO_ALL = ("/", "/ledger/", "/accessibility/", "/accounts/login/")
MOST = 250
"""Kinds of pages for one persona; more means that links run away."""


def session_of(persona: str) -> str:
    """A session in which the persona has signed in with all factors; empty for anonymous."""
    cast = load()
    if persona == "anonymous":
        return ""
    user = cast.operator if persona == "operator" else cast.shiomi.users[persona]
    return signed_in(user).cookies["sessionid"].value


def kind_of(path: str, persona: str = "anonymous") -> str | None:
    """The route behind ``path`` and its tab; None where it is no page of ours, or others judge it."""
    if path.startswith(NOT_PAGES) or (persona not in ONE_ENOUGH and path.startswith(SHARED)):
        return None
    asked = urlsplit(path)
    try:
        return " ".join([resolve(asked.path).route, *parse_qs(asked.query).get("tab", [])])
    except Resolver404:
        return None


def links_on(page) -> list[str]:
    """The addresses on this site that the page links to; downloads and other formats are not pages."""
    found = page.evaluate(
        "[...document.querySelectorAll('a[href]:not([download])')].map(a => new URL(a.href))"
        ".filter(u => u.origin === location.origin).map(u => u.pathname + u.search)"
    )
    return [
        path for path in found if "format=" not in path and not path.endswith((".json", ".csv", "/json/"))
    ]


@pytest.mark.fresh_database("demo")
@pytest.mark.writes_on_get
@pytest.mark.long(2)
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_kind_of_page(read, persona):
    """Follow every link once per kind of page, and judge each that shows something new on a phone and on a desk."""
    session = session_of(persona)
    desk = read(width=DESK, session=session)
    phone = read(width=PHONE, session=session, language="en", theme="dark")
    waiting, seen, files, faults = ["/home/"] if session else list(OPEN_TO_ALL), set(), set(), []
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path, persona)
        if kind is None or kind in seen or kind in files:
            continue
        if desk.finds_a_file(path):
            files.add(kind)
            continue
        seen.add(kind)
        waiting += links_on(desk.page)
        is_new = judged.is_new(kind, desk.drawn)
        found = desk.faults() if is_new else desk.complaints()
        faults += [f"{persona} {path} (desk): {fault}" for fault in found]
        if is_new:
            phone.open(path)
            faults += [f"{persona} {path} (phone): {fault}" for fault in phone.faults()]
    assert faults == []
    assert 3 <= len(seen) <= MOST
