"""A grant that follows another one has become active: the other ends in its favour, so that data never flow under
both. Called in the same transaction (config/reactions.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core import clock
from governance.sharing.actions.grants import locked, record, supersede
from governance.sharing.enums import GrantState, events
from governance.sharing.models import Grant


def succeed(event: str, payload: dict[str, Any]) -> None:
    """End the grant before the one that was activated: now, or on the day before the new one begins."""
    grant = Grant.objects.select_related("line").get(pk=payload["grant"])
    before = Grant.objects.filter(line=grant.line.follows_id or 0).first()
    if before is None or before.state not in (GrantState.ACTIVE, GrantState.SUSPENDED):
        return
    row = locked(before)
    if grant.starts_on <= max(clock.today(), row.starts_on):
        supersede(row, grant)
    elif grant.starts_on <= row.ends_on:
        row.ends_on = grant.starts_on - timedelta(days=1)
        row.save(update_fields=["ends_on"])
        record(row, events.GRANT_SHORTENED, None, by_grant=grant.reference, ends=row.ends_on)
