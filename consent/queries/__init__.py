"""Questions that consent answers, for its own pages and for the rooms above."""

from __future__ import annotations

from consent.queries.at_the_gate import COLUMNS as PERSON_COLUMNS
from consent.queries.at_the_gate import JOINS as PERSON_JOINS
from consent.queries.at_the_gate import PersonAtGate, aware
from consent.queries.at_the_gate import read as person_at_gate
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
    offered,
    state_of,
)
from consent.queries.counter import (
    draft_of,
    hold_in,
    links_of,
    paper_entries,
    paper_of,
    person_by_holder,
    person_by_key,
    scan_of,
)
from consent.queries.feeds import FeedState, feeds
from consent.queries.notices import (
    current_version,
    notices_of,
    offered,
    providers,
    public_notices,
    versions_of,
)
from consent.queries.people import (
    acting,
    agents_of,
    hold_of,
    holds,
    holds_of,
    holds_on,
    may_see,
    persons_of,
    principals_of,
    proxy_concerning,
    proxy_in,
)
from consent.queries.rates import ChoiceRate, Month, ending_soon, rates, trend
from consent.queries.receipts import events_of_receipt, receipt_of, receipts_of

__all__ = [
    "PERSON_COLUMNS",
    "PERSON_JOINS",
    "ChoiceRate",
    "Coverage",
    "FeedState",
    "Link",
    "Month",
    "OfferedChoice",
    "PersonAtGate",
    "Standing",
    "acting",
    "agents_of",
    "aware",
    "choices",
    "consent_of",
    "coverage",
    "covering_items",
    "current_version",
    "draft_of",
    "ending_soon",
    "events_of_receipt",
    "fallen_out",
    "feeds",
    "history",
    "hold_in",
    "hold_of",
    "holds",
    "holds_of",
    "holds_on",
    "in_force",
    "is_alive",
    "items_of",
    "links",
    "links_of",
    "may_see",
    "notices_of",
    "of_person",
    "offered",
    "paper_entries",
    "paper_of",
    "person_at_gate",
    "person_by_holder",
    "person_by_key",
    "persons_of",
    "principals_of",
    "providers",
    "proxy_concerning",
    "proxy_in",
    "public_notices",
    "rates",
    "receipt_of",
    "receipts_of",
    "scan_of",
    "state_of",
    "trend",
    "versions_of",
]
