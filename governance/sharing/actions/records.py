"""Records of a delivery: how it is recorded, what the recipient confirms, and the end of keeping."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from governance.sharing.actions.deliveries import locked, record
from governance.sharing.documents.records import Confirmed, manners, receipt_record, unconfirmed
from governance.sharing.enums import DeliveryState, PursuitOutcome, events
from governance.sharing.models import Delivery, DeliveryPerson, Pursuit, ReceiptRecord
from governance.sharing.permissions import permit, roles_of
from governance.sharing.queries.records import kept_of
from governance.sharing.queries.requests import line as load_line
from governance.sharing.rules.keeping import may_be_erased


@transaction.atomic
def choose_manner(delivery: Delivery, *, by: User, manner: str) -> Delivery:
    """How the provision is to be recorded, chosen before it goes (規則19条).

    Raises:
        Refused: the law allows another manner only.
    """
    row = locked(delivery)
    permit(by, row, "choose_manner").or_raise()
    if manner not in manners(load_line(row.grant.line_id), on=clock.today()):
        raise Refused("sharing.manner_not_allowed")
    row.manner = manner
    row.save()
    record(row, events.DELIVERY_MANNER_CHOSEN, by, manner=manner)
    return row


@transaction.atomic
def confirm_receipt(delivery: Delivery, *, by: User, said: Confirmed | None = None) -> Delivery:
    """The recipient confirms what it received, from whom and how that one acquired it (個人情報保護法 30条), once.

    Raises:
        Invalid: the law asks for more than was told.
    """
    row = locked(delivery)
    permit(by, row, "confirm_receipt").or_raise()
    if row.confirmed_at is not None:
        raise NotNow("sharing.receipt_confirmed_already")
    told, line, today = said or Confirmed(), load_line(row.grant.line_id), clock.today()
    if unconfirmed(line, told, on=today):
        raise Invalid("sharing.receipt_incomplete")
    form, content = receipt_record(row, line, told, on=today)
    row.confirmed_at, row.confirmed_by = clock.now(), by
    row.save()
    kept = ReceiptRecord.objects.create(
        delivery=row, form=form, content=content, recorded_at=clock.now(), recorded_by=by
    )
    record(row, events.DELIVERY_CONFIRMED, by, record=canonical.digest(kept.content))
    return row


@transaction.atomic
def erase_persons(delivery: Delivery, *, by: User) -> Delivery:
    """Erase who was on a list whose time of keeping is over: rows of single persons, ids that were refused, answered
    withdrawals. Number, record and the ledger's commitments stay.

    Raises:
        Refused: the time is not over, the recipient holds the data, or a withdrawal is unanswered.
    """
    row = locked(delivery)
    if not roles_of(by, row) & {"secretary", "provider"}:
        raise NotPermitted("sharing.not_keeper")
    if row.state != DeliveryState.RELEASED or row.erased_at is not None:
        raise NotNow("sharing.persons_erased_already")
    kept, today = kept_of(row), clock.today()
    if not may_be_erased(kept.until, today, disposed=row.grant.disposed_at is not None):
        raise Refused("sharing.keeping_not_over", until=kept.until.isoformat())
    if Pursuit.objects.filter(delivery=row, outcome=PursuitOutcome.DUE).exists():
        raise Refused("sharing.withdrawal_unanswered")
    gone = DeliveryPerson.objects.filter(delivery=row).delete()[0]
    Pursuit.objects.filter(delivery=row).delete()
    row.hand_overs.update(refused=None)
    row.erased_at, row.erased_by = clock.now(), by
    row.save()
    record(row, events.PERSONS_ERASED, by, persons=gone, kept_until=kept.until)
    return row


@transaction.atomic
def erase_all(deliveries: Iterable[Delivery], *, by: User) -> int:
    """Erase the rows of single persons of each of ``deliveries``, or of none where one is refused; how many."""
    return len([erase_persons(row, by=by) for row in deliveries])
