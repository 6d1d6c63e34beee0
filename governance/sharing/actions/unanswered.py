"""What time does to a withdrawal, or a stop, that the recipient has not answered: reminders, and a duty once its day
has passed, which the gate finds overdue. One for each delivery, however many persons it is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from core import clock
from core.outbox.rounds import each
from governance.members import actions as members
from governance.members.enums import DutyKind
from governance.members.queries import membership_of, open_duties
from governance.sharing import notices
from governance.sharing.models import Delivery
from governance.sharing.queries.conditions import condition_due
from governance.sharing.queries.withdrawals import asked_back, unanswered_in
from governance.sharing.rules.reminders import WITHDRAWALS, reminder


def locked(deliveries: Iterable[int]) -> list[Delivery]:
    """The rows of ``deliveries`` (keys), locked in one order: before the pursuits of theirs that are answered."""
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=deliveries)
    return list(rows.select_related("council", "grant__line__request__applicant").order_by("pk"))


def _subject(delivery: Delivery) -> str:
    return f"delivery:{delivery.reference}"


def open_duties_overdue() -> int:
    """Put the duty on record for each delivery with an answer that is overdue; how many. Harmless to repeat and to run
    twice at once."""
    return each(_owe, asked_back(before=clock.today()))


@transaction.atomic
def _owe(delivery: Delivery) -> bool:
    (row,) = locked([delivery.pk])
    first = unanswered_in(row).filter(due_on__lt=clock.today()).first()
    membership = membership_of(row.council, row.grant.line.request.applicant)
    if first is None or membership is None:
        return False
    if any(duty.reference == _subject(row) for duty in open_duties(membership)):
        return False
    members.open_duty(membership, kind=DutyKind.DISPOSAL, due_on=first.due_on, about=_subject(row), by=None)
    return True


def settle(row: Delivery) -> None:
    """The duty of the locked delivery is done once no answer is overdue any more."""
    if unanswered_in(row).filter(due_on__lt=clock.today()).exists():
        return
    membership = membership_of(row.council, row.grant.line.request.applicant)
    if membership is not None:
        members.settle_duties_about(membership, about=_subject(row))


def remind() -> int:
    """Remind the recipient before and after the soonest day of the answers that a delivery waits for, each mark once;
    how many were reminded."""
    return each(_remind, asked_back(before=condition_due(max(WITHDRAWALS) + 1)))


@transaction.atomic
def _remind(delivery: Delivery) -> bool:
    (row,) = locked([delivery.pk])
    waiting = unanswered_in(row)
    first = waiting.first()
    mark = reminder(first.due_on, clock.today(), WITHDRAWALS, first.reminded) if first else None
    if first is None or mark is None:
        return False
    waiting.filter(due_on=first.due_on).update(reminded=mark)
    notices.withdrawal_due(row, first.due_on, mark)
    return True
