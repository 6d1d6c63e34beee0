"""Changing a seat, and closing one that the body needs no more."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.ledger.actions import append
from core.ledger.events import public
from governance.assembly.actions.bodies import body_subject
from governance.assembly.enums import Expertise
from governance.assembly.models import Body, Seat
from governance.assembly.permissions import keeps

SEAT_CHANGED = public("assembly.seat_changed", _("Seat of a body changed"))
SEAT_CLOSED = public("assembly.seat_closed", _("Seat of a body closed"))


def _locked(seat: Seat, by: User, verb: str) -> Seat:
    """The seat, its body locked first (who sits when is settled for one body at a time).

    Raises:
        NotNow: it is closed, or will be.
    """
    Body.objects.select_for_update(of=("self",)).get(pk=seat.body_id)
    row = Seat.objects.select_for_update(of=("self",)).select_related("body__council").get(pk=seat.pk)
    keeps(by, row.body.council, verb).or_raise()
    if row.closed_on is not None:
        raise NotNow("seat_closed", day=row.closed_on.isoformat())
    return row


@transaction.atomic
def change_seat(seat: Seat, *, by: User, expertise: Expertise, is_required: bool) -> Seat:
    """What ``seat`` asks for from now on, and whether it has to be filled. Panels that were fixed keep what they were
    fixed with.

    Raises:
        NotNow: it is closed.
    """
    seat = _locked(seat, by, "change_seat")
    was = {"expertise": str(seat.expertise), "required": seat.is_required}
    seat.expertise, seat.is_required = expertise, is_required
    seat.save(update_fields=["expertise", "is_required"])
    facts = {"seat": seat.pk, "was": was, "is": {"expertise": str(expertise), "required": is_required}}
    append(SEAT_CHANGED, council=seat.body.council, subject=body_subject(seat.body), facts=facts, by=by)
    return seat


@transaction.atomic
def close_seat(seat: Seat, *, by: User, on: date | None = None) -> Seat:
    """From ``on`` (today where none is given) the body does without ``seat``; who sat there stays on record.

    Raises:
        NotNow: somebody sits there on that day or later, its alternate's seat is not closed by then, or it is closed.
        Invalid: the day has passed.
    """
    seat = _locked(seat, by, "close_seat")
    day = on or clock.today()
    if day < clock.today():
        raise Invalid("day_has_passed", fields={"on": "day_has_passed"})
    if seat.appointments.filter(ended_at__isnull=True, until_on__gte=day).exists():
        raise NotNow("seat_is_held")
    if seat.alternates.exclude(closed_on__lte=day).exists():
        raise NotNow("seat_has_alternate")
    seat.closed_on = day
    seat.save(update_fields=["closed_on"])
    facts = {"seat": seat.pk, "from": day}
    append(SEAT_CLOSED, council=seat.body.council, subject=body_subject(seat.body), facts=facts, by=by)
    return seat
