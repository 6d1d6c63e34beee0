"""What a member owes: duties by a day, and dues."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import sensitive
from core.rulebook.provider import in_force
from governance.members import notices, rules
from governance.members.actions.memberships import locked, subject
from governance.members.enums import DutyKind, MembershipState
from governance.members.models import Dues, Duty, Membership
from governance.members.permissions import may_charge, may_settle, permit
from governance.members.queries import duties_about

OPENED = sensitive("members.duty_opened", _("Duty of a member opened"))
SETTLED = sensitive("members.duty_settled", _("Duty of a member settled"))
FOUND_SETTLED = sensitive(
    "members.duty_found_settled", _("Duty of a member found settled by the secretariat")
)
CHARGED = sensitive("members.dues_charged", _("Dues asked for"))
PAID = sensitive("members.dues_paid", _("Dues paid"))


@transaction.atomic
def open_duty(
    membership: Membership,
    *,
    by: User | None,
    kind: DutyKind,
    about: str,
    due_on: date,
) -> Duty:
    """Put a duty on record; ``about`` is the public reference of its subject. ``by`` None: the system.

    Raises:
        NotNow: the same duty is open already, be it from an earlier membership.
    """
    membership = locked(membership)
    permit(by, membership, "open_duty").or_raise()
    if duties_about(membership, about).filter(kind=kind).exists():
        raise NotNow("duty_already_open")
    try:
        with transaction.atomic():
            duty = Duty.objects.create(
                membership=membership,
                kind=kind,
                subject=about,
                due_on=due_on,
                opened_at=clock.now(),
            )
    except IntegrityError:
        raise NotNow("duty_already_open") from None
    facts = {"kind": str(kind), "about": about, "due": due_on}
    append(OPENED, council=membership.council, subject=subject(membership), facts=facts, by=by)
    return duty


@transaction.atomic
def settle_duty(duty: Duty, *, by: User | None, reason: str = "") -> Duty:
    """The duty is done; or the secretariat, of whom none of the organisation's own people, finds that it need not be
    done any more, and says why.

    Raises:
        NotNow: it is settled.
        Refused: somebody settles it without a reason.
    """
    membership = locked(duty.membership)
    may_settle(by, membership).or_raise()
    duty = Duty.objects.get(pk=duty.pk)
    if duty.settled_at is not None:
        raise NotNow("duty_settled")
    if by is not None and not reason.strip():
        raise Refused("reason_needed")
    duty.settled_at, duty.settled_by, duty.settled_reason = clock.now(), by, reason.strip()
    duty.save(update_fields=["settled_at", "settled_by", "settled_reason"])
    said = {"digest": canonical.digest(duty.settled_reason)} if by is not None else {}
    append(
        SETTLED if by is None else FOUND_SETTLED,
        council=membership.council,
        subject=subject(membership),
        facts={"kind": duty.kind, "about": duty.subject, **said},
        by=by,
    )
    return duty


def settle_duties_about(membership: Membership, *, about: str) -> int:
    """Settle every open duty about one subject of whoever holds ``membership``, under whichever membership it was
    opened: it is done. Returns how many there were."""
    with transaction.atomic():
        return len([settle_duty(duty, by=None) for duty in duties_about(membership, about)])


@transaction.atomic
def charge_dues(membership: Membership, *, by: User | None, fiscal_year: int, due_on: date) -> Dues:
    """Ask for a year's dues, the amount of the member's class in the rules in force; once a year."""
    membership = locked(membership)
    permit(by, membership, "charge_dues").or_raise()
    amount = rules.class_of(membership.member_class, in_force(membership.council, clock.today())).dues
    dues, new = Dues.objects.get_or_create(
        membership=membership,
        fiscal_year=fiscal_year,
        defaults={"amount": amount, "due_on": due_on, "charged_at": clock.now()},
    )
    if new:
        append(
            CHARGED,
            council=membership.council,
            subject=subject(membership),
            facts={"year": fiscal_year, "amount": dues.amount},
            by=by,
        )
        notices.dues_asked(dues)
    return dues


@transaction.atomic
def charge_everyone(council: Council, *, by: User, fiscal_year: int, due_on: date) -> int:
    """Ask every member that has not been asked for ``fiscal_year``; returns how many. Asking twice asks once."""
    may_charge(by, council).or_raise()
    asked = Dues.objects.filter(fiscal_year=fiscal_year).values("membership")
    joined = (MembershipState.ADMITTED, MembershipState.SUSPENDED)
    waiting = Membership.objects.filter(council=council, state__in=joined).exclude(pk__in=asked)
    return len([charge_dues(row, by=by, fiscal_year=fiscal_year, due_on=due_on) for row in waiting])


@transaction.atomic
def record_dues(dues: Dues, *, by: User) -> Dues:
    """The dues have been paid."""
    membership = locked(dues.membership)
    permit(by, membership, "record_dues").or_raise()
    dues = Dues.objects.get(pk=dues.pk)
    if dues.paid_at is not None:
        raise NotNow("dues_paid")
    dues.paid_at = clock.now()
    dues.save(update_fields=["paid_at"])
    append(
        PAID,
        council=membership.council,
        subject=subject(membership),
        facts={"year": dues.fiscal_year, "amount": dues.amount},
        by=by,
    )
    return dues
