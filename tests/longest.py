"""The longest tests begin first, so that none of them is still at work when everything else is done."""

from __future__ import annotations

from collections.abc import Sequence

import pytest


def minutes(item: pytest.Item) -> float:
    """How long the test takes, by its mark ``long``."""
    marker = item.get_closest_marker("long")
    return float(marker.args[0]) if marker else 0.0


def dealt(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """``items`` in the order in which each of ``workers`` begins with its share of the long ones.

    pytest-xdist (``worksteal``) hands each worker an equal run of the list, and takes from the end of a run what
    another has time for.
    """
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for item in sorted(filter(minutes, items), key=minutes, reverse=True):
        min(shares, key=lambda share: sum(map(minutes, share))).append(item)
    rest = [item for item in items if not minutes(item)]
    order: list[pytest.Item] = []
    for place, share in enumerate(shares):
        room = max(0, (len(items) - len(order)) // (workers - place) - len(share))
        order += share + rest[:room]
        rest = rest[room:]
    return order + rest
