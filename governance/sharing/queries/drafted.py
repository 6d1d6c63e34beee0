"""What a returned draft of an opinion, an approval or a refusal told, and whether it is still to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from governance.assembly.enums import DocumentKind
from governance.sharing.enums import LineState
from governance.sharing.models import Approval, RequestLine, ReviewOutcome
from governance.sharing.queries.deciding import counts_from
from governance.sharing.queries.requests import line as load_line


def opinion_of(draft: Any) -> ReviewOutcome:
    """The opinion that the first of the drafts told."""
    line, first = _drafted(draft)
    return line.outcomes.filter(given_at__lte=first).order_by("-pk")[0]


def approval_of(draft: Any) -> Approval:
    """The approval, or the refusal, that the first of the drafts told."""
    line, first = _drafted(draft)
    rows = line.approvals.filter(is_approved=draft.kind == DocumentKind.APPROVAL, recorded_at__lte=first)
    return rows.order_by("-pk")[0]


def is_still_told(draft: Any) -> bool:
    """Is what ``draft`` told the newest of its line, about what was handed in last, and the line not taken back? What a
    provisional approval told is not, once it is ratified."""
    line, first = _drafted(draft)
    if line.state == LineState.WITHDRAWN:
        return False
    handed = counts_from(line, opined=False)
    if draft.kind == DocumentKind.OPINION:
        opinion = opinion_of(draft)
        later = line.outcomes.filter(pk__gt=opinion.pk)
        return not later.exists() and (handed is None or opinion.given_at >= handed)
    approval = approval_of(draft)
    ratified = approval.ratified_by
    if ratified is not None and ratified.recorded_at > first:
        return False
    if approval.is_approved and line.state == LineState.NOT_APPROVED:
        return False
    return not line.approvals.filter(pk__gt=approval.pk).exists()


def _drafted(draft: Any) -> tuple[RequestLine, datetime]:
    """The line that ``draft`` is about, and when its first draft was made: right after what it tells."""
    first = draft
    while first.replaces is not None:
        first = first.replaces
    request, _dash, number = draft.subject.removeprefix("line:").rpartition("-")
    found = RequestLine.objects.get(
        request__council=draft.council, request__reference=request, number=int(number)
    )
    return load_line(found.pk), first.prepared_at
