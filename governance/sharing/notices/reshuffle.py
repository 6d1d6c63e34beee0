"""Both learn of a hand-over: how much moved, and where the successor finds it."""

from __future__ import annotations

from core import clock
from core.accounts.models import Council, User
from core.outbox.actions import enqueue


def work_handed_over(council: Council, predecessor: User, successor: User, *, count: int) -> None:
    """One mail to each of the two."""
    moment = clock.now().isoformat()
    for user, side, path in (
        (predecessor, "predecessor", "/home/"),
        (successor, "successor", f"/c/{council.slug}/"),
    ):
        enqueue(
            "mail",
            key=f"sharing:work_handed_over:{predecessor.pk}:{successor.pk}:{moment}:{user.pk}",
            council=council,
            payload={
                "template": "governance/sharing/work_handed_over",
                "user": user.pk,
                "council": council.slug,
                "path": path,
                "side": side,
                "count": count,
            },
        )
