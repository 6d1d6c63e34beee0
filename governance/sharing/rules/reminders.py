"""When to remind: days that are left, before and after the day itself. Each mark is given once.

A clock that stood still for some days gives the nearest mark only, not all that it missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

BEFORE_THE_END = (30, 7, 1)
"""Days before the end of a grant."""
DUTIES = (14, 3, -1, -7, -30)
"""Days before (and, below nought, after) the day on which a member has to have done something."""
WITHDRAWALS = (3, -1, -7, -30)
"""The same for the answer to a withdrawal: its whole time is about as long as the first mark of others."""


def reminder(due: date, today: date, marks: Sequence[int], given: int | None) -> int | None:
    """The mark to give on ``today``; None where the nearest one was given, or none is reached. ``marks`` fall."""
    left = (due - today).days
    reached = [mark for mark in marks if left <= mark]
    if not reached or (given is not None and given <= reached[-1]):
        return None
    return reached[-1]
