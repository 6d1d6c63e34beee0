"""Agreements and the grants they open: activation, suspension, expiry, revocation, closing."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, Refused
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from core.outbox.actions import react
from core.outbox.rounds import each
from core.paper import freeze
from governance.members import actions as members
from governance.members.enums import DutyKind
from governance.members.queries import membership_of
from governance.sharing import notices
from governance.sharing.actions.binding import count_days
from governance.sharing.actions.copies import name_subprocessors
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import begin
from governance.sharing.actions.repeating import repeat_conditions
from governance.sharing.actions.withdrawals import leave_behind
from governance.sharing.documents.agreements import written
from governance.sharing.enums import (
    DeliveryState,
    GrantState,
    TransferForm,
    events,
)
from governance.sharing.models import (
    Agreement,
    AgreementText,
    Approval,
    Dataset,
    Delivery,
    Grant,
    ProviderDecision,
    RequestLine,
)
from governance.sharing.permissions import permit
from governance.sharing.queries.conditions import settled
from governance.sharing.queries.disposals import held_under
from governance.sharing.queries.periods import disposal_by
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.succession import family, standing_successor
from governance.sharing.queries.upholding import approval_stands
from governance.sharing.rules.checks_flow import AGREEMENTS
from governance.sharing.rules.effect import fault_of_effect
from governance.sharing.rules.reminders import BEFORE_THE_END, reminder
from governance.sharing.rules.signing import Signed, grant_period, may_record
from governance.sharing.workflows import DELIVERY, GRANT, LINE

LIVING = (GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.AWAITING)


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
        Invalid: the kind does not fit the form of transfer, there is no number, or the period runs backwards.
        Refused: the decision behind the approval was superseded; it is not signed yet or was before the provider's
            decision, its number is another agreement's, or it does not meet what was approved.
    """
    RequestLine.objects.select_for_update().get(pk=line.pk)
    row = load_line(line.pk)
    _wait_for_withdrawals(row)
    _may_conclude(row, kind, by)
    signed = Signed(contract_number.strip(), signed_on, valid_from, valid_until)
    decided: ProviderDecision = row.provider_decisions.order_by("-pk")[0]
    may_record(signed, decided_on=decided.decided_on, today=clock.today()).or_raise()
    _refuse_number_of_others(row, signed.number)
    made = Agreement.objects.create(
        line=row,
        kind=kind,
        reference=signed.number,
        signed_on=signed_on,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=clock.now(),
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
    grant = _open(row, signed, decided, by=by)
    AgreementText.objects.create(agreement=made, papers=freeze(partial(written, row, made)))
    return grant


def _may_conclude(line: RequestLine, kind: str, by: User) -> None:
    begin(line, "conclude_agreement", by)
    approval_stands(line).or_raise()
    if kind not in AGREEMENTS.get(line.form, frozenset()):
        raise Invalid("sharing.agreement_kind_and_form", form=str(TransferForm(line.form).label))


def _refuse_number_of_others(line: RequestLine, number: str) -> None:
    """One contract may cover several lines of the same parties; a number names no contract of others besides, and none
    that was ended."""
    named = Agreement.objects.filter(line__request__council=line.request.council, reference=number)
    parties = {
        "line__dataset__provider": line.dataset.provider_id,
        "line__request__recipient_organ": line.request.recipient_organ_id,
    }
    taken = named.exclude(**parties).select_related("line__request").first()
    if taken is not None:
        raise Refused("sharing.agreement_number_taken", number=number, line=taken.line.reference)
    ended = named.filter(terminated_from__isnull=False).first()
    if ended is not None:
        assert ended.terminated_from is not None
        raise Refused("sharing.agreement_number_ended", number=number, day=ended.terminated_from.isoformat())


def _wait_for_withdrawals(line: RequestLine) -> None:
    """A withdrawal under way holds the dataset: a grant that it did not see opens after it has committed."""
    Dataset.objects.select_for_update(no_key=True).get(pk=line.dataset_id)


def _open(line: RequestLine, signed: Signed, decided: ProviderDecision, *, by: User) -> Grant:
    approval: Approval = line.approvals.order_by("-pk")[0]
    starts, ends = grant_period(
        signed, use=(line.use_from, line.use_until), approved=(approval.decided_on, approval.valid_until)
    )
    grant = Grant.objects.create(
        council=line.request.council,
        line=line,
        reference=reference("G", line.request.council.slug, on=clock.today()),
        items=list(decided.items),
        starts_on=starts,
        ends_on=ends,
        opened_at=clock.now(),
    )
    name_subprocessors(grant)
    count_days(grant)
    repeat_conditions(grant)
    record(grant, events.GRANT_OPENED, by, line=line.reference, starts=starts, ends=ends)
    activate_if_ready(grant)
    return grant


def move(grant: Grant, verb: str) -> None:
    """The next state of a locked grant by ``verb``."""
    grant.state = GRANT.after(grant.state, verb)
    grant.history_step += 1


def lock_family(line: RequestLine) -> None:
    """Lock the grant of ``line`` and those that end, or ended, in favour of one another with it: in the order of
    withdrawals, so that nobody waits for somebody who waits for them."""
    for one in Grant.objects.filter(line__in=family(line)).order_by("pk"):
        locked(one)


def activate_if_ready(grant: Grant) -> bool:
    """Activate when every condition precedent is met or waived; called by the agreement and by each condition."""
    lock_family(grant.line)
    row = locked(grant)
    waiting = row.line.conditions.filter(is_precedent=True).exclude(settled())
    if row.state != GrantState.AWAITING or waiting.exists():
        return False
    move(row, "activate")
    row.save()
    record(row, events.GRANT_ACTIVATED, None)
    notices.grant_changed(row, "activated")
    react("sharing.grant_activated", key=row.reference, council=row.council, payload={"grant": row.pk})
    return True


def supersede(grant: Grant, successor: Grant) -> Grant:
    """The grant, locked, ends in favour of ``successor``: what the recipient holds goes on under it. Items that it
    leaves out are returned or disposed of, and so are the data of those whom no consent covers under it. Where another
    one ended in favour of the same before, this one stands before that in the row of what is held."""
    oldest = held_under(successor)[-1]
    Grant.objects.filter(pk=oldest).update(succeeds=grant)
    left_out = set(grant.items) - set(successor.items)
    out = Delivery.objects.filter(grant__in=held_under(grant), state=DeliveryState.RELEASED)
    verb = "supersede_in_part" if left_out and out.exists() else "supersede"
    leave_behind(grant, successor)
    return end(grant, verb, events.GRANT_SUPERSEDED, None, by_grant=successor.reference)


def end(grant: Grant, verb: str, event: Event, by: User | None, *, decision: str = "", **facts: Any) -> Grant:
    """Active or suspended becomes *disposal due*; what was never active is closed. An unreleased delivery is
    cancelled. ``decision`` is the number of what revokes it; else a revocation whose day lies ahead is void."""
    row = locked(grant)
    permit(by, row, verb).or_raise()
    waited = row.state == GrantState.AWAITING
    move(row, verb)
    if not decision and row.revoked_from is not None and clock.today() < row.revoked_from:
        row.revoked_from, row.revocation_reason, row.revoking_decision = None, "", None
    if row.state == GrantState.DISPOSAL_DUE:
        row.disposal_due_on = disposal_by(row)
    row.suspensions.filter(ended_at__isnull=True).update(ended_at=clock.now(), end_reason="")
    row.save()
    _cancel_deliveries(row, by)
    if decision:
        facts["decision"] = decision
    record(row, event, by, due=row.disposal_due_on, **facts)
    if waited:
        _settle_precedent(row)
    if row.state == GrantState.CLOSED:
        close(row, by)
    else:
        open_disposal_duty(row)
    lapsed = row.closed_at is not None and verb != "supersede"
    notices.grant_changed(row, "lapsed" if lapsed else "ended", how=verb, decision=decision)
    return row


def _settle_precedent(grant: Grant) -> None:
    """Nothing will ever run that the conditions precede: nobody owes them any more."""
    for row in grant.line.conditions.filter(owner__isnull=False).select_related("owner"):
        assert row.owner is not None
        membership = membership_of(grant.council, row.owner)
        if membership is not None:
            members.settle_duties_about(membership, about=f"condition:{row.reference}")


def effective(grant: Grant, day: date | None) -> date:
    """The day of effect: today unless given.

    Raises:
        Invalid: it has passed, or lies after the end of the grant.
    """
    today = clock.today()
    code = fault_of_effect(day or today, today=today, ends_on=grant.ends_on)
    if code:
        raise Invalid(code, ends=grant.ends_on.isoformat())
    return day or today


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


def shorten(grant: Grant, ends: date | None, by: User, **why: Any) -> None:
    """The locked grant, where it has not ended, ends no later than what it rests on."""
    if ends is None or ends >= grant.ends_on or grant.state not in LIVING:
        return
    grant.ends_on = ends
    grant.save(update_fields=["ends_on"])
    record(grant, events.GRANT_SHORTENED, by, ends=ends, **why)


def close(grant: Grant, by: User | None) -> None:
    """The last of a grant that is locked and in its last state: when it closed, and its line with it."""
    grant.closed_at = clock.now()
    grant.save()
    line = RequestLine.objects.get(pk=grant.line_id)
    line.state = LINE.after(line.state, "close")
    save(line, by)
    record(grant, events.GRANT_CLOSED, by)


def open_disposal_duty(grant: Grant) -> None:
    """The recipient owes the certificate by the day of the rule; where it left the council too."""
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
    """The period is over: an event of its own, done by the system. A grant still awaiting conditions lapses. What the
    recipient holds goes on under a grant that follows at once, also while that is suspended: nothing flows then, but it
    stands. One that awaits its conditions, or begins later, allows nothing yet, so the data are due."""
    row = locked(grant)
    if clock.today() <= row.ends_on:
        raise Refused("sharing.grant_not_over", ends=row.ends_on.isoformat())
    if row.state == GrantState.AWAITING:
        return end(row, "lapse", events.GRANT_LAPSED, None)
    successor = standing_successor(row)
    if successor is not None:
        return supersede(row, successor)
    return end(row, "expire", events.GRANT_EXPIRED, None)


@transaction.atomic
def give_back(grant: Grant, *, by: User) -> Grant:
    """The recipient needs the data no longer and gives the grant back before its end."""
    return end(grant, "give_back", events.GRANT_GIVEN_BACK, by)


def end_unratified(grant: Grant) -> None:
    """The provisional approval that the grant rests on was refused or lapsed: done by the system, in whatever
    state the grant is. What has ended already stays as it is."""
    row = locked(grant)
    if row.state == GrantState.AWAITING:
        end(row, "lapse", events.GRANT_LAPSED, None)
    elif row.state in (GrantState.ACTIVE, GrantState.SUSPENDED):
        end(row, "revoke", events.GRANT_REVOKED, None)


def expire_due() -> int:
    """Expire every grant whose period is over, and let it lapse where it never became active; how many. Called daily,
    harmless to repeat and to run twice at once."""
    over = Grant.objects.filter(state__in=LIVING, ends_on__lt=clock.today())
    return each(expire, over.order_by("pk"))


def warn_of_expiry() -> int:
    """Tell everyone concerned 30, 7 and 1 days before the end of a grant, each once; how many grants."""
    soon = clock.today() + timedelta(days=max(BEFORE_THE_END))
    due = Grant.objects.filter(state__in=LIVING, ends_on__range=(clock.today(), soon))
    return each(_warn, due.order_by("pk"))


@transaction.atomic
def _warn(grant: Grant) -> bool:
    row = locked(grant)
    mark = reminder(row.ends_on, clock.today(), BEFORE_THE_END, row.warned)
    if mark is None or row.state not in LIVING:
        return False
    row.warned = mark
    row.save()
    notices.grant_ends_soon(row, mark)
    return True
