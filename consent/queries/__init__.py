"""Questions that consent answers, for its own pages and for the rooms above."""

from __future__ import annotations

from consent.queries.chain import Link, links
from consent.queries.consents import (
    Coverage,
    OfferedChoice,
    Standing,
    choices,
    consent_of,
    coverage,
    covering_items,
    fallen_out,
    history,
    in_force,
    is_alive,
    items_of,
    of_person,
    state_of,
)
from consent.queries.feeds import FeedState, feeds
from consent.queries.notices import current_version, notices_of, public_notices, versions_of
from consent.queries.people import (
    acting,
    agents_of,
    hold_of,
    holds,
    may_see,
    persons_of,
    principals_of,
    proxy_concerning,
)
from consent.queries.rates import ChoiceRate, Month, ending_soon, rates, trend
from consent.queries.receipts import events_of_receipt, receipt_of, receipts_of

__all__ = [
    "ChoiceRate",
    "Coverage",
    "FeedState",
    "Link",
    "Month",
    "OfferedChoice",
    "Standing",
    "acting",
    "agents_of",
    "choices",
    "consent_of",
    "coverage",
    "covering_items",
    "current_version",
    "ending_soon",
    "events_of_receipt",
    "fallen_out",
    "feeds",
    "history",
    "hold_of",
    "holds",
    "in_force",
    "is_alive",
    "items_of",
    "links",
    "may_see",
    "notices_of",
    "of_person",
    "persons_of",
    "principals_of",
    "proxy_concerning",
    "public_notices",
    "rates",
    "receipt_of",
    "receipts_of",
    "state_of",
    "trend",
    "versions_of",
]
