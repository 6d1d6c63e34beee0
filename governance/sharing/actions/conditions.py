"""Conditions of approval: evidence, check, waiver, a later day; overdue suspends by itself.

Whoever takes a step locks the grant before the condition, as the clock does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.actions import append
from core.ledger.events import Event
from core.outbox.rounds import each
from governance.members import actions as members
from governance.members.enums import DutyKind
from governance.members.queries import membership_of, open_duties
from governance.sharing import notices
from governance.sharing.actions.deciding import own_decision
from governance.sharing.actions.evidence import Upload, keep
from governance.sharing.actions.grants import activate_if_ready, lock_family
from governance.sharing.actions.suspensions import suspend_because
from governance.sharing.enums import ConditionState, SuspensionCause, events
from governance.sharing.models import Condition, ConditionExtension, Grant, TimeAsked
from governance.sharing.permissions import permit
from governance.sharing.queries.conditions import LIVING, about, condition_due, unmet
from governance.sharing.queries.facts_decisions import waiver_stands
from governance.sharing.queries.suspensions import RUNNING
from governance.sharing.rules.conditions import fault_of_day
from governance.sharing.rules.reminders import DUTIES, reminder
from governance.sharing.workflows import CONDITION


def _locked(condition: Condition) -> Condition:
    grant = Grant.objects.select_related("line").filter(line=condition.line_id).first()
    if grant is not None:
        lock_family(grant.line)
    return (
        Condition.objects.select_for_update(of=("self",))
        .select_related(
            "line__request__council",
            "line__request__applicant",
            "line__dataset__provider__organisation",
            "owner",
        )
        .get(pk=condition.pk)
    )


def _record(row: Condition, event: Event, by: User | None, **facts: Any) -> None:
    append(event, council=row.line.request.council, subject=f"condition:{row.reference}", facts=facts, by=by)


@transaction.atomic
def submit_evidence(
    condition: Condition, *, by: User, evidence: str, uploads: Sequence[Upload] = ()
) -> Condition:
    """The owner shows how the condition is met, in words and by files, which are kept privately.

    Raises:
        Invalid: nothing is said, or a file is not what it says.
    """
    row = _locked(condition)
    permit(by, row, "submit_evidence").or_raise()
    if not evidence.strip():
        raise Invalid("sharing.evidence_missing")
    row.state = CONDITION.after(row.state, "submit_evidence")
    row.evidence, row.evidence_at, row.evidence_by = evidence, clock.now(), by
    row.checked_at, row.checked_by, row.check_note = None, None, ""
    row.save()
    kept = keep(uploads, about=about(row), council=row.line.request.council, by=by)
    digests = [file.digest for file in kept]
    _record(row, events.CONDITION_EVIDENCED, by, digest=canonical.digest(evidence), files=digests)
    notices.condition_evidenced(row)
    return row


def _check(condition: Condition, verb: str, event: Event, by: User, note: str) -> Condition:
    row = _locked(condition)
    permit(by, row, verb).or_raise()
    if row.evidence_by_id == by.pk:
        raise NotPermitted("sharing.checker_filed")
    row.state = CONDITION.after(row.state, verb)
    row.checked_at, row.checked_by, row.check_note = clock.now(), by, note
    row.save()
    _record(row, event, by)
    if row.state == ConditionState.MET:
        _fulfilled(row, by)
    notices.condition_checked(row)
    return row


def _fulfilled(row: Condition, by: User) -> None:
    """Its duty is done; the last one precedent activates the grant."""
    _settle_duty(row)
    if hasattr(row.line, "grant"):
        activate_if_ready(row.line.grant)


def _settle_duty(row: Condition) -> None:
    membership = membership_of(row.line.request.council, row.owner) if row.owner else None
    if membership is not None:
        members.settle_duties_about(membership, about=f"condition:{row.reference}")


@transaction.atomic
def accept_evidence(condition: Condition, *, by: User, note: str = "") -> Condition:
    """The checker, who did not file it and is not of the owner's people, finds the condition met."""
    return _check(condition, "accept_evidence", events.CONDITION_MET, by, note)


@transaction.atomic
def reject_evidence(condition: Condition, *, by: User, note: str) -> Condition:
    """The checker finds the evidence wanting and says why; the condition is open again."""
    if not note.strip():
        raise Invalid("sharing.reason_missing")
    return _check(condition, "reject_evidence", events.CONDITION_REJECTED, by, note)


@transaction.atomic
def waive(condition: Condition, *, by: User, decision_number: str) -> Condition:
    """Only a decision of the council about the line waives a condition; another does anew where it was superseded.

    Raises:
        Invalid, Refused: no such decision, or it is the one that set the condition.
        NotNow: it is waived, and the decision behind that stands.
    """
    row = _locked(condition)
    permit(by, row, "waive").or_raise()
    _need_fallen(row)
    row.waiving_decision = own_decision(row.line, decision_number)
    row.state = CONDITION.after(row.state, "waive")
    row.save()
    _record(row, events.CONDITION_WAIVED, by, decision=decision_number)
    _fulfilled(row, by)
    notices.condition_checked(row)
    return row


def _need_fallen(row: Condition) -> None:
    """What is waived stays so while the decision behind it stands."""
    if row.state == ConditionState.WAIVED and waiver_stands(row):
        assert row.waiving_decision is not None
        raise NotNow("sharing.waiver_stands", number=row.waiving_decision.number)


@transaction.atomic
def reopen(condition: Condition, *, by: User, reason: str) -> Condition:
    """The decision that waived the condition was superseded, and none waives it anew: it has to be met after all.

    Raises:
        Invalid: no reason.
        NotNow: the decision that waived it stands.
    """
    row = _locked(condition)
    permit(by, row, "reopen").or_raise()
    _need_fallen(row)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    former = row.waiving_decision
    row.state = CONDITION.after(row.state, "reopen")
    row.waiving_decision, row.reminded, row.check_note = None, None, reason.strip()
    row.save()
    number, said = former.number if former else "", canonical.digest(row.check_note)
    _record(row, events.CONDITION_REOPENED, by, before=number, digest=said)
    notices.condition_reopened(row, former)
    return row


@transaction.atomic
def extend(condition: Condition, *, by: User, due_on: date, reason: str) -> Condition:
    """The secretariat sets a later day, and says why; both stay on record.

    Raises:
        Invalid: no reason, or the day is not later than the one before and than today, or after the grant's end.
    """
    row = _locked(condition)
    permit(by, row, "extend").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    return _move_day(row, by, due_on, reason.strip())


def _check_day(row: Condition, wished: date) -> None:
    ends = row.line.grant.ends_on
    code = fault_of_day(wished, due_on=row.due_on, ends_on=ends, today=clock.today())
    if code:
        raise Invalid(code, ends=ends.isoformat())


def _move_day(row: Condition, by: User, due_on: date, reason: str) -> Condition:
    """The day is moved, and whoever asked for it has the answer."""
    _check_day(row, due_on)
    assert row.due_on is not None
    before, row.due_on, row.reminded = row.due_on, due_on, None
    row.save()
    ConditionExtension.objects.create(
        condition=row,
        from_on=before,
        to_on=due_on,
        reason=reason,
        extended_at=clock.now(),
        extended_by=by,
    )
    waiting = row.time_asked.filter(answered_at__isnull=True)
    waiting.update(agreed_on=due_on, answer=reason, answered_at=clock.now(), answered_by=by)
    _settle_duty(row)
    _record(row, events.CONDITION_EXTENDED, by, due=before, to=due_on)
    notices.condition_extended(row)
    return row


@transaction.atomic
def ask_for_time(condition: Condition, *, by: User, due_on: date, reason: str) -> TimeAsked:
    """The owner asks for a later day; until somebody agrees, the day stays and what follows from it.

    Raises:
        Invalid: no reason, or the day is not later, lies behind or after the grant's end.
        NotNow: the answer to another request is awaited.
    """
    row = _locked(condition)
    permit(by, row, "ask_for_time").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    if row.time_asked.filter(answered_at__isnull=True).exists():
        raise NotNow("sharing.time_asked_already")
    _check_day(row, due_on)
    asked = TimeAsked.objects.create(
        condition=row, wished_on=due_on, reason=reason.strip(), asked_at=clock.now(), asked_by=by
    )
    _record(row, events.TIME_ASKED, by, due=row.due_on, to=due_on, digest=canonical.digest(asked.reason))
    notices.condition_time_asked(row, asked)
    return asked


@transaction.atomic
def answer_time(condition: Condition, *, by: User, agrees: bool, note: str = "") -> TimeAsked:
    """Whoever checks the condition, or the secretariat, agrees to the later day, or declines it and says why.

    Raises:
        NotNow: nobody waits for an answer.
        NotPermitted: they asked for it themselves.
        Invalid: declined without a reason, or the day has come meanwhile.
    """
    row = _locked(condition)
    permit(by, row, "answer_time").or_raise()
    asked = row.time_asked.filter(answered_at__isnull=True).first()
    if asked is None:
        raise NotNow("sharing.no_time_asked")
    if asked.asked_by_id == by.pk:
        raise NotPermitted("sharing.asked_time_yourself")
    if agrees:
        _move_day(row, by, asked.wished_on, note.strip() or asked.reason)
        asked.refresh_from_db()
        return asked
    if not note.strip():
        raise Invalid("sharing.reason_missing")
    asked.answer, asked.answered_at, asked.answered_by = note.strip(), clock.now(), by
    asked.save()
    _record(row, events.TIME_DECLINED, by, due=row.due_on, digest=canonical.digest(asked.answer))
    notices.condition_time_declined(row, asked)
    return asked


# --- what time does ---


def suspend_overdue() -> int:
    """Suspend every running grant for each condition that is overdue, and put the duty on record, also while a grant
    waits for it; how many. Harmless to repeat and to run twice at once."""
    overdue = unmet().filter(due_on__lt=clock.today(), state=ConditionState.OPEN)
    return each(_suspend_for, overdue.order_by("line_id", "pk"))


@transaction.atomic
def _suspend_for(condition: Condition) -> bool:
    row = _locked(condition)
    if row.state != ConditionState.OPEN or row.due_on is None or clock.today() <= row.due_on:
        return False
    grant = row.line.grant
    if grant.state not in LIVING:
        return False
    runs = grant.state in RUNNING
    suspended = runs and suspend_because(grant, SuspensionCause.CONDITION, row.reference)
    owed = _open_duty(row)
    if suspended or owed:
        _record(row, events.CONDITION_OVERDUE, None, due=row.due_on)
    return suspended or owed


def _open_duty(row: Condition) -> bool:
    """The owner owes the condition, which is overdue: once, also where an earlier delay keeps the grant suspended. One
    that comes back is a report."""
    membership = membership_of(row.line.request.council, row.owner) if row.owner else None
    subject = f"condition:{row.reference}"
    if membership is None or any(duty.reference == subject for duty in open_duties(membership)):
        return False
    assert row.due_on is not None
    kind = DutyKind.REPORT if row.repeats_months else DutyKind.CONDITION
    members.open_duty(membership, kind=kind, due_on=row.due_on, about=subject, by=None)
    return True


def remind() -> int:
    """Remind the owner before and after the day of a condition, each mark once; how many were reminded."""
    due = unmet().filter(state=ConditionState.OPEN, due_on__lte=condition_due(max(DUTIES)))
    return each(_remind, due.order_by("line_id", "pk"))


@transaction.atomic
def _remind(condition: Condition) -> bool:
    row = _locked(condition)
    if row.state != ConditionState.OPEN or row.due_on is None:
        return False
    mark = reminder(row.due_on, clock.today(), DUTIES, row.reminded)
    if mark is None:
        return False
    row.reminded = mark
    row.save()
    notices.condition_due(row, mark)
    return True
