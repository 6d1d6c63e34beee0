"""What was refused of a request, and whether it may be examined again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core import clock
from core.errors import ArticleRef, Verdict
from core.rulebook.provider import in_force
from governance.sharing.enums import LineState, RequestKind
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.queries.idle import OPEN_STATES
from governance.sharing.rules.reexamining import may_ask_again, may_hand_in, reexamination_until


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line that was refused, on which day, and whether it may be asked for again."""

    line: RequestLine
    decided_on: date
    until: date | None
    """The last day to ask; None where the rule has none."""
    verdict: Verdict


def refused_lines(request: SharingRequest) -> list[RefusedLine]:
    """The lines of ``request`` that the council did not approve or the provider declined, in their order. What lapsed
    was not refused."""
    today = clock.today()
    rules = in_force(request.council, today)
    period, article = rules.get("reexamination"), rules.article("reexamination")
    rows = request.lines.filter(state__in=[LineState.NOT_APPROVED, LineState.DECLINED])
    found = []
    for line in rows.select_related("dataset", "request").order_by("number"):
        day = _refused_on(line)
        if day is not None:
            before = _asked_before(line)
            verdict = may_ask_again(day, today, period, before=before, article=article)
            found.append(RefusedLine(line, day, reexamination_until(day, period), verdict))
    return found


@dataclass(frozen=True, slots=True)
class HandIn:
    """Until when a drafted re-examination has to be handed in, by which article, and whether it still can be."""

    until: date
    article: ArticleRef | None
    verdict: Verdict


def hand_in(request: SharingRequest) -> HandIn | None:
    """The last day of a re-examination that was not handed in yet; None for what was, and for other requests."""
    if request.kind != RequestKind.REEXAMINATION or request.submitted_at is not None:
        return None
    today = clock.today()
    rules = in_force(request.council, today)
    period, article = rules.get("reexamination"), rules.article("reexamination")
    rows = request.lines.filter(follows__isnull=False).select_related("follows")
    refused = [_refused_on(line.follows) for line in rows if line.follows is not None]
    days = [day for one in refused if one and (day := reexamination_until(one, period))]
    if not days:
        return None
    return HandIn(min(days), article, may_hand_in(min(days), today, article=article))


def _refused_on(line: RequestLine) -> date | None:
    """The day of the decision against ``line``; None where it was not refused by a decision."""
    if line.state == LineState.DECLINED:
        decided = line.provider_decisions.filter(is_accepted=False).order_by("-pk").first()
        return decided.decided_on if decided else None
    approval = line.approvals.order_by("-pk").first()
    return approval.decided_on if approval and not approval.is_approved else None


def _asked_before(line: RequestLine) -> str:
    """The re-examination that was asked for already: the one that ``line`` belongs to, or one that asks for it again
    and was handed in or is open."""
    if line.request.kind == RequestKind.REEXAMINATION:
        return line.request.reference
    rows = RequestLine.objects.filter(follows=line, request__kind=RequestKind.REEXAMINATION)
    counted = Q(request__state__in=OPEN_STATES) | Q(request__submitted_at__isnull=False)
    return rows.filter(counted).values_list("request__reference", flat=True).first() or ""
