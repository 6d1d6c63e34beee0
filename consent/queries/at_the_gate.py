"""One person's consents and holds as plain rows, for the decision API's single SQL text.

The text that joins them is written by whoever asks (it also reads counters and keys there); the columns, and
what the rows mean, are told here: the same as :func:`state_of` and :func:`hold_of`, read without the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

COLUMNS = """consent.item_id,
  CASE WHEN consent.state = 'in_force' AND version.defective_at IS NOT NULL THEN 'invalidated' ELSE consent.state END,
  consent.since, consent.until, hold.since, hold.lifted_at"""
JOINS = """
LEFT JOIN consent_consent consent ON consent.person_id = person.id
LEFT JOIN consent_consentitem item ON item.id = consent.item_id
LEFT JOIN consent_noticeversion version ON version.id = item.version_id
LEFT JOIN consent_personhold hold ON hold.person_id = person.id
"""
"""To be joined to an alias ``person``; the rows are the product of the person's consents and holds. A consent under a
version that was found defective is invalid here, before it was ended."""


class PersonAtGate(NamedTuple):
    """Consent and hold of one person at one moment."""

    state: str
    until: datetime | None
    item: int | None
    held_since: datetime | None


def read(rows: Iterable[tuple[Any, ...]], items: Mapping[int, Any], at: datetime) -> PersonAtGate:
    """Where the person stands under the choices ``items`` at ``at``: in force where any choice is, else the last
    answer; and since when the person is held."""
    state, until, item, latest, alive = "", None, None, None, False
    held: datetime | None = None
    for choice, kind, since, end, hold, lifted in rows:
        if hold is not None:
            began = aware(hold)
            in_hand = began <= at and (lifted is None or aware(lifted) > at)
            if in_hand and (held is None or began < held):
                held = began
        if choice not in items:
            continue
        given, ends = aware(since), None if end is None else aware(end)
        lives = kind == "in_force" and (ends is None or ends > at)
        if latest is None or (lives, given) > (alive, latest):
            state = kind if lives or kind != "in_force" else "expired"
            until, item, latest, alive = ends, choice, given, lives
    return PersonAtGate(state, until, item, held)


def aware(moment: datetime) -> datetime:
    """``moment`` as the database gave it: SQLite leaves out that it is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
