"""Blocking an organisation by decision, for a time; its appeal, and what becomes of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.errors import Refused
from core.ledger.actions import append
from core.ledger.events import Event, sensitive
from core.outbox.rounds import each
from governance.members import notices, queries
from governance.members.actions.memberships import decided_anew, locked, subject
from governance.members.enums import LIVE_BLOCKS, BlockScope
from governance.members.models import Block, Membership
from governance.members.permissions import may_block, permit_block
from governance.members.workflows import BLOCK

ORDERED = sensitive("members.block_ordered", _("Member blocked by decision"))
APPEALED = sensitive("members.block_appealed", _("Appeal against a block"))
UPHELD = sensitive("members.block_upheld", _("Block of a member upheld"))
LIFTED = sensitive("members.block_lifted", _("Block of a member lifted"))
OVER = sensitive("members.block_over", _("Block of a member over"))


@transaction.atomic
def block(
    membership: Membership,
    *,
    by: User,
    scope: str,
    reason: str,
    decision_number: str,
    from_on: date,
    until_on: date,
) -> Block:
    """Keep the organisation from providing, receiving or both, by a decision of the council, up to its last day.

    Raises:
        Refused: no vote that stands and serves this alone, no reason, or days that run backwards or have passed.
    """
    membership = locked(membership)
    may_block(by, membership).or_raise()
    number = _decided(membership, decision_number)
    if not reason.strip():
        raise Refused("reason_needed")
    if scope not in BlockScope.values or not clock.today() <= from_on <= until_on:
        raise Refused("block_days")
    made = Block.objects.create(
        membership=membership,
        scope=scope,
        reason=reason.strip(),
        decision_number=number,
        from_on=from_on,
        until_on=until_on,
        ordered_at=clock.now(),
        ordered_by=by,
    )
    _record(made, ORDERED, by)
    notices.block_changed(made)
    return made


def _decided(membership: Membership, number: str, *, not_again: str = "") -> str:
    """The decision about this organisation that stands and that this rests on."""
    if not_again and number.strip() == not_again:
        raise Refused("another_decision_needed")
    held = queries.membership_of(membership.council, membership.organisation) or membership
    return decided_anew(held, number, is_voted=True)


def _locked(one: Block) -> Block:
    locked(one.membership)
    return (
        Block.objects.select_for_update(of=("self",))
        .select_related("membership__council", "membership__organisation")
        .get(pk=one.pk)
    )


def _record(row: Block, event: Event, by: User | None) -> None:
    facts = {
        "block": row.pk,
        "state": row.state,
        "scope": row.scope,
        "from": row.from_on,
        "until": row.until_on,
    }
    decisions = {"decision": row.decision_number, "outcome": row.outcome_decision}
    membership = row.membership
    append(
        event, council=membership.council, subject=subject(membership), facts={**facts, **decisions}, by=by
    )


@transaction.atomic
def appeal(one: Block, *, by: User, objection: str) -> Block:
    """The organisation says why the block is wrong; the council decides by another decision. The block holds meanwhile.

    Raises:
        Refused: nothing is said.
    """
    row = _locked(one)
    permit_block(by, row, "appeal").or_raise()
    if not objection.strip():
        raise Refused("objection_needed")
    row.state = BLOCK.after(row.state, "appeal")
    row.objection, row.appealed_at, row.appealed_by = objection.strip(), clock.now(), by
    row.save()
    _record(row, APPEALED, by)
    notices.block_appealed(row)
    return row


@transaction.atomic
def uphold(one: Block, *, by: User, decision_number: str, reason: str) -> Block:
    """The council finds against the appeal by another decision, or confirms the block where the decision behind it was
    superseded: the block stands.

    Raises:
        NotNow: nobody appealed, and the decision behind it stands.
    """
    return _decide(one, "uphold", UPHELD, by, decision_number, reason)


@transaction.atomic
def lift(one: Block, *, by: User, decision_number: str, reason: str) -> Block:
    """The council ends the block by another decision, on appeal or of its own."""
    return _decide(one, "lift", LIFTED, by, decision_number, reason)


def _decide(one: Block, verb: str, event: Event, by: User, number: str, reason: str) -> Block:
    row = _locked(one)
    permit_block(by, row, verb).or_raise()
    number = _decided(row.membership, number, not_again=row.decision_number)
    if not reason.strip():
        raise Refused("reason_needed")
    row.state = BLOCK.after(row.state, verb)
    row.outcome_decision, row.outcome_reason = number, reason.strip()
    row.decided_at, row.decided_by = clock.now(), by
    if row.state not in LIVE_BLOCKS:
        row.ended_at = clock.now()
    row.save()
    _record(row, event, by)
    notices.block_changed(row)
    return row


def end_blocks() -> int:
    """End every block whose last day has passed; how many. Harmless to repeat and to run twice at once."""
    over = Block.objects.filter(state__in=LIVE_BLOCKS, until_on__lt=clock.today())
    return each(_run_out, over.order_by("pk"))


@transaction.atomic
def _run_out(one: Block) -> None:
    row = _locked(one)
    permit_block(None, row, "run_out").or_raise()
    row.state, row.ended_at = BLOCK.after(row.state, "run_out"), clock.now()
    row.save()
    _record(row, OVER, None)
    notices.block_changed(row)
