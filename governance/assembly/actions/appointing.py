"""Appointing to the seats of a body, and how an appointment ends: at once, on a day to come, or before it begins."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Council, Organisation, User
from core.administration.actions import Invited, account_of
from core.errors import Invalid, NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import Event, public
from core.outbox.actions import react
from core.outbox.rounds import each
from core.rulebook.provider import in_force
from governance.assembly.actions.bodies import body_subject
from governance.assembly.actions.seat_roles import give_roles, take_roles
from governance.assembly.models import Appointment, Body, Seat
from governance.assembly.permissions import keeps
from governance.assembly.queries.bodies import active
from governance.assembly.rules.bodies import STEERING
from governance.members.queries import offices_held, organisations_to_name
from governance.members.rules import may_also_hold, may_begin_again, term_end

APPOINTED = public("assembly.appointment_begun", _("Appointment to a seat begun"))
APPOINTMENT_ENDED = public("assembly.appointment_ended", _("Appointment to a seat ended"))
LAST_DAY_SET = public("assembly.appointment_last_day_set", _("Last day of an appointment set"))
TAKEN_BACK = public("assembly.appointment_taken_back", _("Appointment taken back before it began"))


@transaction.atomic
def appoint(
    seat: Seat,
    *,
    by: User,
    user: User | Invited,
    organisation: Organisation | None = None,
    from_on: date | None = None,
    remainder_of: Appointment | None = None,
    decision_number: str = "",
    post: tuple[str, str] = ("", ""),
) -> Appointment:
    """Appoint ``user`` to ``seat`` for the term that the rule sets; a substitute serves the remainder.

    ``post`` (Japanese, English) is given where the seat goes with a post (充て職). The roles that come with the seat
    are held from the first day.

    Raises:
        NotNow: the seat is taken at that time, or closes by then, or the user sits on the body already.
        Invalid: an organisation of other councils.
        Refused: the term would end before it begins, or follows a full one where the rules allow no reappointment, or
            an auditor would sit on the steering body where the bylaws keep them apart.
    """
    _lock_body(Body.objects.filter(pk=seat.body_id))
    seat = Seat.objects.select_for_update(of=("self",)).select_related("body__council").get(pk=seat.pk)
    council = seat.body.council
    keeps(by, council, "appoint").or_raise()
    if organisation and not organisations_to_name(council).filter(pk=organisation.pk).exists():
        raise Invalid("organisation_not_of_council", fields={"organisation": "organisation_not_of_council"})
    start = from_on or clock.today()
    end = _term_end(council, start, remainder_of)
    account = account_of(user, by=by)
    _check_free(seat, account, start, end)
    _check_person(seat.body, account, start, end, remainder_of)
    appointment = Appointment.objects.create(
        seat=seat,
        user=account,
        organisation=organisation,
        post_ja=post[0],
        post_en=post[1],
        from_on=start,
        until_on=end,
        term_ends_on=end,
        decision_number=decision_number,
        appointed_at=clock.now(),
        appointed_by=by,
    )
    if start <= clock.today():
        give_roles(appointment)
    facts = {"seat": seat.pk, "appointment": appointment.pk, "user": account.pk, "from": start, "until": end}
    append(APPOINTED, council=council, subject=body_subject(seat.body), facts=facts, by=by)
    return appointment


def _term_end(council: Council, start: date, remainder_of: Appointment | None) -> date:
    """As the rule says, to the end of the fiscal year where it is silent."""
    term = in_force(council, start).get("terms_of_office")
    end = term_end(start, term, remainder_of=remainder_of.term_ends_on if remainder_of else None)
    return end or clock.fiscal_year_end(start)


def _check_person(body: Body, user: User, start: date, end: date, remainder_of: Appointment | None) -> None:
    """May this person begin the term, by the rules of its first day?"""
    _check_renewal(body, user, start, remainder_of)
    if body.code == STEERING:
        offices = offices_held(body.council, user, start, end)
        may_also_hold(STEERING, offices, in_force(body.council, start)).or_raise()


def _check_renewal(body: Body, user: User, start: date, remainder_of: Appointment | None) -> None:
    """Where the rules allow no reappointment, nobody begins on ``body`` the day after a full term on it, unless for the
    remainder of another's."""
    if remainder_of is not None:
        return
    rows = Appointment.objects.filter(seat__body=body, user=user, until_on=start - timedelta(days=1))
    terms = rows.values_list("from_on", "term_ends_on")
    may_begin_again(terms, start, in_force(body.council, start)).or_raise()


def _lock_body(rows: QuerySet[Body]) -> None:
    """Who sits when is settled for one body at a time: a last day is not moved into a term that begins meanwhile."""
    rows.select_for_update(of=("self",)).get()


def _check_free(
    seat: Seat, user: User, start: date, end: date, *, besides: Appointment | None = None
) -> None:
    if seat.closed_on is not None and end >= seat.closed_on:
        raise NotNow("seat_closed", day=seat.closed_on.isoformat())
    held = Appointment.objects.filter(ended_at__isnull=True, from_on__lte=end, until_on__gte=start)
    held = held.exclude(pk=besides.pk) if besides else held
    if held.filter(seat=seat).exists():
        raise NotNow("seat_taken")
    if held.filter(seat__body_id=seat.body_id, user=user).exists():
        raise NotNow("already_on_body")


def _locked(appointment: Appointment) -> Appointment:
    """The row, locked, as long as it has not ended.

    Raises:
        NotNow: it has.
    """
    _lock_body(Body.objects.filter(seats__appointments=appointment.pk))
    row = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("seat__body__council", "user")
        .get(pk=appointment.pk)
    )
    if row.ended_at is not None:
        raise NotNow("appointment_ended")
    return row


def _told(event: Event, row: Appointment, by: User | None, **more: date) -> None:
    body = row.seat.body
    facts = {"appointment": row.pk, "seat": row.seat_id, "user": row.user_id, **more}
    append(event, council=body.council, subject=body_subject(body), facts=facts, by=by)


@transaction.atomic
def end_appointment(
    appointment: Appointment,
    *,
    by: User | None,
    reason: str = "",
    on: date | None = None,
    leaves: bool = False,
) -> Appointment:
    """End an appointment: resignation, removal, or (``by`` None) the end of its term. With a last day ``on`` to come
    the person sits, with all roles, until that day has passed, and the day may be moved within the term; one that has
    not begun is taken back.

    Whoever sits on the panel of an open review finishes it, unless they leave for good (``leaves``): then they are
    excused at the same moment. ``config.reactions`` names who sees to that.

    Raises:
        NotNow: it has ended already, or somebody else is appointed by the later day.
        Refused: no reason, a last day outside the term, or whoever leaves for good would sit on.
    """
    row = _locked(appointment)
    if by is not None:
        keeps(by, row.seat.body.council, "end_appointment").or_raise()
        if not reason.strip():
            raise Refused("reasons_needed")
    today = clock.today()
    row.end_reason = reason or row.end_reason
    if row.from_on > today:
        return _take_back(row, by)
    if on is not None and on != today:
        if not row.from_on <= on <= row.term_ends_on:
            raise Refused("last_day_outside_term")
        if on > row.until_on:
            _check_free(row.seat, row.user, row.from_on, on, besides=row)
        row.until_on = on
    if on is not None and on > today:
        if leaves:
            raise Refused("leaves_on_the_day")
        row.save(update_fields=["until_on", "end_reason"])
        _told(LAST_DAY_SET, row, by, until=on)
        return row
    return _end(row, by, leaves)


def _take_back(row: Appointment, by: User | None) -> Appointment:
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at", "end_reason"])
    _told(TAKEN_BACK, row, by)
    return row


def _end(row: Appointment, by: User | None, leaves: bool) -> Appointment:
    row.ended_at = clock.now()
    row.save(update_fields=["until_on", "ended_at", "end_reason"])
    take_roles(row)
    _told(APPOINTMENT_ENDED, row, by)
    body = row.seat.body
    react(
        APPOINTMENT_ENDED.name,
        key=str(row.pk),
        council=body.council,
        payload={
            "appointment": row.pk,
            "body": body.pk,
            "user": row.user_id,
            "excused_by": by.pk if by is not None and leaves else None,
        },
    )
    return row


@transaction.atomic
def hand_over_seat(appointment: Appointment, *, by: User, user: User, reason: str) -> Appointment:
    """The post that the seat goes with changes hands: ``user`` serves the rest of the term from today."""
    ended = end_appointment(appointment, by=by, reason=reason)
    return appoint(
        ended.seat,
        by=by,
        user=user,
        organisation=ended.organisation,
        remainder_of=ended,
        decision_number=ended.decision_number,
        post=(ended.post_ja, ended.post_en),
    )


def turn_appointments() -> int:
    """End every appointment whose last day has passed, and give the roles of those that have begun; returns how many
    ended."""
    today = clock.today()
    expired = Appointment.objects.filter(ended_at__isnull=True, until_on__lt=today)
    ended = each(partial(end_appointment, by=None), expired)
    each(give_roles, Appointment.objects.filter(active(today)).select_related("seat__body__council", "user"))
    return ended
