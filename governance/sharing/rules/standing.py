"""Which review of a request stands for one of its lines: the one that judged it, until it is to be judged again."""

from __future__ import annotations

from collections.abc import Collection


def standing_turn(turns: Collection[int], judged: Collection[int], *, waits: bool) -> int | None:
    """The turn of the review that stands for a line, among the ``turns`` in which the request was reviewed.

    ``judged`` are the turns whose review gave an opinion on the line. While it ``waits`` for the board, the newest
    review stands for it. A later review that judges other lines changes nothing for a line that is decided.
    """
    own = set(turns) & set(judged)
    if waits or not own:
        return max(turns, default=None)
    return max(own)
