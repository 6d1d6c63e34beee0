"""Projects; setting up bodies, their seats, appointing to them."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.errors import Invalid, NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import public
from core.numbering.actions import reference
from core.outbox.actions import react
from core.outbox.rounds import each
from core.rulebook.provider import in_force
from governance.assembly.enums import BodyKind, Expertise, ProjectState
from governance.assembly.models import Appointment, Body, Project, Seat
from governance.assembly.permissions import keeps, permit
from governance.assembly.rules.bodies import BOARD
from governance.assembly.workflows import PROJECT
from governance.members.queries import acting_for, organisations_to_name
from governance.members.rules import term_end

PROJECT_OPENED = public("assembly.project_opened", _("Project opened"))
PROJECT_FINISHED = public("assembly.project_finished", _("Project finished"))
BODY_SET_UP = public("assembly.body_set_up", _("Body set up"))
SEAT_ADDED = public("assembly.seat_added", _("Seat added to a body"))
APPOINTED = public("assembly.appointment_begun", _("Appointment to a seat begun"))
APPOINTMENT_ENDED = public("assembly.appointment_ended", _("Appointment to a seat ended"))


@transaction.atomic
def open_project(
    council: Council,
    *,
    by: User,
    title_ja: str,
    title_en: str = "",
    vision_ja: str = "",
    vision_en: str = "",
    plan_ja: str = "",
    plan_en: str = "",
) -> Project:
    """Open a project; it gets the next reference (P-01)."""
    keeps(by, council, "open_project").or_raise()
    project = Project.objects.create(
        council=council,
        reference=reference("P", council.slug, on=clock.today(), per="council"),
        title_ja=title_ja,
        title_en=title_en,
        vision_ja=vision_ja,
        vision_en=vision_en,
        plan_ja=plan_ja,
        plan_en=plan_en,
        opened_at=clock.now(),
    )
    append(PROJECT_OPENED, council=council, subject=f"project:{project.reference}", by=by)
    return project


@transaction.atomic
def finish_project(project: Project, *, by: User) -> Project:
    """The project is over; what it started keeps its own duties."""
    project = Project.objects.select_for_update(of=("self",)).select_related("council").get(pk=project.pk)
    permit(by, project, "finish").or_raise()
    project.state = ProjectState(PROJECT.after(project.state, "finish"))
    project.finished_at = clock.now()
    project.save(update_fields=["state", "finished_at"])
    append(PROJECT_FINISHED, council=project.council, subject=f"project:{project.reference}", by=by)
    return project


def body_subject(body: Body) -> str:
    """How the ledger calls a body."""
    return f"body:{body.council.slug}:{body.code}"


@transaction.atomic
def set_up_body(
    council: Council,
    *,
    by: User,
    code: str,
    name_ja: str,
    name_en: str = "",
    kind: BodyKind = BodyKind.ORGAN,
) -> Body:
    """Set up a body under the code that the rules name it by.

    Raises:
        NotNow: the code is taken.
    """
    keeps(by, council, "set_up_body").or_raise()
    try:
        with transaction.atomic():
            body = Body.objects.create(
                council=council, code=code, kind=kind, name_ja=name_ja, name_en=name_en, set_up_at=clock.now()
            )
    except IntegrityError:
        raise NotNow("body_code_taken") from None
    append(BODY_SET_UP, council=council, subject=body_subject(body), facts={"kind": str(kind)}, by=by)
    return body


@transaction.atomic
def add_seat(
    body: Body,
    *,
    by: User,
    expertise: Expertise,
    is_chair: bool = False,
    is_deputy: bool = False,
    is_required: bool = False,
    alternate_of: Seat | None = None,
    order: int | None = None,
) -> Seat:
    """Add a seat, or an alternate to a seat of the same body.

    Raises:
        NotNow: the chair's seat, or the alternate of that seat, is there already.
    """
    keeps(by, body.council, "add_seat").or_raise()
    body = Body.objects.select_for_update(of=("self",)).select_related("council").get(pk=body.pk)
    _check_place(body, is_chair, alternate_of)
    if is_deputy and (is_chair or alternate_of or body.seats.filter(is_deputy=True).exists()):
        raise NotNow("deputy_seat_taken")
    seat = Seat.objects.create(
        body=body,
        expertise=expertise,
        is_chair=is_chair,
        is_deputy=is_deputy,
        is_required=is_required,
        alternate_of=alternate_of,
        order=order if order is not None else body.seats.count() + 1,
    )
    facts = {"seat": seat.pk, "expertise": str(expertise), "alternate_of": seat.alternate_of_id}
    append(SEAT_ADDED, council=body.council, subject=body_subject(body), facts=facts, by=by)
    return seat


def _check_place(body: Body, is_chair: bool, alternate_of: Seat | None) -> None:
    if alternate_of is None:
        if is_chair and body.seats.filter(is_chair=True, alternate_of__isnull=True).exists():
            raise NotNow("chair_seat_taken")
        return
    if alternate_of.body_id != body.pk:
        raise Refused("not_found")
    if alternate_of.alternate_of_id is not None:
        raise Refused("alternate_of_alternate")
    if body.seats.filter(alternate_of=alternate_of).exists():
        raise NotNow("alternate_taken")


@transaction.atomic
def appoint(
    seat: Seat,
    *,
    by: User,
    user: User,
    organisation: Organisation | None = None,
    from_on: date | None = None,
    remainder_of: Appointment | None = None,
    decision_number: str = "",
    post: tuple[str, str] = ("", ""),
) -> Appointment:
    """Appoint ``user`` to ``seat`` for the term that the rule sets; a substitute serves the remainder.

    ``post`` (Japanese, English) is given where the seat goes with a post (充て職).

    Raises:
        NotNow: the seat is taken at that time, or the user sits on the body already.
        Invalid: an organisation of other councils.
        Refused: the term would end before it begins.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("body__council").get(pk=seat.pk)
    council = seat.body.council
    keeps(by, council, "appoint").or_raise()
    if organisation and not organisations_to_name(council).filter(pk=organisation.pk).exists():
        raise Invalid("organisation_not_of_council", fields={"organisation": "organisation_not_of_council"})
    start = from_on or clock.today()
    term = in_force(council, start).get("terms_of_office")
    end = term_end(start, term, remainder_of=remainder_of.until_on if remainder_of else None)
    end = end or clock.fiscal_year_end(start)
    if end < start:
        raise Refused("term_backwards")
    _check_free(seat, user, start, end)
    appointment = Appointment.objects.create(
        seat=seat,
        user=user,
        organisation=organisation,
        post_ja=post[0],
        post_en=post[1],
        from_on=start,
        until_on=end,
        decision_number=decision_number,
        appointed_at=clock.now(),
        appointed_by=by,
    )
    _give_roles(seat, user)
    facts = {"seat": seat.pk, "appointment": appointment.pk, "user": user.pk, "from": start, "until": end}
    append(APPOINTED, council=council, subject=body_subject(seat.body), facts=facts, by=by)
    return appointment


def _check_free(seat: Seat, user: User, start: date, end: date) -> None:
    held = Appointment.objects.filter(ended_at__isnull=True, from_on__lte=end, until_on__gte=start)
    if held.filter(seat=seat).exists():
        raise NotNow("seat_taken")
    if held.filter(seat__body_id=seat.body_id, user=user).exists():
        raise NotNow("already_on_body")


def _seat_role(body: Body) -> Role:
    return Role.REVIEWER if body.code == BOARD else Role.MEMBER


def _give_roles(seat: Seat, user: User) -> None:
    """A seat opens the body's pages, and the council's to look around in."""
    role = _seat_role(seat.body)
    grants.give(role, user, seat.body)
    grants.give(role, user, seat.body.council)
    if seat.is_chair and seat.alternate_of_id is None:
        grants.give(Role.CHAIR, user, seat.body)


def _take_roles(appointment: Appointment) -> None:
    seat, user = appointment.seat, appointment.user
    body, role = seat.body, _seat_role(seat.body)
    grants.take(role, user, body)
    grants.take(Role.CHAIR, user, body)
    others = Appointment.objects.filter(
        user=user, ended_at__isnull=True, until_on__gte=clock.today(), seat__body__council=body.council
    ).exclude(pk=appointment.pk)
    same = (
        others.filter(seat__body__code=BOARD)
        if role == Role.REVIEWER
        else others.exclude(seat__body__code=BOARD)
    )
    if same.exists() or (role == Role.MEMBER and acting_for(user, body.council).exists()):
        return
    grants.take(role, user, body.council)


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User | None, reason: str = "") -> Appointment:
    """End an appointment now: resignation, removal, or (``by`` None) the end of its term."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("seat__body__council", "user")
        .get(pk=appointment.pk)
    )
    body = appointment.seat.body
    if by is not None:
        keeps(by, body.council, "end_appointment").or_raise()
        if not reason.strip():
            raise Refused("reasons_needed")
    if appointment.ended_at is not None:
        raise NotNow("appointment_ended")
    appointment.ended_at = clock.now()
    appointment.end_reason = reason
    appointment.save(update_fields=["ended_at", "end_reason"])
    _take_roles(appointment)
    append(
        APPOINTMENT_ENDED,
        council=body.council,
        subject=body_subject(body),
        facts={"appointment": appointment.pk, "seat": appointment.seat_id, "user": appointment.user_id},
        by=by,
    )
    react(
        APPOINTMENT_ENDED.name,
        key=str(appointment.pk),
        council=body.council,
        payload={"appointment": appointment.pk, "body": body.pk},
    )
    return appointment


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


def end_expired_appointments() -> int:
    """End every appointment whose last day has passed; returns how many."""
    expired = Appointment.objects.filter(ended_at__isnull=True, until_on__lt=clock.today())
    return each(partial(end_appointment, by=None), expired)
