"""Every form on every page that links lead to, sent as it is shown, empty, and with something in each field.

Whatever is sent, the answer is a page: done, refused in words, or the form again with what is wrong. Nothing that
is sent stays, so that each form finds the council as the demo leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.cast import Cast, signed_in

"""What it reaches is measured where it is tested; measuring doubles its time."""
PERSONAS = [
    "secretary",
    "assessor",
    "rep_delivery",
    "officer_education",
    "reviewer_security",
    "chihiro",
    "operator",
]
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


class Page(HTMLParser):
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
        page = Page(path)
        page.feed(answer.content.decode())
        waiting += [link.partition("#")[0] for link in page.links if link.startswith("/")]
        if "Location" in answer.headers:
            waiting.append(answer.headers["Location"])
        yield page


def said(answer) -> str:
    found = getattr(answer, "exc_info", None)
    return repr(found[1])[:300] if found else ""


def send(client: Client, form: Form, data: dict[str, list[str]]) -> str:
    """What went wrong; nothing of it stays."""
    with transaction.atomic():
        answer = getattr(client, form.method)(form.action, data)
        transaction.set_rollback(True)
    if answer.status_code in EXPECTED:
        return ""
    return f"{form.method.upper()} {form.action} {data}: {answer.status_code} {said(answer)}"


@pytest.mark.writes_on_get
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_form_answers_with_a_page(demo: None, cast: Cast, persona: str) -> None:
    user = cast.operator if persona == "operator" else cast.shiomi.users[persona]
    client = signed_in(user)
    client.raise_request_exception = False
    faults: list[str] = []
    sent: set[tuple[str, ...]] = set()
    for page in walk(client, ["/home/", "/my/"], faults):
        for form in page.forms:
            kind = kind_of(form.action)
            if kind is None or (kind, *form.key) in sent or form.action.startswith("/preferences"):
                continue
            sent.add((kind, *form.key))
            tries = [form.shown, form.filled, form.filled | form.other] + (
                [{}] if form.method == "post" else []
            )
            faults += [fault for data in tries if (fault := send(client, form, data))]
    assert not faults, "\n".join(faults)
    assert len(sent) > 3
