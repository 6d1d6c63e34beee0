"""When a recipient that holds a person's data is asked to act on them once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WITHDRAWAL = "withdrawal"
STOP = "stop"


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked already about one person in one delivery. ``items``: empty for all of it; ``gone``: the recipient
    answered that it holds nothing of it any more."""

    cause: str
    items: frozenset[str]
    is_open: bool
    gone: bool


def asks_more(before: Sequence[Before], cause: str, items: frozenset[str]) -> bool:
    """Does a pursuit for ``cause`` about ``items`` (empty: all) ask for anything that was not asked already?

    Nothing is asked of what is gone. A withdrawal is pursued once, and asks for all that a stop would; a stop asks
    again when another one was answered, for use may have begun anew in between.
    """
    whole = [row for row in before if not row.items]
    if any(row.gone or row.cause == WITHDRAWAL for row in whole):
        return False
    if cause == WITHDRAWAL:
        return True
    if any(row.is_open for row in whole):
        return False
    if cause == STOP:
        return True
    asked = frozenset[str]().union(*(row.items for row in before))
    return not any(row.cause == cause for row in whole) and not (items and items <= asked)
