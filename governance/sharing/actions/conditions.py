"""Conditions of approval: evidence, check, waiver; overdue suspends by itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid
from core.ledger.actions import append
from core.ledger.events import Event
from governance.sharing.actions.grants import activate_if_ready, suspend
from governance.sharing.enums import ConditionState, GrantState, events
from governance.sharing.models import Condition
from governance.sharing.permissions import permit
from governance.sharing.workflows import CONDITION


def _locked(condition: Condition) -> Condition:
    return (
        Condition.objects.select_for_update(of=("self",))
        .select_related(
            "line__request__council", "line__request__applicant", "line__dataset__provider", "owner"
        )
        .get(pk=condition.pk)
    )


def _record(row: Condition, event: Event, by: User | None, **facts: Any) -> None:
    append(event, council=row.line.request.council, subject=f"condition:{row.reference}", facts=facts, by=by)


@transaction.atomic
def submit_evidence(condition: Condition, *, by: User, evidence: str) -> Condition:
    """The owner shows how the condition is met."""
    row = _locked(condition)
    permit(by, row, "submit_evidence").or_raise()
    if not evidence.strip():
        raise Invalid("sharing.evidence_missing")
    row.state = CONDITION.after(row.state, "submit_evidence")
    row.evidence, row.evidence_at, row.evidence_by = evidence, clock.now(), by
    row.save()
    _record(row, events.CONDITION_EVIDENCED, by, digest=canonical.digest(evidence))
    return row


def _check(condition: Condition, verb: str, event: Event, by: User, note: str) -> Condition:
    row = _locked(condition)
    permit(by, row, verb).or_raise()
    row.state = CONDITION.after(row.state, verb)
    row.checked_at, row.checked_by, row.check_note = clock.now(), by, note
    row.save()
    _record(row, event, by)
    if row.state == ConditionState.MET and hasattr(row.line, "grant"):
        activate_if_ready(row.line.grant)
    return row


@transaction.atomic
def accept_evidence(condition: Condition, *, by: User, note: str = "") -> Condition:
    """The checker finds the condition met; the last one precedent activates the grant."""
    return _check(condition, "accept_evidence", events.CONDITION_MET, by, note)


@transaction.atomic
def reject_evidence(condition: Condition, *, by: User, note: str) -> Condition:
    """The checker finds the evidence wanting and says why; the condition is open again."""
    if not note.strip():
        raise Invalid("sharing.reason_missing")
    return _check(condition, "reject_evidence", events.CONDITION_REJECTED, by, note)


@transaction.atomic
def waive(condition: Condition, *, by: User, decision_number: str) -> Condition:
    """Only a decision of the council waives a condition."""
    if not decision_number.strip():
        raise Invalid("sharing.decision_missing")
    row = _locked(condition)
    permit(by, row, "waive").or_raise()
    row.state = CONDITION.after(row.state, "waive")
    row.waived_by_decision = decision_number
    row.save()
    _record(row, events.CONDITION_WAIVED, by, decision=decision_number)
    if hasattr(row.line, "grant"):
        activate_if_ready(row.line.grant)
    return row


def suspend_overdue() -> int:
    """Suspend every active grant that has an overdue condition; how many."""
    overdue = Condition.objects.filter(
        state__in=[ConditionState.OPEN, ConditionState.SUBMITTED],
        due_on__lt=clock.today(),
        line__grant__state=GrantState.ACTIVE,
    ).select_related("line__grant")
    done = 0
    for condition in overdue.order_by("line_id").distinct():
        grant = condition.line.grant
        grant.refresh_from_db()
        if grant.state == GrantState.ACTIVE:
            suspend(grant, by=None, reason=condition.reference)
            done += 1
    return done
