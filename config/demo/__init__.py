"""The demo council of the trial installation, filled through the actions; also the cast of the tests.

Every step is a module with ``fill(cast: Cast) -> None``, idempotent, run in this order after the people.
"""

from __future__ import annotations

STEPS: tuple[str, ...] = (
    "rules",
    "members",
    "bodies",
    "blocks",
    "datasets",
    "assessments",
    "consents",
    "consents_tags",
    "incidents",
    "requests",
    "statutory",
    "clients",
    "replays",
    "meetings",
)
"""Modules of config.demo in order."""
