"""Every page that links lead somebody to in the demo council, and every form on it, as a browser would find them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.cast import Cast, signed_in
from tests.databases import alone

NOT_OURS = ("/static/", "/accounts/", "/gallery/")
EXPECTED = {200, 302, 400, 403, 404, 409, 422}
EACH = 1
"""Pages of one kind that are followed."""
TYPED = {
    "date": "2027-02-28",
    "datetime-local": "2027-02-28T13:00",
    "time": "13:00",
    "number": "3",
    "email": "somebody@example.org",
    "url": "https://example.org/",
    "checkbox": "on",
}


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    shown: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, list[str]] = field(default_factory=dict)
    other: dict[str, list[str]] = field(default_factory=dict)
    """What differs from ``filled`` where another of the choices is taken."""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.method, *sorted(self.filled))


@dataclass
class Page:
    """A page and where it leads."""

    path: str
    links: list[str]
    forms: list[Form]


@dataclass
class Walk:
    """The pages somebody came by, and what was wrong on the way."""

    pages: list[Page]
    faults: list[str]


class Reader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._options: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given and "download" not in given:
            self.links.append(urljoin(self.path, given["href"]))
        elif tag == "form":
            action = urljoin(self.path, given.get("action") or self.path)
            self._form = Form(action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and given.get("name") not in (None, "", "csrfmiddlewaretoken"):
            self._take(tag, given)
        elif tag == "option" and self._form is not None and self._select:
            self._choose(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _take(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "textarea":
            self._form.filled[name] = ["何か書いた。Something."]
        elif tag == "button" or kind in {"submit", "file"}:
            if given.get("value"):
                self._form.filled.setdefault(name, [given["value"]])
        elif tag == "input":
            self._type(name, kind, given)

    def _type(self, name: str, kind: str, given: dict[str, str]) -> None:
        assert self._form is not None
        value = given.get("value", "")
        if kind in {"checkbox", "radio"}:
            self._form.filled.setdefault(name, [value or "on"])
            self._form.other[name] = [value or "on"]
            if "checked" in given:
                self._form.shown.setdefault(name, []).append(value or "on")
            return
        self._form.shown[name] = [value]
        self._form.filled[name] = [value if kind == "hidden" else value or TYPED.get(kind, "something 何か")]

    def _choose(self, given: dict[str, str]) -> None:
        assert self._form is not None
        value = given.get("value", "")
        if "selected" in given:
            self._form.shown[self._select] = [value]
        if value:
            self._form.filled.setdefault(self._select, [value])
            if len(self._options) <= len(
                self._form.other
            ):  # another place in each list: two lists are often of the same
                self._form.other[self._select] = [value]
            self._options.append(value)


def kind_of(path: str) -> str | None:
    if path.startswith(NOT_OURS):
        return None
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return None


def walk(client: Client, start: list[str], faults: list[str]) -> Iterator[Page]:
    """Every page that links lead to, a few of each kind."""
    waiting, met, tally = list(start), set(), {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in met or kind is None or tally.get(kind, 0) >= EACH:
            continue
        met.add(path)
        tally[kind] = tally.get(kind, 0) + 1
        answer = client.get(path)
        if answer.status_code not in EXPECTED:
            faults.append(f"GET {path}: {answer.status_code} {said(answer)}")
        if answer.streaming or answer.headers.get("Content-Type", "").partition(";")[0] != "text/html":
            continue
        read = Reader(path)
        read.feed(answer.content.decode())
        page = Page(path, read.links, read.forms)
        waiting += [link.partition("#")[0] for link in page.links if link.startswith("/")]
        if "Location" in answer.headers:
            waiting.append(answer.headers["Location"])
        yield page


def walked(cast: Cast, persona: str) -> Walk:
    """The walk of ``persona`` from the first pages: walked once in a run, and written down for the others."""
    written = settings.RUN / f"walk_{persona}.pickle"
    with alone(f"walk_{persona}"):
        if not written.exists():
            faults: list[str] = []
            pages = list(walk(browser(cast, persona), ["/home/", "/my/"], faults))
            written.write_bytes(pickle.dumps(Walk(pages, faults)))
    found: Walk = pickle.loads(written.read_bytes())
    return found


def browser(cast: Cast, persona: str) -> Client:
    """A client of ``persona`` that tells of errors as a server does."""
    client = signed_in(cast.operator if persona == "operator" else cast.shiomi.users[persona])
    client.raise_request_exception = False
    return client


def said(answer: HttpResponse) -> str:
    """The error behind an answer, if there was one."""
    found = getattr(answer, "exc_info", None)
    return repr(found[1])[:300] if found else ""
