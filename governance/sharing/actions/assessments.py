"""What an assessment that no longer counts does to the grants that rest on it."""

from __future__ import annotations

from typing import Any

from governance.sharing.actions.grants import suspend
from governance.sharing.enums import GrantState
from governance.sharing.models import Grant
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment


def suspend_unassessed(event: str, payload: dict[str, Any]) -> None:
    """Reaction to ``pia.outdated`` in the same transaction: suspend each active grant on the dataset whose line
    the gate now fails on its assessment. Where another one covers it, or a transition runs, it goes on."""
    resting = Grant.objects.filter(
        council=payload["council"], line__dataset__reference=payload["dataset"], state=GrantState.ACTIVE
    ).select_related("line__request__council", "line__dataset")
    for grant in resting.order_by("pk"):
        checks = judge(grant.line, Moment.FLOW).verdict.checks
        if any(check.code == "pia" and check.state == "fail" for check in checks):
            suspend(grant, by=None, reason=payload["reference"])
