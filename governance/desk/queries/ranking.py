"""Which rows a search finds, and which of them first: in Latin letters a word of its own stands before the beginning
of one, and that before its middle (bus, business, omnibus). Japanese writes no words apart: there nothing is ranked."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from governance.sharing.queries.datasets import spellings

WORD, BEGINNING, WITHIN = 0, 1, 2
"""How well a row fits, the best first."""
BEFORE, AFTER = "(^|[^A-Za-z0-9])", "([^A-Za-z0-9]|$)"
"""Where a word of Latin letters begins and ends, as both databases read it."""


MOST_WORDS, MOST_CHARACTERS = 8, 200
"""What one search asks for: every word is a condition of each row, and of its rank."""


def words_of(phrase: str) -> tuple[list[str], bool]:
    """The first :data:`MOST_WORDS` different words in the first :data:`MOST_CHARACTERS` characters of ``phrase``, and
    whether anything of it was left out."""
    phrase = phrase.strip()
    parts = list(dict.fromkeys(phrase[:MOST_CHARACTERS].split()))
    return parts[:MOST_WORDS], len(phrase) > MOST_CHARACTERS or len(parts) > MOST_WORDS


def found(rows: QuerySet[Any], words: str, *fields: str) -> QuerySet[Any]:
    """Those of ``rows`` that have each word of ``words`` (:func:`words_of`) in one of ``fields``, as typed or in plain
    width; the best fits first, else in their own order. Each has its ``rank``."""
    parts, _is_cut = words_of(words)
    has = [_any(fields, "icontains", spellings(part)) for part in parts]
    order = rows.query.order_by or rows.model._meta.ordering or ("pk",)
    ranked: QuerySet[Any] = rows.filter(reduce(and_, has)).annotate(rank=_rank(parts, fields))
    return ranked.order_by("rank", *order)


def _any(fields: tuple[str, ...], how: str, values: set[str]) -> Q:
    return reduce(or_, (Q(**{f"{field}__{how}": value}) for value in values for field in fields))


def _rank(parts: list[str], fields: tuple[str, ...]) -> Any:
    latin = [part for part in parts if part.isascii() and part[0].isalpha()]
    if not latin:
        return Value(WORD)
    whole = [_any(fields, "iregex", {f"{BEFORE}{re.escape(part)}{AFTER}"}) for part in latin]
    begun = [_any(fields, "iregex", {f"{BEFORE}{re.escape(part)}"}) for part in latin]
    return Case(
        When(reduce(and_, whole), then=Value(WORD)),
        When(reduce(and_, begun), then=Value(BEGINNING)),
        default=Value(WITHIN),
    )
