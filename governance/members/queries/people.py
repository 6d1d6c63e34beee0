"""Who acts for members, and who holds which office. Never writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from core import clock
from core.access.queries import PREFIX, Someone, grants_on, holders, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, User
from core.administration.queries import role_holders
from governance.members.enums import OPEN_STATES, DelegateKind, OfficeKind
from governance.members.models import Delegate, Membership, Office, RoleOverlap
from governance.members.queries.memberships import joined, memberships
from governance.members.rules import in_one_hand as in_one_hand_by_rule
from governance.members.rules import still_said


def delegates(membership: Membership) -> QuerySet[Delegate]:
    """Who acts for the member today, representatives first."""
    return (
        Delegate.objects.filter(membership=membership, until_on__isnull=True)
        .select_related("user")
        .order_by("-kind", "pk")
    )


def all_delegates(council: Council) -> QuerySet[Delegate]:
    """Who acts today for any member of ``council``."""
    rows = Delegate.objects.filter(membership__in=memberships(council).order_by(), until_on__isnull=True)
    return rows.select_related("membership__organisation").order_by("pk")


def earlier_delegates(membership: Membership) -> QuerySet[Delegate]:
    """Who acted for the member before, the last first."""
    return (
        Delegate.objects.filter(membership=membership, until_on__isnull=False)
        .select_related("user")
        .order_by("-until_on", "-pk")
    )


def represents_elsewhere(delegate: Delegate) -> bool:
    """Does the same person represent the same organisation in another council that took it in?"""
    return (
        Delegate.objects.filter(
            user=delegate.user,
            kind=DelegateKind.REPRESENTATIVE,
            until_on__isnull=True,
            membership__in=joined().filter(organisation=delegate.membership.organisation_id).values("pk"),
        )
        .exclude(pk=delegate.pk)
        .exists()
    )


def was_seated(delegate: Delegate) -> bool:
    """Did the same person ever represent the same organisation in a council that took it in?"""
    taken_in = Membership.objects.filter(
        organisation=delegate.membership.organisation_id, admitted_on__isnull=False
    )
    return Delegate.objects.filter(
        user=delegate.user_id, kind=DelegateKind.REPRESENTATIVE, membership__in=taken_in.values("pk")
    ).exists()


def acting_for(user: Someone, council: Council) -> QuerySet[Membership]:
    """Memberships of ``council`` that ``user`` acts for today, as representative or deputy."""
    return Membership.objects.filter(
        council=council, delegates__user_id=user.pk or 0, delegates__until_on__isnull=True
    ).select_related("organisation")


def officers_of(membership: Membership) -> QuerySet[User]:
    """Who keeps the data of an organ of the member."""
    return User.objects.filter(
        pk__in=[
            user.pk
            for organ in membership.organisation.organs.all()
            for user in holders(Role.DATA_OFFICER, organ)
        ]
    )


def officers_in(council: Council) -> QuerySet[Any]:
    """Who keeps the data of an organ of a member of ``council``."""
    held = grants_on(Organ).filter(permission__codename=PREFIX + Role.DATA_OFFICER)
    return held.filter(
        content_object__organisation__in=joined().filter(council=council).values("organisation")
    )


def has_place(user: Someone, council: Council) -> bool:
    """Is there a member of ``council`` that ``user`` acts for, or whose data they keep?"""
    kept = objects_with(user, Organ, Role.DATA_OFFICER)
    return (
        acting_for(user, council).filter(state__in=OPEN_STATES).exists()
        or joined().filter(council=council, organisation__organs__in=kept).exists()
    )


def councils_naming(user: User) -> QuerySet[Council]:
    """Councils in which ``user`` acts for a member or an applicant, or holds an office or is to hold one."""
    acts = Delegate.objects.filter(user=user, until_on__isnull=True, membership__state__in=OPEN_STATES)
    held = Office.objects.filter(user=user, ended_at__isnull=True)
    held = held.filter(Q(until_on__isnull=True) | Q(until_on__gte=clock.today()))
    return Council.objects.filter(
        Q(pk__in=acts.values("membership__council")) | Q(pk__in=held.values("council"))
    )


def offices(council: Council, on: date) -> QuerySet[Office]:
    """Offices held on ``on``."""
    return (
        Office.objects.filter(council=council, from_on__lte=on)
        .filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
        .select_related("user", "organisation")
        .order_by("kind", "from_on")
    )


def offices_held(council: Council, user: User, start: date, end: date | None) -> frozenset[str]:
    """The offices that ``user`` holds some day of a term (with no ``end``: from ``start`` on)."""
    rows = Office.objects.filter(council=council, user=user, ended_at__isnull=True)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=start))
    if end is not None:
        rows = rows.filter(from_on__lte=end)
    return frozenset(rows.values_list("kind", flat=True))


def seats_held(council: Council, user: User, start: date, end: date | None) -> frozenset[str]:
    """The bodies on which ``user`` sits some day of a term."""
    return frozenset(_seats(council, start, end).get(user.pk, ()))


def _seats(council: Council, start: date, end: date | None) -> Mapping[int, Mapping[str, date]]:
    """The bodies on which each user (by key) sits, and since when."""
    ask: Callable[..., Mapping[int, Mapping[str, date]]] = import_string(
        import_module(settings.REACTIONS).SEATS_OF
    )
    return ask(council, start, end)


def in_one_hand(council: Council, on: date) -> list[tuple[User, frozenset[str], Office | None]]:
    """Who has what is better kept apart, and nobody said why of just that: the person, what that is, and the office
    whose page asks for the reason; None where it is a role or seat alone."""
    held: dict[int, list[Office]] = {}
    for office in offices(council, on).filter(ended_at__isnull=True):
        held.setdefault(office.user_id, []).append(office)
    seats, found = _seats(council, on, on), []
    reasons: dict[int, list[RoleOverlap]] = {}
    for given in RoleOverlap.objects.filter(council=council):
        reasons.setdefault(given.user_id, []).append(given)
    for row in role_holders(council):
        user, own = row["user"], held.get(row["user"].pk, [])
        begun = _begun(own, seats.get(user.pk, {}))
        told: list[Office | RoleOverlap] = [*own, *reasons.get(user.pk, [])]
        said = [_still_said(reason, begun) for reason in told]
        words = in_one_hand_by_rule({*map(str, row["roles"]), *begun}, explained=said)
        if words:
            found.append((user, words, own[-1] if own else None))
    return found


def _begun(held: Iterable[Office], seats: Mapping[str, date]) -> dict[str, date]:
    """Since when somebody holds each of their offices and seats."""
    return {**{str(office.kind): office.from_on for office in held}, **seats}


def _still_said(reason: Office | RoleOverlap, begun: Mapping[str, date]) -> frozenset[str]:
    """What a reason speaks for. One of an office that was yet to come speaks for its first day."""
    if isinstance(reason, Office):
        said_on = max(reason.overlap_said_on or reason.from_on, reason.from_on)
    else:
        said_on = reason.given_at.astimezone(clock.TOKYO).date()
    return still_said(reason.overlaps, said_on, begun)


def role_overlaps(council: Council, on: date) -> list[RoleOverlap]:
    """Why roles are held by somebody who has what is better kept apart, as far as it is still in one hand; of the same,
    what was said last."""
    seats = _seats(council, on, on)
    found: dict[tuple[int, tuple[str, ...]], RoleOverlap] = {}
    for row in RoleOverlap.objects.filter(council=council).select_related("user").order_by("pk"):
        held = offices(council, on).filter(user=row.user_id, ended_at__isnull=True)
        said = _still_said(row, _begun(held, seats.get(row.user_id, {})))
        if in_one_hand_by_rule(held_by(council, row.user, on, on) & said):
            found[row.user_id, tuple(row.overlaps)] = row
    return list(found.values())


def held_by(council: Council, user: User, start: date, end: date | None) -> frozenset[str]:
    """What of offices, roles on the council and seats ``user`` has some day of a term."""
    held = offices_held(council, user, start, end) | seats_held(council, user, start, end)
    return held | {str(role) for role in roles_on(user, council)}


def ex_officio_offices(user: User, council: Council, on: date) -> QuerySet[Office]:
    """Offices that ``user`` holds on ``on`` because of a post (充て職)."""
    return offices(council, on).filter(user=user, ended_at__isnull=True).exclude(post_ja="")


def ex_officio_places(user: User, council: Council) -> QuerySet[Delegate]:
    """Where ``user`` acts for a member today because of a post (充て職)."""
    rows = Delegate.objects.filter(
        user=user, membership__council=council, membership__state__in=OPEN_STATES, until_on__isnull=True
    )
    return rows.exclude(post_ja="").select_related("membership__organisation", "user").order_by("pk")


def all_offices(council: Council) -> QuerySet[Office]:
    """Every term of office, held, to come and past, the newest first."""
    return (
        Office.objects.filter(council=council)
        .select_related("user", "organisation", "council")
        .order_by("-from_on", "-pk")
    )


def offices_given_up(council: Council) -> QuerySet[Office]:
    """Terms that were given up early and would still run: a substitute can serve the rest."""
    rows = all_offices(council).filter(term_ends_on__gte=clock.today())
    return rows.filter(Q(ended_at__isnull=False) | Q(until_on__lt=F("term_ends_on")))


def holds_again(office: Office, on: date) -> bool:
    """Does the holder of ``office`` hold the same office by another term on ``on``?"""
    return (
        offices(office.council, on).filter(kind=office.kind, user=office.user).exclude(pk=office.pk).exists()
    )


def holder_of(council: Council, kind: OfficeKind, on: date) -> User | None:
    """Who holds office ``kind`` on ``on``, or None."""
    found = offices(council, on).filter(kind=kind).first()
    return found.user if found else None
