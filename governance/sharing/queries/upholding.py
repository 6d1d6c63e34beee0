"""Approvals, waivers and revocations whose decision was superseded, and not upheld by the one in its place."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.accounts.models import Council
from core.errors import ALLOWED, Verdict
from governance.sharing.enums import ConditionState, LineState
from governance.sharing.models import Approval, Condition, Grant, RequestLine
from governance.sharing.queries.conditions import LIVING
from governance.sharing.queries.facts_decisions import in_place_of, newest_approval

RESTS = (LineState.PROVISIONAL, LineState.APPROVED, LineState.ACCEPTED, LineState.AGREED)
"""Where a line stands that rests on an approval."""


def superseded(line: RequestLine) -> tuple[Approval, Any] | None:
    """The approval on which ``line`` rests, and the decision in the place of its own; None where its own stands, or the
    grant that it opened has ended."""
    rests = line.state in RESTS and not Grant.objects.filter(line=line).exclude(state__in=LIVING).exists()
    row = newest_approval(line) if rests else None
    if row is None or not row.is_approved:
        return None
    later = in_place_of(row)
    return (row, later) if later is not None else None


def has_fallen(approval: Approval) -> bool:
    """Was another decision put in the place of the one behind ``approval`` (of its ratification, else its own)?"""
    rests_on: Any = approval.ratified_by or approval.decision
    return getattr(rests_on, "superseded_by", None) is not None


def approval_stands(line: RequestLine) -> Verdict:
    """Does what ``line`` rests on stand? No act goes on from an approval whose decision was superseded."""
    found = superseded(line)
    if found is None:
        return ALLOWED
    row, later = found
    number = (row.ratified_by or row.decision).number
    return Verdict(False, "sharing.approval_superseded", {"number": number, "by": later.number})


def to_uphold(council: Council) -> QuerySet[RequestLine]:
    """Lines of ``council`` of which somebody is to record whether the new decision upholds their approval; not where
    the grant has ended."""
    newer = Approval.objects.filter(line=OuterRef("line"), pk__gt=OuterRef("pk"))
    fallen = Q(ratified_by__isnull=True, decision__superseded_by__isnull=False)
    fallen |= Q(ratified_by__superseded_by__isnull=False)
    rows = Approval.objects.filter(~Exists(newer), fallen, is_approved=True)
    lines = RequestLine.objects.filter(request__council=council, state__in=RESTS, approvals__in=rows)
    lines = lines.filter(Q(grant__isnull=True) | Q(grant__state__in=LIVING))
    return lines.select_related("request__council", "request__applicant").order_by("pk")


def fallen_waivers(council: Council) -> QuerySet[Condition]:
    """Conditions of grants not ended that are waived by a decision in whose place another was put."""
    rows = Condition.objects.filter(state=ConditionState.WAIVED, line__request__council=council)
    rows = rows.filter(waiving_decision__superseded_by__isnull=False, line__grant__state__in=LIVING)
    return rows.select_related("line__request", "line__grant").order_by("pk")


def revocation_stands(grant: Grant) -> bool:
    """Is the revocation of ``grant``, if one is on its way, ordered by a decision in whose place no other was put?"""
    return getattr(grant.revoking_decision, "superseded_by", None) is None


def fallen_revocations(council: Council) -> QuerySet[Grant]:
    """Grants not ended whose revocation rests on a decision in whose place another was put."""
    rows = Grant.objects.filter(
        council=council, state__in=LIVING, revoking_decision__superseded_by__isnull=False
    )
    return rows.select_related("line__request").order_by("pk")
