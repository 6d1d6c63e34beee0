"""The states of sharing as the ledger alone tells them."""

from __future__ import annotations

import json
from typing import Any

from core.accounts.models import Council
from core.ledger.models import LedgerEntry, Pending
from governance.sharing.models import Delivery, Disposal, Grant, RequestLine, SharingRequest

TO: dict[str, str] = {
    "request_drafted": "drafted",
    "request_submitted": "submitted",
    "formal_check_passed": "in_review",
    "request_returned": "drafted",
    "review_concluded": "concluded",
    "request_withdrawn": "withdrawn",
    "request_lapsed": "lapsed",
    "request_rest_withdrawn": "concluded",
    "request_rest_lapsed": "concluded",
    "line_withdrawn": "withdrawn",
    "line_approved": "approved",
    "line_not_approved": "not_approved",
    "line_approved_provisionally": "provisional",
    "line_provisional_approval_revoked": "not_approved",
    "line_approval_overturned": "not_approved",
    "provision_accepted": "accepted",
    "provision_declined": "declined",
    "agreement_concluded": "agreed",
    "line_lapsed": "closed",
    "grant_opened": "awaiting_conditions",
    "grant_activated": "active",
    "grant_suspended": "suspended",
    "grant_resumed": "active",
    "grant_expired": "disposal_due",
    "grant_given_back": "disposal_due",
    "grant_lapsed": "closed",
    "grant_closed": "closed",
    "delivery_prepared": "preparing",
    "delivery_list_written": "prepared",
    "delivery_released": "released",
    "delivery_cancelled": "cancelled",
}
"""Event -> state of its subject, written down here and not read from the code."""


class Folded:
    """State by subject, folded entry by entry in the order in which they were written."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.states: dict[str, str] = {}
        self.lines: dict[str, set[str]] = {}
        self.line_of: dict[str, str] = {}
        self.disposals: dict[str, list[bool | None]] = {}
        self._read = 0

    def read(self) -> None:
        """Fold what was written since."""
        order = dict(Pending.objects.filter(pk__gt=self._read).values_list("entry", "pk"))
        rows = LedgerEntry.objects.filter(
            pk__in=order, council=self.council.slug, event__startswith="sharing."
        )
        for entry in sorted(rows, key=lambda row: order[row.pk]):
            facts = json.loads(bytes(entry.content))["facts"]
            self._fold(entry.event.removeprefix("sharing."), entry.subject, facts)
        self._read = max([self._read, *order.values()])

    def _fold(self, event: str, subject: str, facts: dict[str, Any]) -> None:
        if event in TO:
            self.states[subject] = TO[event]
        self._fold_lines(event, subject, facts)
        match event:
            case "grant_opened":
                self.line_of[subject] = f"line:{facts['line']}"
            case "grant_revoked" | "grant_superseded" | "grant_taken_back" | "grant_without_agreement":
                self.states[subject] = "disposal_due" if facts["due"] else "closed"
            case "grant_closed":
                self._move({self.line_of[subject]}, {"agreed"}, "closed")
            case "disposal_filed":
                self.disposals.setdefault(subject, []).append(None)
            case "disposal_rejected" | "disposal_verified":
                self.disposals[subject][-1] = event == "disposal_verified"

    def _fold_lines(self, event: str, subject: str, facts: dict[str, Any]) -> None:
        match event:
            case "request_submitted":
                self.lines.setdefault(subject, set()).update(f"line:{line}" for line in facts["lines"])
                for line in self.lines[subject]:
                    self.states.setdefault(line, "drafted")
            case "formal_check_passed":
                self._move(self.lines[subject], {"drafted"}, "under_review")
            case "request_returned" | "request_withdrawn" | "request_lapsed":
                self._move(self.lines.get(subject, set()), {"under_review", "opined"}, "drafted")
            case "provision_taken_back":
                self._move({subject}, {"accepted"}, "declined")
            case "line_ratified":
                self._move({subject}, {"provisional"}, "approved")
            case "board_opinion_given":
                self._move({f"line:{facts['line']}"}, {"under_review"}, "opined")

    def _move(self, lines: set[str], sources: set[str], target: str) -> None:
        for line in lines:
            if self.states[line] in sources:
                self.states[line] = target

    def assert_same(self) -> None:
        """The tables say what the ledger says, of everything that it speaks of."""
        self.read()
        stored = {f"request:{row.reference}": row.state for row in self._rows(SharingRequest)}
        lines = RequestLine.objects.filter(request__council=self.council).select_related("request")
        submitted = set().union(*self.lines.values()) if self.lines else set()
        stored |= {
            f"line:{row.reference}": row.state for row in lines if f"line:{row.reference}" in submitted
        }
        assert {row.state for row in lines if f"line:{row.reference}" not in submitted} <= {"drafted"}
        stored |= {f"grant:{row.reference}": row.state for row in self._rows(Grant)}
        stored |= {f"delivery:{row.reference}": row.state for row in self._rows(Delivery)}
        assert stored == self.states
        certificates: dict[str, list[bool | None]] = {}
        for row in (
            Disposal.objects.filter(grant__council=self.council).select_related("grant").order_by("pk")
        ):
            certificates.setdefault(f"grant:{row.grant.reference}", []).append(row.is_verified)
        assert certificates == self.disposals

    def _rows(self, model: Any) -> Any:
        return model.objects.filter(council=self.council)
