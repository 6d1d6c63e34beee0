"""GET is read-only: a write while a GET is answered fails the test."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|MERGE|COPY|CREATE|ALTER|DROP)\b", re.IGNORECASE
)
SESSIONS = re.compile(r'"(django_session|usersessions_usersession)"')
"""Who is reading, not what: the framework's own bookkeeping."""

_allowed = 0


class WroteOnGet(AssertionError):
    """A view wrote while it answered a GET."""


@contextlib.contextmanager
def writing_allowed() -> Iterator[None]:
    """For the few GETs that may write (marker ``writes_on_get``)."""
    global _allowed
    _allowed += 1
    try:
        yield
    finally:
        _allowed -= 1


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database wrapper that lets reading through."""
    if not _allowed and WRITE.match(sql) and not SESSIONS.search(sql):
        raise WroteOnGet(sql)
    return execute(sql, params, many, context)


class GetIsReadOnly:
    """Outermost middleware of the tests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
