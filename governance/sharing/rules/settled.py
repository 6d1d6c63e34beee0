"""What came of a concluded request, from the states of its lines: a review can be concluded with a refusal."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

REFUSED = frozenset({"not_approved", "declined"})
WITHDRAWN = frozenset({"withdrawn"})
GRANTED = frozenset({"approved", "accepted", "agreed", "closed"})
Tone = Literal["ok", "warn", "bad", "info"]


def tone(states: Collection[str]) -> Tone:
    """``ok`` where every line was granted, ``bad`` where every one was refused, ``warn`` where some were; ``info``
    while the council or the provider still has to decide. What was withdrawn does not count."""
    found = set(states) - WITHDRAWN
    if not found or not found <= REFUSED | GRANTED:
        return "info"
    if found <= GRANTED:
        return "ok"
    return "bad" if found <= REFUSED else "warn"
