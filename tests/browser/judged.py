"""Which pages have been judged in this run, by all readers together: a page is judged where it shows something new.

A page is its address in the table and its tab; what it shows are the templates it is drawn from. What one persona's
page is drawn from, another's need not be judged for again. Every whole page for people is judged on a phone and on a
desk by somebody, or stands in ``never_judged.txt`` with its reason; the suite holds the one to the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test.signals import template_rendered

from tests.databases import alone
from tests.never_judged import NOTES, whole_pages

TOLD = "X-Drawn-From"


class TellsTemplates:
    """A middleware: each answer tells the browser the templates that it was drawn from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        names, here = set(), get_ident()

        def note(template: Any, **_rest: Any) -> None:
            if get_ident() == here:
                names.add(str(template.name))

        template_rendered.connect(note)
        try:
            answer = self.get_response(request)
        finally:
            template_rendered.disconnect(note)
        answer.headers[TOLD] = " ".join(sorted(names))
        return answer


def is_new(page: str, names: set[str]) -> bool:
    """Does ``page`` show what nobody has judged on it? From now on somebody has."""
    with _noted() as noted:
        known = set(noted["kinds"].get(page, []))
        noted["kinds"][page] = sorted(known | names)
        return not names <= known


def note(screen: str, names: set[str]) -> None:
    """A page drawn from ``names`` is judged on ``screen``."""
    with _noted() as noted:
        noted[screen] = sorted({*noted[screen], *names & whole_pages()})


def is_missing(screen: str, names: set[str]) -> bool:
    """Has nobody judged this whole page on ``screen`` yet?"""
    with _noted() as noted:
        return bool(names & whole_pages() - set(noted[screen]))


@contextmanager
def _noted() -> Iterator[dict[str, Any]]:
    """What all workers of this run have noted; one at a time."""
    file = settings.RUN / NOTES
    with alone("judged"):
        noted = json.loads(file.read_text()) if file.exists() else {"kinds": {}, "phone": [], "desk": []}
        yield noted
        file.write_text(json.dumps(noted))
