"""Freezing a document in every language, and reading it back: what is signed is what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation

from core import canonical
from core.paper.values import Block, Fact, Facts, Heading, Items, Paper, Table, Text

LANGUAGES = ("ja", "en")
BLOCKS: Mapping[str, Callable[..., Block]] = {
    "heading": Heading,
    "text": Text,
    "table": lambda **row: Table(**{**row, "rows": tuple(tuple(cells) for cells in row["rows"])}),
    "facts": lambda **row: Facts(**{**row, "rows": tuple(Fact(**_tuples(fact)) for fact in row["rows"])}),
    "items": Items,
}


def freeze(write: Callable[[], Paper]) -> dict[str, Any]:
    """The document that ``write`` describes in the language in force, in every language, as plain data."""
    frozen = {}
    for language in LANGUAGES:
        with translation.override(language):
            frozen[language] = canonical.plain(write())
    return frozen


def thaw(frozen: Mapping[str, Any], language: str) -> Paper:
    """The document in ``language``, as it was frozen."""
    plain = frozen[language]
    blocks = tuple(BLOCKS[block["kind"]](**_tuples(block)) for block in plain["blocks"])
    return Paper(**{**_tuples(plain), "blocks": blocks})


def _tuples(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
