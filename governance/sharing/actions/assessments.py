"""What an assessment that no longer counts does to the grants that rest on it."""

from __future__ import annotations

from typing import Any

from governance.sharing.actions.suspensions import suspend_because
from governance.sharing.enums import SuspensionCause
from governance.sharing.models import Grant
from governance.sharing.queries.suspensions import RUNNING, fails_on


def suspend_unassessed(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``pia.outdated`` in the same transaction: suspend each running grant on the dataset whose line
    the gate now fails on its assessment. Where another one covers it, or a transition runs, it goes on."""
    resting = Grant.objects.filter(
        council=payload["council"], line__dataset__reference=payload["dataset"], state__in=RUNNING
    ).select_related("line__request__council", "line__dataset")
    for grant in resting.order_by("pk"):
        if fails_on(grant, "pia"):
            suspend_because(grant, SuspensionCause.ASSESSMENT, payload["reference"])
