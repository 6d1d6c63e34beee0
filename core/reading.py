"""What one page asks again and again is read once.

A page that is only read changes nothing: who somebody is to a case, and how a member stands, is the same at its end as
at its beginning. Verbs, tasks and the questions that machines send (POST) read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db.models import Model

P = ParamSpec("P")
R = TypeVar("R")
_page: ContextVar[dict[tuple[Hashable, ...], object] | None] = ContextVar("page", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """While a page is drawn that changes nothing."""
    before = _page.set({})
    try:
        yield
    finally:
        _page.reset(before)


def once_a_page(function: Callable[P, R]) -> Callable[P, R]:
    """The answer of ``function`` for the same rows and values is kept while a page is drawn. It may depend on what is
    stored alone: a row counts as the same by its key, whatever was changed on it in memory; one without a key never
    does."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _page.get()
        if known is None or any(isinstance(value, Model) and value.pk is None for value in args):
            return function(*args, **kwargs)
        key = (function, *map(_named, args), *((name, _named(value)) for name, value in kwargs.items()))
        if key not in known:
            known[key] = function(*args, **kwargs)
        return cast(R, known[key])

    return asked


def _named(value: object) -> Hashable:
    return (value._meta.label, value.pk) if isinstance(value, Model) else value
