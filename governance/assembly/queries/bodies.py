"""Bodies, who sits on them, and which of them decides."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Aggregate, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from core import clock
from core.access.queries import Someone, objects_with
from core.accounts.models import Council, User
from core.errors import ArticleRef
from core.rulebook.provider import in_force
from core.rulebook.values import ApprovalBodies, RiskClass
from governance.assembly.enums import ProjectState
from governance.assembly.models import Appointment, Body, Project, Seat
from governance.assembly.rules.bodies import BOARD, STEERING, SeatsGap, composition


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """One appointed member of a body on a day. ``alternate_of`` is the appointment it stands in for."""

    appointment: int
    seat: int
    user: int
    organisation: int | None
    expertise: str
    chair: bool = False
    deputy: bool = False
    required: bool = False
    alternate_of: int | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat without anybody on it, and from when somebody is appointed (``filled_from``); or whose term ends soon
    (``until``) with nobody to follow."""

    seat: Seat
    until: date | None = None
    filled_from: date | None = None


@dataclass(frozen=True, slots=True)
class DecidingBody:
    """The body that the rule names for a risk class. ``body`` is None for the chair alone, or where it is
    not set up."""

    code: str
    body: Body | None
    article: ArticleRef | None


def projects(council: Council) -> QuerySet[Project]:
    """All projects, in the order of their references."""
    return Project.objects.filter(council=council).order_by("reference")


def running_projects(council: Council) -> QuerySet[Project]:
    """Projects that are not finished: the ones that something new can serve."""
    return projects(council).filter(state=ProjectState.RUNNING)


def project(council: Council, reference: str) -> Project | None:
    """One project by its reference (P-01)."""
    return projects(council).filter(reference=reference).first()


def bodies(council: Council) -> QuerySet[Body]:
    """All bodies, in the order they were set up."""
    return Body.objects.filter(council=council).order_by("set_up_at", "pk")


def body(council: Council, code: str) -> Body | None:
    """The body that rules call ``code``, or None."""
    return Body.objects.filter(council=council, code=code).first()


def bodies_of(user: Someone, council: Council) -> QuerySet[Body]:
    """Bodies on which ``user`` sits."""
    return Body.objects.filter(council=council, pk__in=objects_with(user, Body))


def active(on: date) -> Q:
    """Appointments whose term covers ``on`` and that did not end before."""
    return Q(from_on__lte=on, until_on__gte=on, ended_at__isnull=True)


def standing(on: date) -> Q:
    """Seats that the body has on ``on``."""
    return Q(closed_on__isnull=True) | Q(closed_on__gt=on)


def seats_of(body: Body, on: date) -> QuerySet[Seat]:
    """The seats of ``body`` on ``on``, in their order."""
    return Seat.objects.filter(standing(on), body=body)


def appointments_of(body: Body, on: date) -> QuerySet[Appointment]:
    """Who sits on ``body`` on ``on``, in the order of seats."""
    return (
        Appointment.objects.filter(active(on), seat__body=body)
        .select_related("seat", "user", "organisation")
        .order_by("seat__order", "seat_id", "pk")
    )


def steering_sits(council: Council) -> bool:
    """Does anybody sit on the steering body, which decides who is admitted (``config.reactions``)? While a
    council is founded nobody does."""
    found = body(council, STEERING)
    return found is not None and appointments_of(found, clock.today()).exists()


def seats_held(council: Council, start: date, end: date | None) -> dict[int, dict[str, date]]:
    """The bodies on which each user (by key) sits some day of a term, and since when (``config.reactions``)."""
    rows = Appointment.objects.filter(seat__body__council=council, ended_at__isnull=True, until_on__gte=start)
    if end is not None:
        rows = rows.filter(from_on__lte=end)
    found: dict[int, dict[str, date]] = {}
    for user, code, begun in rows.order_by("from_on").values_list("user", "seat__body__code", "from_on"):
        found.setdefault(user, {}).setdefault(code, begun)
    return found


def given_up(seat: Seat) -> QuerySet[Appointment]:
    """Terms on ``seat`` that were given up early and would still run, the newest first: a substitute can serve the
    rest."""
    today = clock.today()
    rows = seat.appointments.filter(from_on__lte=today, term_ends_on__gte=today).select_related("user")
    rows = rows.filter(Q(ended_at__isnull=False) | Q(until_on__lt=F("term_ends_on")))
    return rows.order_by("-from_on", "-pk")


def has_left(user: User, body: Body, on: date) -> bool:
    """Has ``user`` given the seat on ``body`` up before the term was over, and holds none on ``on``?"""
    rows = Appointment.objects.filter(seat__body=body, user=user, from_on__lte=on)
    if rows.filter(active(on)).exists():
        return False
    last = rows.order_by("-from_on", "-pk").first()
    return last is not None and last.last_day < last.term_ends_on


def appointment(pk: int) -> Appointment:
    """One appointment, with its seat and its user."""
    return Appointment.objects.select_related("seat__body__council", "user").get(pk=pk)


def coming_appointments(body: Body, on: date) -> QuerySet[Appointment]:
    """Who is appointed to ``body`` from a day after ``on``, the nearest first."""
    rows = Appointment.objects.filter(seat__body=body, from_on__gt=on, ended_at__isnull=True)
    return rows.select_related("seat", "user", "organisation").order_by("from_on", "pk")


def ex_officio_seats(user: User, council: Council, on: date) -> QuerySet[Appointment]:
    """The seats that ``user`` holds on ``on`` because of a post (充て職)."""
    rows = Appointment.objects.filter(active(on), seat__body__council=council, user=user).exclude(post_ja="")
    return rows.select_related("seat__body").order_by("seat__body__set_up_at", "seat__order", "pk")


def past_appointments(body: Body, on: date) -> QuerySet[Appointment]:
    """Who sat on ``body`` before ``on``, the last first; not who was appointed and never began."""
    begun = Q(ended_at__isnull=True) | Q(from_on__lte=TruncDate("ended_at", tzinfo=clock.TOKYO))
    return (
        Appointment.objects.filter(begun, seat__body=body)
        .filter(Q(until_on__lt=on) | Q(ended_at__isnull=False))
        .select_related("seat", "user", "organisation")
        .order_by("-until_on", "-pk")
    )


def panel(body: Body, on: date) -> tuple[PanelSeat, ...]:
    """Who sits on ``body`` on ``on``: fixed by the caller when a case opens. Alternates name whom they replace."""
    rows = list(appointments_of(body, on))
    by_seat = {row.seat_id: row.pk for row in rows}
    return tuple(
        PanelSeat(
            appointment=row.pk,
            seat=row.seat_id,
            user=row.user_id,
            organisation=row.organisation_id,
            expertise=row.seat.expertise,
            chair=row.seat.is_chair,
            deputy=row.seat.is_deputy,
            required=row.seat.is_required,
            alternate_of=by_seat.get(row.seat.alternate_of_id) if row.seat.alternate_of_id else None,
        )
        for row in rows
        if row.seat.alternate_of_id is None or row.seat.alternate_of_id in by_seat
    )


def chair_of(body: Body, on: date) -> User | None:
    """Who chairs ``body`` on ``on`` by the seat they hold."""
    found = appointments_of(body, on).filter(seat__is_chair=True, seat__alternate_of__isnull=True).first()
    return found.user if found else None


def composition_of(body: Body, on: date) -> tuple[SeatsGap, ...]:
    """Seats compared with the composition that the charter asks for (the board), or with themselves."""
    return gaps(body, seats_of(body, on), {row.seat_id for row in appointments_of(body, on)}, on)


def gaps(body: Body, seats: Iterable[Seat], filled: Container[int], on: date) -> tuple[SeatsGap, ...]:
    """The same for the ``seats`` of ``body``, of which those with the keys ``filled`` are taken."""
    places = [(seat.expertise, seat.pk in filled) for seat in seats if seat.alternate_of_id is None]
    rule = in_force(body.council, on).get("board_composition") if body.code == BOARD else None
    return composition(places, rule)


def vacancies(council: Council, on: date, *, ending_by: date | None = None) -> tuple[Vacancy, ...]:
    """Empty seats that must be filled, and terms that end by ``ending_by``; for the worklist."""
    found = []
    rows = Appointment.objects.filter(seat__body__council=council)
    coming = _day_of_seat(rows.filter(from_on__gt=on, ended_at__isnull=True), Min("from_on"))
    ends = _day_of_seat(rows.filter(active(on)), Max("until_on"))
    for seat in Seat.objects.filter(standing(on), body__council=council).select_related("body"):
        follows, last = coming.get(seat.pk), ends.get(seat.pk)
        if last is None and seat.is_required:
            found.append(Vacancy(seat, filled_from=follows))
            continue
        if last is None or ending_by is None or last > ending_by:
            continue
        goes_on = seat.closed_on is None or seat.closed_on > last + timedelta(days=1)
        if goes_on and (follows is None or follows > last + timedelta(days=1)):
            found.append(Vacancy(seat, last, follows))
    return tuple(found)


def _day_of_seat(rows: QuerySet[Appointment], day: Aggregate) -> dict[int, date]:
    return dict(rows.order_by().values_list("seat").annotate(day=day))


def deciding_body_for(council: Council, risk: RiskClass, on: date) -> DecidingBody | None:
    """The body that approves requests of ``risk`` by the rules in force on ``on``; None where no rule says."""
    rulebook = in_force(council, on)
    rule: ApprovalBodies | None = rulebook.get("approval_bodies")
    if rule is None:
        return None
    code = rule.body_for(risk)
    return DecidingBody(code, body(council, code), rulebook.article("approval_bodies"))


def councils_appointing(user: User) -> QuerySet[Council]:
    """Councils on a body of which ``user`` sits, or is to sit."""
    rows = Appointment.objects.filter(user=user, ended_at__isnull=True, until_on__gte=clock.today())
    return Council.objects.filter(pk__in=rows.values("seat__body__council"))
