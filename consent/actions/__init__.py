"""The verbs of consent."""

from __future__ import annotations

from consent.actions.answers import answer, ask, defer, give, refuse, renew, withdraw
from consent.actions.asking import ask_again
from consent.actions.counter import Paper, record_paper, send_copy, undo_paper, withdraw_at_word
from consent.actions.defects import end_rest, invalidate
from consent.actions.drafts import begin_notice, draft_version, publish_version, retire, revise
from consent.actions.endings import expire_due, revoke
from consent.actions.feeds import digest_of, open_feed, reconcile
from consent.actions.imports import Earlier, import_consents, known_to_holder
from consent.actions.leaving import withdraw_everything
from consent.actions.linking import (
    counter_code,
    find_by_number,
    link_at_counter,
    open_handover,
    redeem_handover,
)
from consent.actions.people import (
    end_proxy,
    keep_birth_date,
    lift_hold,
    person_for,
    place_hold,
    register_proxy,
)
from consent.actions.record import Entry
from consent.actions.reports import report_answers
from consent.actions.take_overs import begin_take_over, stop_take_over

__all__ = [
    "Earlier",
    "Entry",
    "Paper",
    "answer",
    "ask",
    "ask_again",
    "begin_notice",
    "begin_take_over",
    "counter_code",
    "defer",
    "digest_of",
    "draft_version",
    "end_proxy",
    "end_rest",
    "expire_due",
    "find_by_number",
    "give",
    "import_consents",
    "invalidate",
    "keep_birth_date",
    "known_to_holder",
    "lift_hold",
    "link_at_counter",
    "open_feed",
    "open_handover",
    "person_for",
    "place_hold",
    "publish_version",
    "reconcile",
    "record_paper",
    "redeem_handover",
    "refuse",
    "register_proxy",
    "renew",
    "report_answers",
    "retire",
    "revise",
    "revoke",
    "send_copy",
    "stop_take_over",
    "undo_paper",
    "withdraw",
    "withdraw_at_word",
    "withdraw_everything",
]
