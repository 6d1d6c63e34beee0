"""A grant that follows another one has become active: whatever of its family still stands ends in its favour, so that
data never flow under two. Called in the same transaction (config/reactions.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core import clock
from governance.sharing.actions.grants import end, locked, record, supersede
from governance.sharing.enums import GrantState, events
from governance.sharing.models import Grant
from governance.sharing.queries.succession import others_living


def succeed(event: str, payload: dict[str, Any]) -> None:
    """End what stands beside the grant that was activated: now, or on the day before the new one begins. One that
    still awaits its conditions would take the place of the newer one later: it lapses."""
    grant = Grant.objects.select_related("line").get(pk=payload["grant"])
    for other in others_living(grant):
        _give_way(locked(other), grant)


def _give_way(row: Grant, grant: Grant) -> None:
    """A grant that begins only when the activated one is over, as the renewal of an earlier one does, stays."""
    if grant.ends_on < row.starts_on:
        return
    if grant.starts_on <= max(clock.today(), row.starts_on):
        if row.state == GrantState.AWAITING:
            end(row, "lapse", events.GRANT_LAPSED, None, by_grant=grant.reference)
        else:
            supersede(row, grant)
    elif grant.starts_on <= row.ends_on:
        row.ends_on = grant.starts_on - timedelta(days=1)
        row.save(update_fields=["ends_on"])
        record(row, events.GRANT_SHORTENED, None, by_grant=grant.reference, ends=row.ends_on)
