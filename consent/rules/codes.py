"""Codes and numbers that are read out and typed."""

from __future__ import annotations

import hashlib
import unicodedata

RECEIPT, SHORT = 12, 8
"""Letters of a receipt's number; of a code for the counter and of the mark of a person."""


def digest(code: str) -> bytes:
    """What is kept of a code."""
    return hashlib.sha256(code.encode()).digest()


def typed(text: str) -> str:
    """A number as somebody typed it, without width, case, spaces and hyphens."""
    return "".join(
        one for one in unicodedata.normalize("NFKC", text).upper() if one.isalnum() and one.isascii()
    )


def receipt_number(text: str) -> str:
    """The number of a receipt that ``text`` may be; empty where it is none."""
    letters = typed(text)
    if len(letters) != RECEIPT:
        return ""
    return "-".join(letters[place : place + 4] for place in range(0, RECEIPT, 4))


def mark(text: str) -> str:
    """The mark of a person that ``text`` may be: the first eight digits of the key; empty where it is none."""
    letters = typed(text).lower()
    return letters if len(letters) == SHORT and set(letters) <= set("0123456789abcdef") else ""
