"""How long an approved assessment counts."""

from __future__ import annotations

from datetime import date

from core.clock import add_months
from core.rulebook.values import PiaRequirement

DEFAULT_MONTHS = 24
"""Where no provision fixes the period (the usual value of ``pia_requirement``)."""
CURRENT_STATES = frozenset({"approved", "published"})


def valid_until(approved_on: date, rule: PiaRequirement | None) -> date:
    """The last day on which an assessment approved on ``approved_on`` counts."""
    return add_months(approved_on, rule.months if rule else DEFAULT_MONTHS)


def is_current(state: str, since: date | None, until: date | None, on: date) -> bool:
    """Does an assessment in ``state``, approved on ``since`` and valid until ``until``, count on ``on``?"""
    if state not in CURRENT_STATES or since is None or until is None:
        return False
    return since <= on <= until
