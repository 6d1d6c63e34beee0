"""Withdrawals pursued at recipients, as far as somebody may see or answer them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet

from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Organisation, SubjectLink
from governance.sharing.models import Delivery, Pursuit
from governance.sharing.queries.release_lists import linked_at
from governance.sharing.queries.requests import organs_of


def pursuits_after(deliveries: QuerySet[Delivery]) -> QuerySet[Pursuit]:
    """Those after ``deliveries``, the soonest deadline first."""
    return (
        Pursuit.objects.filter(delivery__in=deliveries.order_by().values("pk"))
        .select_related("delivery__council", "delivery__grant__line__dataset", "recipient", "person")
        .prefetch_related("delivery__grant__line__dataset__items")
        .order_by("due_on", "pk")
    )


def answerable_by(user: Someone, seen: QuerySet[Pursuit]) -> QuerySet[Pursuit]:
    """Of those that are ``seen``, the open ones at organisations that ``user`` represents."""
    mine = objects_with(user, Organisation, Role.REPRESENTATIVE)
    rows = seen.filter(answered_at__isnull=True)
    return rows.filter(Q(delivery__grant__line__request__applicant__in=mine))


def known_as(user: Someone, rows: Sequence[Pursuit]) -> dict[int, str]:
    """Pursuit -> the person as the reader may know them: the parties by the holder's id under which the records went,
    all others by a number that means nothing elsewhere. Two statements, however many."""
    known = {row.pk: str(row.person) for row in rows}
    if not user.is_authenticated or not rows:
        return known
    own = Q(
        delivery__grant__line__request__applicant__in=objects_with(user, Organisation, Role.REPRESENTATIVE)
    )
    own |= Q(delivery__grant__line__dataset__provider__in=organs_of(user))
    found = (
        Pursuit.objects.filter(own, pk__in=list(known))
        .filter(
            linked_at(F("delivery__released_at"), "person__links__"),
            person__links__holder=F("delivery__grant__line__dataset__provider"),
        )
        .values_list("pk", "person__links__pk")
    )
    links = dict(found)
    ids = {row.pk: row.identifier for row in SubjectLink.objects.filter(pk__in=list(links.values()))}
    return known | {pk: ids[link] for pk, link in links.items()}
