"""Who may do what in sharing, one module per noun."""

from __future__ import annotations

from governance.sharing.permissions.cases import (
    has_part_in,
    keeps_case,
    may_keep_breach,
    permit,
    permits,
    works_for_party,
)
from governance.sharing.permissions.councils import (
    in_council,
    may_draft_dataset,
    may_draft_request,
    may_hand_over,
    may_keep_book,
    may_keep_books,
    may_keep_each_book,
    may_look_up,
    may_record_statutory,
    may_replay,
    may_report_incident,
)
from governance.sharing.permissions.files import (
    may_draft_letter,
    may_read_evidence,
    may_read_proof,
    may_take_agreement,
    must_declare,
    opinions_in_copy,
    reads_as_expert,
    reads_file,
    reads_in_copy,
    sees_trade_secret,
)
from governance.sharing.permissions.roles import roles_of, works_for

__all__ = [
    "has_part_in",
    "in_council",
    "keeps_case",
    "may_draft_dataset",
    "may_draft_letter",
    "may_draft_request",
    "may_hand_over",
    "may_keep_book",
    "may_keep_books",
    "may_keep_breach",
    "may_keep_each_book",
    "may_look_up",
    "may_read_evidence",
    "may_read_proof",
    "may_record_statutory",
    "may_replay",
    "may_report_incident",
    "may_take_agreement",
    "must_declare",
    "opinions_in_copy",
    "permit",
    "permits",
    "reads_as_expert",
    "reads_file",
    "reads_in_copy",
    "roles_of",
    "sees_trade_secret",
    "works_for",
    "works_for_party",
]
