"""Which days make sense about a grant: of what takes effect on it, and of what was done with its data."""

from __future__ import annotations

from datetime import date


def fault_of_effect(day: date, *, today: date, ends_on: date) -> str:
    """The code of what is wrong with a day of effect; empty where nothing is."""
    if day < today:
        return "sharing.effect_in_past"
    return "sharing.effect_beyond_grant" if day > max(ends_on, today) else ""


def fault_of_disposal(day: date, *, today: date, since: date, last: date | None = None) -> str:
    """The code of what is wrong with a day on which data were disposed of that went from ``since`` on, and went for the
    last time on ``last``; empty where nothing is."""
    if day > today:
        return "sharing.disposal_in_future"
    if last is not None and day < last:
        return "sharing.disposal_before_delivery"
    return "sharing.disposal_before_grant" if day < since else ""
