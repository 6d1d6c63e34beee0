"""What becomes of an approval whose decision was superseded: the decision in its place upholds it, or does not.

Until that is recorded nothing goes on from the approval, and nothing flows. What is upheld is approved as before, by
the new decision; what is not ends as other approvals end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.rulebook.provider import in_force
from governance.sharing import notices
from governance.sharing.actions import grants, papers
from governance.sharing.actions.approvals import (
    by_right_body,
    departure_from,
    kept_departure,
    move,
    need_departure,
    record,
)
from governance.sharing.actions.binding import asked_rightly, open_conditions
from governance.sharing.actions.deciding import unspent
from governance.sharing.actions.emergencies import locked_after_grant
from governance.sharing.actions.locking import begin
from governance.sharing.actions.repeating import repeat_conditions
from governance.sharing.actions.verdicts import keep_answer
from governance.sharing.enums import events
from governance.sharing.models import Approval, Grant, RequestLine
from governance.sharing.queries.facts_decisions import deciding_body
from governance.sharing.queries.upholding import superseded
from governance.sharing.rules.conditions import ConditionAsked
from governance.sharing.rules.facts import ApprovalRules
from governance.sharing.rules.verdict import Moment


@transaction.atomic
def uphold(
    line: RequestLine,
    *,
    by: User,
    decision_number: str,
    reasons: str = "",
    conditions: Sequence[ConditionAsked] = (),
    until: date | None = None,
) -> Approval:
    """Record that the decision in the place of a superseded one upholds the approval, which rests on the new one from
    now on. Its items and conditions stay; ``conditions`` bind beside them, and it ends on ``until`` where that is
    earlier. What changes more than that is a new review: not upheld, and asked for anew.

    Raises:
        NotNow: the decision behind the approval stands.
        Refused, Invalid: the decision named is not about the line, superseded itself, used already, or of a body that
            may not decide about it; something is wrong with a condition, or with the day.
    """
    row = locked_after_grant(line)
    begin(row, "uphold", by)
    former = _former(row)
    kept = asked_rightly(row, conditions)
    ends = _end(row, former, until)
    under = [*former.conditions, *map(dict, kept)], ends
    made = _anew(row, former, by, decision_number, reasons.strip() or former.reasons, under=under)
    keep_answer(row, Moment.APPROVAL, by=by, at=clock.now())
    open_conditions(row, kept)
    for grant in Grant.objects.filter(line=row):
        grants.shorten(grant, ends, by=by, decision=decision_number)
        repeat_conditions(grant)
    record(row, events.LINE_UPHELD, by, decision=decision_number, before=_behind(former).number)
    papers.call_back_approvals(row, by=by, number=decision_number)
    papers.draft_approval_notice(made, by=by)
    notices.line_decided(row, decision_number, how="upheld")
    return made


@transaction.atomic
def overturn(line: RequestLine, *, by: User, decision_number: str, reasons: str) -> Approval:
    """Record that the decision in the place of a superseded one does not uphold the approval, with its reasons: the
    line is not approved, and the grant that it opened ends, its data to be returned or disposed of.

    Raises:
        NotNow, Refused, Invalid: as in :func:`uphold`; no reasons.
    """
    row = locked_after_grant(line)
    begin(row, "overturn", by)
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    former = _former(row)
    made = _anew(row, former, by, decision_number, reasons.strip(), under=None)
    keep_answer(row, Moment.APPROVAL, by=by, at=clock.now())
    move(row, "overturn", by)
    record(row, events.LINE_OVERTURNED, by, decision=decision_number, before=_behind(former).number)
    for grant in Grant.objects.filter(line=row):
        grants.end_unratified(grant)
    papers.call_back_approvals(row, by=by, number=decision_number)
    papers.draft_approval_notice(made, by=by)
    notices.line_decided(row, decision_number)
    return made


def _end(line: RequestLine, former: Approval, until: date | None) -> date | None:
    """The last day of what is upheld: no later than before, and not before its grant has begun."""
    if until is None or until == former.valid_until:
        return former.valid_until
    if former.valid_until is not None and until > former.valid_until:
        raise Invalid("sharing.upheld_beyond", ends=former.valid_until.isoformat())
    starts = Grant.objects.filter(line=line).values_list("starts_on", flat=True)
    first = max([clock.today(), *starts])
    if until < first:
        raise Invalid("sharing.upheld_too_short", first=first.isoformat())
    return until


def _former(line: RequestLine) -> Approval:
    if Grant.objects.filter(line=line).exclude(state__in=grants.LIVING).exists():
        raise NotNow("sharing.nothing_to_uphold", line=line.reference)
    found = superseded(line)
    if found is None:
        raise NotNow("sharing.approval_stands", line=line.reference)
    return found[0]


def _behind(row: Approval) -> Any:
    """The decision on which ``row`` rests."""
    return row.ratified_by or row.decision


def _anew(
    line: RequestLine,
    former: Approval,
    by: User,
    number: str,
    reasons: str,
    *,
    under: tuple[list[Any], date | None] | None,
) -> Approval:
    """The approval as ``former`` was, ``under`` its conditions until its end, or (None) that it is over, by the
    decision ``number``. What waits for its ratification goes on waiting for it until the same day; whoever gave it may
    say of it alone."""
    decision = unspent(line, number)
    upheld, (conditions, ends) = under is not None, under or ([], None)
    waits = former.is_provisional and former.ratified_by_id is None
    took, rules = deciding_body(decision), in_force(line.request.council, clock.today())
    own = waits and took == deciding_body(former.decision)
    if not own:
        by_right_body(line, took, rules)
    departure = None
    if not (waits and upheld):
        whole = former.adopts_conditions
        departure = departure_from(line, decision, reasons, approved=upheld, adopted=whole)
    if not (upheld or own):
        need_departure(line, departure, rules)
    return Approval.objects.create(
        line=line,
        decision_id=decision.pk,
        is_approved=upheld,
        is_provisional=waits and upheld,
        reasons=reasons,
        items=former.items,
        purpose=former.purpose,
        data_class=former.data_class,
        rules=former.rules if waits else canonical.plain(ApprovalRules.of(rules)),
        conditions=conditions,
        adopts_conditions=former.adopts_conditions if upheld else True,
        departure=kept_departure(departure, reasons),
        decided_on=former.decided_on if waits and upheld else decision.decided_on,
        valid_until=ends,
        recorded_at=clock.now(),
        recorded_by=by,
    )
