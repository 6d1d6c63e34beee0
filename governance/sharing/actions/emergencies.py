"""緊急承認: the chair approves before the board has spoken; data may go at once, until the ratification is due.

Ratification, refusal and lapse find the line wherever it has come meanwhile. What is refused or lapses stops at
once: the gate closes, the grant ends with its disposal due, and everyone concerned is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, Refused
from core.outbox.rounds import each
from core.rulebook.provider import in_force
from governance.sharing import notices
from governance.sharing.actions import grants, papers
from governance.sharing.actions.approvals import (
    by_right_body,
    decide,
    departure_from,
    kept_departure,
    locked,
    move,
    record,
    valid_until,
)
from governance.sharing.actions.binding import asked_rightly, carried, open_conditions
from governance.sharing.actions.deciding import off_agenda, unspent
from governance.sharing.actions.locking import begin
from governance.sharing.actions.repeating import repeat_conditions
from governance.sharing.actions.verdicts import keep_answer, pass_gate
from governance.sharing.enums import events
from governance.sharing.models import Approval, Grant, RequestLine, SharingRequest
from governance.sharing.permissions import permit
from governance.sharing.queries.emergencies import provisional_approval, ratify_by, unratified
from governance.sharing.queries.facts_decisions import deciding_body
from governance.sharing.rules.conditions import ConditionAsked
from governance.sharing.rules.facts import ApprovalRules
from governance.sharing.rules.verdict import Moment


@transaction.atomic
def approve_provisionally(
    line: RequestLine,
    *,
    by: User,
    decision_number: str,
    reasons: str,
    conditions: Sequence[ConditionAsked] = (),
) -> Approval:
    """The chair approves in an emergency, under conditions of its own, before the board has given its opinion; the
    provider may decide and data may go, until the body that the rule names has ratified it, refused, or let the
    deadline pass."""
    row = locked(line)
    begin(row, "approve_provisionally", by)
    if not row.request.is_emergency:
        raise Refused("sharing.not_an_emergency")
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    decision = unspent(row, decision_number)
    kept = asked_rightly(row, conditions)
    rules = in_force(row.request.council, clock.today())
    approval = Approval.objects.create(
        line=row,
        decision_id=decision.pk,
        is_approved=True,
        is_provisional=True,
        reasons=reasons,
        items=list(row.items),
        purpose=row.request.purpose,
        data_class=row.data_class,
        rules=canonical.plain(ApprovalRules.of(rules)),
        conditions=[dict(one) for one in kept],
        decided_on=decision.decided_on,
        valid_until=valid_until(row, rules),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    pass_gate(row, Moment.APPROVAL, by=by, at=clock.now())
    move(row, "approve_provisionally", by)
    open_conditions(row, kept)
    record(row, events.LINE_PROVISIONAL, by, decision=decision_number)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number)
    return approval


def locked_after_grant(line: RequestLine) -> RequestLine:
    """The line, locked after the grant that it opened: in the order in which a grant that ends closes its line."""
    for grant in Grant.objects.filter(line=line):
        grants.locked(grant)
    return locked(line)


def _provisional(line: RequestLine) -> Approval:
    """The approval that waits for its ratification.

    Raises:
        NotNow: there is none, or its time is over.
    """
    approval = provisional_approval(line)
    if approval is None:
        raise NotNow("sharing.not_provisional", line=line.reference)
    due = ratify_by(line)
    if due is None or clock.today() > due:
        raise NotNow("sharing.ratification_overdue", due=due.isoformat() if due else "")
    return approval


@transaction.atomic
def ratify(
    line: RequestLine,
    *,
    by: User,
    decision_number: str,
    reasons: str = "",
    conditions: Sequence[ConditionAsked] | None = None,
) -> Approval:
    """追認: the body that the rule names confirms a provisional approval before its deadline, after the board has
    given its opinion; the conditions that the board asked for, or those named, bind from now on beside the chair's."""
    row = locked_after_grant(line)
    begin(row, "ratify", by)
    approval = _provisional(row)
    decision = unspent(row, decision_number, opined=True)
    by_right_body(row, deciding_body(decision), in_force(row.request.council, clock.today()))
    kept, adopted = carried(row, conditions, reasons)
    departure = departure_from(row, decision, reasons, approved=True, adopted=adopted)
    approval.ratified_by_id = decision.pk
    approval.conditions = [*approval.conditions, *map(dict, kept)]
    approval.adopts_conditions = adopted
    approval.departure = kept_departure(departure, reasons)
    approval.save()
    pass_gate(row, Moment.APPROVAL, by=by, at=clock.now())
    move(row, "ratify", by)
    open_conditions(row, kept)
    for grant in Grant.objects.filter(line=row):
        repeat_conditions(grant)
    record(row, events.LINE_RATIFIED, by, decision=decision_number)
    papers.call_back_approvals(row, by=by, number=decision_number)
    papers.draft_approval_notice(approval, by=by)
    notices.line_decided(row, decision_number, how="ratified")
    return approval


@transaction.atomic
def revoke(line: RequestLine, *, by: User, decision_number: str, reasons: str) -> Approval:
    """The body that the rule names refuses to ratify a provisional approval, with its reasons; nothing flows from
    this moment on."""
    row = locked_after_grant(line)
    begin(row, "revoke", by)
    if not reasons.strip():
        raise Invalid("sharing.reason_missing")
    _provisional(row)
    approval = decide(row, by, decision_number, reasons, approved=False, opined=False)
    keep_answer(row, Moment.APPROVAL, by=by, at=clock.now())
    papers.call_back_approvals(row, by=by, number=decision_number)
    _stop(row, by, decision=decision_number)
    papers.draft_approval_notice(approval, by=by)
    return approval


@transaction.atomic
def lapse(line: RequestLine) -> bool:
    """Done by the clock: a provisional approval that nobody ratified in time is no approval any more."""
    row = locked_after_grant(line)
    due = ratify_by(row)
    if provisional_approval(row) is None or (due is not None and clock.today() <= due):
        return False
    permit(None, row, "revoke").or_raise()
    keep_answer(row, Moment.APPROVAL, by=None, at=clock.now())
    _stop(row, None, due=due)
    return True


def lapse_unratified() -> int:
    """Let every provisional approval lapse that was not ratified in time; how many. Harmless to repeat."""
    return each(lapse, unratified().order_by("pk"))


def cease(request: SharingRequest, *, by: User) -> None:
    """The applicant has taken the request back, which is locked: what was approved provisionally ends with it."""
    for line in unratified().filter(request=request).order_by("pk"):
        _stop(locked_after_grant(line), by, withdrawn=True)


def _stop(line: RequestLine, by: User | None, **why: Any) -> None:
    """The line is not approved; the grant that it opened ends, its data are to be returned or disposed of."""
    move(line, "revoke", by)
    record(line, events.LINE_PROVISIONAL_REVOKED, by, **why)
    off_agenda(line, by=by)
    papers.call_back_approvals(line, by=by)
    grant = Grant.objects.filter(line=line).first()
    if grant is not None:
        grants.end_unratified(grant)
    notices.provisional_ended(line)
