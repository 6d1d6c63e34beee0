"""A list of reactions that only remembers what was announced, and whether inside the transaction."""

from __future__ import annotations

from django.db import connection

HEARD: list[tuple[str, dict, bool]] = []


def hear(event: str, payload: dict) -> None:
    HEARD.append((event, payload, connection.in_atomic_block))


NOW = {"consent.withdrawn": (f"{__name__}.hear",)}
LATER: dict = {}
HANDLERS: dict = {}
