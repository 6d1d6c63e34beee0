"""Questions that consent answers, for its own pages and for the rooms above."""

from __future__ import annotations

from consent.queries.asking import Again
from consent.queries.asking import of_notice as again_of
from consent.queries.at_the_gate import COLUMNS as PERSON_COLUMNS
from consent.queries.at_the_gate import JOINS as PERSON_JOINS
from consent.queries.at_the_gate import PersonAtGate, aware
from consent.queries.at_the_gate import read as person_at_gate
from consent.queries.codes import handover_by_code
from consent.queries.consents import (
    Coverage,
    OfferedChoice,
    Standing,
    agreed_items,
    answer_to,
    choices,
    consent_of,
    coverage,
    covering_items,
    fallen_out,
    history,
    in_force,
    in_use,
    is_alive,
    items_of,
    of_person,
    stands,
    state_of,
    versions_of_choice,
)
from consent.queries.counted import held, without_consent
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
from consent.queries.defects import Defect
from consent.queries.defects import of_notice as defects_of
from consent.queries.endings import ended_of, endings, organs_kept, untold, with_ids
from consent.queries.feeds import FeedState, feeds
from consent.queries.flows import Ending, Stopped, stopped, stopped_choice
from consent.queries.managing import managed_as
from consent.queries.notices import (
    asked_today,
    current_version,
    holders,
    notices_of,
    providers,
    public_notices,
    recipients,
    version_asked,
    versions_of,
)
from consent.queries.parents import agreed_as_child, may_agree_here, objection_stands, parents_needed
from consent.queries.people import (
    acting,
    agents_of,
    born,
    concerned,
    hold_of,
    holds,
    holds_of,
    holds_on,
    holds_told,
    may_see,
    persons_of,
    principals_of,
    proxy_concerning,
    proxy_in,
    signers_of,
)
from consent.queries.rates import ChoiceRate, Month, ending_soon, rates, trend
from consent.queries.receipts import events_of_receipt, listed, receipt_of, receipts_of
from consent.queries.take_overs import broken_off as take_overs_broken_off
from consent.queries.take_overs import job_of as take_over_job
from consent.queries.take_overs import take_overs
from consent.queries.uses import ends_with, is_narrower, said_no, same_use

__all__ = [
    "PERSON_COLUMNS",
    "PERSON_JOINS",
    "Again",
    "ChoiceRate",
    "Coverage",
    "Defect",
    "Ending",
    "FeedState",
    "Month",
    "OfferedChoice",
    "PersonAtGate",
    "Standing",
    "Stopped",
    "acting",
    "again_of",
    "agents_of",
    "agreed_as_child",
    "agreed_items",
    "answer_to",
    "asked_today",
    "aware",
    "born",
    "choices",
    "concerned",
    "consent_of",
    "coverage",
    "covering_items",
    "current_version",
    "defects_of",
    "draft_of",
    "ended_of",
    "ending_soon",
    "endings",
    "ends_with",
    "events_of_receipt",
    "fallen_out",
    "feeds",
    "handover_by_code",
    "held",
    "history",
    "hold_in",
    "hold_of",
    "holders",
    "holds",
    "holds_of",
    "holds_on",
    "holds_told",
    "in_force",
    "in_use",
    "is_alive",
    "is_narrower",
    "items_of",
    "links_of",
    "listed",
    "managed_as",
    "may_agree_here",
    "may_see",
    "notices_of",
    "objection_stands",
    "of_person",
    "organs_kept",
    "paper_entries",
    "paper_of",
    "parents_needed",
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
    "recipients",
    "said_no",
    "same_use",
    "scan_of",
    "signers_of",
    "stands",
    "state_of",
    "stopped",
    "stopped_choice",
    "take_over_job",
    "take_overs",
    "take_overs_broken_off",
    "trend",
    "untold",
    "version_asked",
    "versions_of",
    "versions_of_choice",
    "with_ids",
    "without_consent",
]
