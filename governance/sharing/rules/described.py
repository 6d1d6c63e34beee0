"""A dataset as other catalogues can carry it: the value between our tables and DCAT or CKAN."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

BETWEEN = "、"
KEYWORDS, LONGEST_KEYWORD = 500, 50
"""Characters of all keywords of a dataset together, and of one."""
MOST_KEYWORDS = 20


class Item(msgspec.Struct, frozen=True):
    """One item. ``sensitivity`` is 1 to 3."""

    code: str
    label_ja: str
    label_en: str = ""
    data_class: str = "personal"
    category: str = ""
    sensitivity: int = 1


class Description(msgspec.Struct, frozen=True):
    """What can be told about a dataset elsewhere. ``keywords`` are separated by :data:`BETWEEN` in our tables."""

    title_ja: str = ""
    title_en: str = ""
    description_ja: str = ""
    description_en: str = ""
    keywords: tuple[str, ...] = ()
    covers_from: date | None = None
    covers_until: date | None = None
    purposes: tuple[str, ...] = ()
    retention_months: int | None = None
    countries: tuple[str, ...] = ()
    is_open: bool = False
    licence: str = ""
    link: str = ""
    items: tuple[Item, ...] = ()


class Left(msgspec.Struct, frozen=True):
    """Something in the document that was not taken over: its name there, and the beginning of its value."""

    name: str
    value: str = ""


class Understood(msgspec.Struct, frozen=True):
    """What was understood of a document, who publishes it there, and what was not taken over."""

    description: Description
    publisher: str = ""
    identifier: str = ""
    left: tuple[Left, ...] = ()
    others: int = 0
    """Further datasets in the same document; one is taken at a time."""


def clean(text: Any, longest: int, *, lines: bool = False) -> str:
    """``text`` without control characters and tricks of direction, cut at ``longest`` characters."""
    kept = (
        ch
        for ch in str(text if text is not None else "")
        if (lines and ch == "\n") or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    words = "".join(kept) if lines else " ".join("".join(" " if ch == "\n" else ch for ch in kept).split())
    return words.strip()[:longest]


def keywords(told: Iterable[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keywords that a dataset has room for, each once, and those that it has none for."""
    words = dict.fromkeys(filter(None, (clean(word, LONGEST_KEYWORD) for word in told)))
    kept: list[str] = []
    left: list[str] = []
    for word in words:
        fits = len(kept) < MOST_KEYWORDS and len(BETWEEN.join([*kept, word])) <= KEYWORDS
        (kept if fits else left).append(word)
    return tuple(kept), tuple(left)


def in_two(texts: dict[str, str], longest: int, *, lines: bool = False) -> tuple[str, str]:
    """The Japanese and the English text; one in no language or in another stands in for the Japanese."""
    ja, en = (clean(texts.get(tag, ""), longest, lines=lines) for tag in ("ja", "en"))
    others = [text for tag, text in texts.items() if tag not in ("ja", "en")]
    if not ja and others:
        ja = clean(others[0], longest, lines=lines)
    return ja, en


def web_address(text: Any) -> str:
    """``text`` if it is an address of the web, else nothing."""
    address = clean(text, 200)
    return address if address.startswith(("https://", "http://")) and " " not in address else ""


def excerpt(value: Any) -> str:
    """The beginning of a value that was not taken over."""
    return clean(value, 120)
