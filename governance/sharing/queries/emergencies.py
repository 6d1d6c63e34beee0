"""Approvals and their ratification: provisional ones that wait for it, however far the line has come meanwhile."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from core.clock import add_business_days
from governance.sharing.enums import LineState
from governance.sharing.models import Approval, RequestLine, SharingRequest
from governance.sharing.queries.facts_decisions import approval as approval_facts
from governance.sharing.rules.checks_decisions import ratification_due
from governance.sharing.rules.facts import ApprovalRules

REACHED = (LineState.PROVISIONAL, LineState.ACCEPTED, LineState.AGREED, LineState.CLOSED)
"""Where a line may stand while its approval is provisional."""


def _waiting() -> QuerySet[Approval]:
    """Provisional approvals that are the newest word on their line and not ratified."""
    newer = Approval.objects.filter(line=OuterRef("line"), pk__gt=OuterRef("pk"))
    rows = Approval.objects.filter(is_provisional=True, is_approved=True, ratified_by__isnull=True)
    return rows.filter(~Exists(newer))


def unratified() -> QuerySet[RequestLine]:
    """Lines whose approval is provisional and not ratified."""
    rows = RequestLine.objects.filter(state__in=REACHED, approvals__in=_waiting())
    return rows.select_related("request__council", "request__applicant")


def provisional_approval(line: RequestLine) -> Approval | None:
    """The approval of ``line`` that waits for its ratification; None where there is none."""
    if line.state not in REACHED:
        return None
    return _waiting().filter(line=line).first()


def approving(line: RequestLine) -> set[int]:
    """Keys of the decisions by which ``line`` was approved, or its provisional approval ratified."""
    rows = line.approvals.values_list("decision_id", "ratified_by_id")
    return {key for pair in rows for key in pair if key is not None}


def ratify_by(line: RequestLine) -> date | None:
    """The last day on which the provisional approval of ``line`` may be ratified; None where there is none."""
    if provisional_approval(line) is None:
        return None
    made = approval_facts(line)
    return ratification_due(made, made.rules) if made is not None and made.rules is not None else None


def holds_until(approval: Approval) -> date | None:
    """Until when ``approval`` holds without its ratification, by the rule of its day; None where it needs none."""
    if not approval.is_provisional or approval.ratified_by_id is not None:
        return None
    emergency = msgspec.convert(approval.rules, ApprovalRules).emergency
    return add_business_days(approval.decided_on, emergency.ratify_within) if emergency else None


def request_ratify_by(request: SharingRequest) -> date | None:
    """The earliest day by which a line of ``request`` is to be ratified; None where none waits for it."""
    if not request.is_emergency:
        return None
    return min(filter(None, map(ratify_by, request.lines.all())), default=None)
