"""Agreements and the grants they open: activation, suspension, expiry, revocation, closing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from core.rulebook.provider import in_force
from governance.members import actions as members
from governance.members.enums import DutyKind
from governance.members.queries import membership_of
from governance.sharing import notices
from governance.sharing.actions.history import save
from governance.sharing.enums import (
    AgreementKind,
    ConditionState,
    DeliveryState,
    GrantState,
    TransferForm,
    events,
)
from governance.sharing.models import (
    Agreement,
    Approval,
    Dataset,
    Delivery,
    Grant,
    ProviderDecision,
    RequestLine,
)
from governance.sharing.permissions import permit
from governance.sharing.queries.requests import line as load_line
from governance.sharing.workflows import DELIVERY, GRANT, LINE

KINDS_FOR_FORM = {
    TransferForm.THIRD_PARTY: {AgreementKind.CONTRACT, AgreementKind.MEMORANDUM, AgreementKind.MEASURES},
    TransferForm.ENTRUSTMENT: {AgreementKind.ENTRUSTMENT},
    TransferForm.JOINT_USE: {AgreementKind.JOINT_USE_NOTICE},
    TransferForm.SUCCESSION: {AgreementKind.SUCCESSION},
    TransferForm.INTERNAL_USE: {AgreementKind.MEMORANDUM, AgreementKind.MEASURES},
}


def record(grant: Grant, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about ``grant``."""
    append(event, council=grant.council, subject=f"grant:{grant.reference}", facts=facts, by=by)


def locked(grant: Grant) -> Grant:
    """The row of ``grant``, locked: release, withdrawal and every change of state take the same lock."""
    return (
        Grant.objects.select_for_update(of=("self",))
        .select_related("council", "line__request__applicant", "line__dataset__provider__organisation")
        .get(pk=grant.pk)
    )


@transaction.atomic
def conclude_agreement(
    line: RequestLine,
    *,
    by: User,
    kind: str,
    contract_number: str,
    signed_on: date,
    valid_from: date,
    valid_until: date,
) -> Grant:
    """Record what provider and recipient signed; it opens the grant, which awaits its conditions precedent.

    Raises:
        Invalid: the kind does not fit the form of transfer, or the dates are out of order.
    """
    RequestLine.objects.select_for_update().get(pk=line.pk)
    row = load_line(line.pk)
    _wait_for_withdrawals(row)
    permit(by, row, "conclude_agreement").or_raise()
    if kind not in KINDS_FOR_FORM.get(TransferForm(row.form), set()):
        raise Invalid("sharing.agreement_kind_and_form", form=str(TransferForm(row.form).label))
    if not contract_number.strip() or valid_until < valid_from:
        raise Invalid("sharing.agreement_incomplete")
    now = clock.now()
    Agreement.objects.create(
        line=row,
        kind=kind,
        reference=contract_number,
        signed_on=signed_on,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=now,
        recorded_by=by,
    )
    row.state = LINE.after(row.state, "conclude_agreement")
    save(row, by)
    append(
        events.AGREEMENT_CONCLUDED,
        council=row.request.council,
        subject=f"line:{row.reference}",
        facts={"kind": kind, "until": valid_until},
        by=by,
    )
    return _open(row, by=by, valid_from=valid_from, valid_until=valid_until)


def _wait_for_withdrawals(line: RequestLine) -> None:
    """A withdrawal under way holds the dataset: a grant that it did not see opens after it has committed."""
    Dataset.objects.select_for_update(no_key=True).get(pk=line.dataset_id)


def _open(line: RequestLine, *, by: User, valid_from: date, valid_until: date) -> Grant:
    approval: Approval = line.approvals.order_by("-pk")[0]
    decided: ProviderDecision = line.provider_decisions.order_by("-pk")[0]
    starts = max(filter(None, (valid_from, line.use_from, approval.decided_on)))
    ends = min(filter(None, (valid_until, line.use_until, approval.valid_until)))
    if ends < starts:
        raise Refused("sharing.grant_period_empty", starts=starts.isoformat(), ends=ends.isoformat())
    grant = Grant.objects.create(
        council=line.request.council,
        line=line,
        reference=reference("G", line.request.council.slug, on=clock.today()),
        items=list(decided.items),
        starts_on=starts,
        ends_on=ends,
        opened_at=clock.now(),
    )
    record(grant, events.GRANT_OPENED, by, line=line.reference, starts=starts, ends=ends)
    activate_if_ready(grant)
    return grant


def _move(grant: Grant, verb: str) -> None:
    grant.state = GRANT.after(grant.state, verb)
    grant.history_step += 1


def activate_if_ready(grant: Grant) -> bool:
    """Activate when every condition precedent is met or waived; called by the agreement and by each condition."""
    row = locked(grant)
    waiting = row.line.conditions.filter(is_precedent=True).exclude(
        state__in=[ConditionState.MET, ConditionState.WAIVED]
    )
    if row.state != GrantState.AWAITING or waiting.exists():
        return False
    _move(row, "activate")
    row.save()
    record(row, events.GRANT_ACTIVATED, None)
    notices.grant_changed(row, "activated")
    return True


@transaction.atomic
def suspend(grant: Grant, *, by: User | None, reason: str) -> Grant:
    """Stop every delivery under the grant until it is resumed."""
    row = locked(grant)
    permit(by, row, "suspend").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    _move(row, "suspend")
    row.suspended_reason = reason
    row.save()
    record(row, events.GRANT_SUSPENDED, by)
    notices.grant_changed(row, "suspended")
    return row


@transaction.atomic
def resume(grant: Grant, *, by: User) -> Grant:
    """Let a suspended grant flow again."""
    row = locked(grant)
    permit(by, row, "resume").or_raise()
    _move(row, "resume")
    row.suspended_reason = ""
    row.save()
    record(row, events.GRANT_RESUMED, by)
    notices.grant_changed(row, "resumed")
    return row


def _end(grant: Grant, verb: str, event: Event, by: User | None, **facts: Any) -> Grant:
    """Active or suspended becomes *disposal due*; what was never active is closed. An unreleased delivery is
    cancelled."""
    row = locked(grant)
    permit(by, row, verb).or_raise()
    _move(row, verb)
    if row.state == GrantState.DISPOSAL_DUE:
        rule = in_force(row.council, clock.today()).get("retention")
        row.disposal_due_on = clock.today() + timedelta(days=rule.disposal_days if rule else 30)
    row.save()
    _cancel_deliveries(row, by)
    record(row, event, by, due=row.disposal_due_on, **facts)
    if row.state == GrantState.CLOSED:
        close(row, by)
    else:
        _open_disposal_duty(row)
    notices.grant_changed(row, "ended")
    return row


def _cancel_deliveries(grant: Grant, by: User | None) -> None:
    for delivery in grant.deliveries.filter(state__in=[DeliveryState.PREPARING, DeliveryState.PREPARED]):
        drop(delivery, by)


def drop(delivery: Delivery, by: User | None) -> None:
    """Cancel a delivery under a locked grant and erase its list."""
    delivery.state = DELIVERY.after(delivery.state, "cancel")
    delivery.save()
    delivery.manifest.all().delete()
    append(
        events.DELIVERY_CANCELLED,
        council=delivery.council,
        subject=f"delivery:{delivery.reference}",
        by=by,
    )


def close(grant: Grant, by: User | None) -> None:
    """The last of a grant that is locked and in its last state: when it closed, and its line with it."""
    grant.closed_at = clock.now()
    grant.save()
    line = RequestLine.objects.get(pk=grant.line_id)
    line.state = LINE.after(line.state, "close")
    save(line, by)
    record(grant, events.GRANT_CLOSED, by)


def _open_disposal_duty(grant: Grant) -> None:
    membership = membership_of(grant.council, grant.line.request.applicant)
    if membership is not None and grant.disposal_due_on:
        members.open_duty(
            membership,
            kind=DutyKind.DISPOSAL,
            due_on=grant.disposal_due_on,
            about=f"grant:{grant.reference}",
            by=None,
        )


@transaction.atomic
def expire(grant: Grant) -> Grant:
    """The period is over: an event of its own, done by the system. A grant still awaiting conditions lapses."""
    row = locked(grant)
    if clock.today() <= row.ends_on:
        raise Refused("sharing.grant_not_over", ends=row.ends_on.isoformat())
    if row.state == GrantState.AWAITING:
        return _end(row, "lapse", events.GRANT_LAPSED, None)
    return _end(row, "expire", events.GRANT_EXPIRED, None)


@transaction.atomic
def revoke(grant: Grant, *, by: User, decision_number: str) -> Grant:
    """The council takes the grant back by a decision."""
    if not decision_number.strip():
        raise Invalid("sharing.decision_missing")
    return _end(grant, "revoke", events.GRANT_REVOKED, by, decision=decision_number)


@transaction.atomic
def give_back(grant: Grant, *, by: User) -> Grant:
    """The recipient needs the data no longer and gives the grant back before its end."""
    return _end(grant, "give_back", events.GRANT_GIVEN_BACK, by)


def expire_due() -> int:
    """Expire every grant whose period is over, or let it lapse where it never became active; how many. Called
    daily and harmless to repeat."""
    living = [GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.AWAITING]
    due = list(Grant.objects.filter(state__in=living, ends_on__lt=clock.today()).order_by("pk"))
    for grant in due:
        expire(grant)
    return len(due)


def warn_of_expiry() -> int:
    """Tell everyone concerned 30, 7 and 1 days before the end of a grant; how many grants."""
    done = 0
    for days in (30, 7, 1):
        for grant in Grant.objects.filter(
            state=GrantState.ACTIVE, ends_on=clock.today() + timedelta(days=days)
        ):
            with transaction.atomic():
                notices.grant_ends_soon(grant, days)
            done += 1
    return done
