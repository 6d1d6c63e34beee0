"""Withdrawals pursued at recipients, as far as somebody may see or answer them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Organisation, SubjectLink
from core.law.values import KNOWN_BY_ID
from governance.sharing.models import Delivery, Pursuit
from governance.sharing.queries.deliveries import holder_ids
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


def unanswered_in(delivery: Delivery) -> QuerySet[Pursuit]:
    """What the recipient of ``delivery`` has not answered, the soonest deadline first."""
    return Pursuit.objects.filter(delivery=delivery, answered_at__isnull=True).order_by("due_on", "pk")


def asked_back(*, before: date) -> QuerySet[Delivery]:
    """Deliveries that wait for an answer due ``before`` that day."""
    waiting = Pursuit.objects.filter(answered_at__isnull=True, due_on__lt=before)
    return Delivery.objects.filter(pk__in=waiting.order_by().values("delivery")).order_by("pk")


def answerable_by(user: Someone, seen: QuerySet[Pursuit]) -> QuerySet[Pursuit]:
    """Of those that are ``seen``, the open ones at organisations that ``user`` represents."""
    mine = objects_with(user, Organisation, Role.REPRESENTATIVE)
    rows = seen.filter(answered_at__isnull=True)
    return rows.filter(Q(delivery__grant__line__request__applicant__in=mine))


def known_as(user: Someone, rows: Sequence[Pursuit]) -> dict[int, str]:
    """Pursuit -> the person as the reader may know them: the parties by the holder's id under which the records went,
    all others by a number that means nothing elsewhere. So is the recipient of data by which it must not find out whose
    they are; the provider reads both there, and names the record. Two statements, however many."""
    known = {row.pk: str(row.person) for row in rows}
    if not user.is_authenticated or not rows:
        return known
    own = Q(
        delivery__grant__line__request__applicant__in=objects_with(user, Organisation, Role.REPRESENTATIVE),
        delivery__grant__line__data_class__in=KNOWN_BY_ID,
    )
    own |= Q(delivery__grant__line__dataset__provider__in=organs_of(user))
    found = (
        Pursuit.objects.filter(own, pk__in=list(known))
        .filter(
            linked_at(F("delivery__released_at"), "person__links__"),
            person__links__holder=F("delivery__grant__line__dataset__provider"),
        )
        .values_list("pk", "person__links__pk", "delivery__grant__line__data_class")
    )
    links = {pk: (link, data_class) for pk, link, data_class in found}
    rows_of = SubjectLink.objects.filter(pk__in=[link for link, _class in links.values()])
    ids = {row.pk: row.identifier for row in rows_of}
    return known | {pk: named(known[pk], ids[link], data_class) for pk, (link, data_class) in links.items()}


def known_in(delivery: Delivery, rows: Sequence[Pursuit], words: Collection[str]) -> dict[int, str]:
    """The same of ``rows`` after one ``delivery``, for a reader who is to it what ``words`` say."""
    known, data_class = {row.pk: str(row.person) for row in rows}, delivery.grant.line.data_class
    if "provider" not in words and not ("recipient" in words and data_class in KNOWN_BY_ID):
        return known
    ids = holder_ids(delivery, [row.person_id for row in rows])
    found = {row.pk: ids[row.person_id] for row in rows if row.person_id in ids}
    return known | {pk: named(known[pk], one, data_class) for pk, one in found.items()}


def named(number: str, holder_id: str, data_class: str) -> str:
    """A person by the holder's id; with the number, where the recipient knows that alone."""
    return holder_id if data_class in KNOWN_BY_ID else f"{holder_id} ({number})"
