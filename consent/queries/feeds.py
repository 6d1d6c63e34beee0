"""How fresh consents are that a provider's system keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consent.models import ConsentFeed
from core.accounts.models import Council, Organ


@dataclass(frozen=True, slots=True)
class FeedState:
    """The last reconciliation of one feed; ``agrees`` is None before the first."""

    source: Organ
    reconciled_at: datetime | None
    agrees: bool | None
    count: int


def feeds(council: Council, organ: Organ | None = None) -> tuple[FeedState, ...]:
    """The feeds of consents that ``organ`` keeps, or of every holder; empty where none is kept elsewhere."""
    rows = ConsentFeed.objects.filter(council=council).select_related("source__organisation").order_by("pk")
    if organ is not None:
        rows = rows.filter(source=organ)
    return tuple(
        FeedState(
            source=feed.source,
            reconciled_at=feed.reconciled_at,
            agrees=None
            if feed.reconciled_at is None
            else (feed.their_count, feed.their_digest) == (feed.our_count, feed.our_digest),
            count=feed.our_count,
        )
        for feed in rows
    )
