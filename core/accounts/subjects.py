"""How a council finds a person by the id that a holder uses."""

from __future__ import annotations

from core.crypto import keyed_hash


def subject_hash(council: int, holder: int, holder_id: str, *, key: str | None = None) -> bytes:
    """The keyed hash of ``holder_id``, an id of the organ ``holder``, within ``council`` (keys of rows): an organ may
    know the same person in two councils, which share no person and no hash. ``key``: another key than the oldest."""
    return keyed_hash(holder_id, purpose=f"subject:{council}:{holder}", key=key)
