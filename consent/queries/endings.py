"""Consents that ended here, as the provider has to learn of them that holds the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from consent.enums import EventKind, Route
from consent.models import Consent, ConsentEvent
from consent.queries.notices import providers
from core import clock
from core.access.queries import Someone, holders, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, Person, SubjectLink, User

ENDINGS = (EventKind.WITHDRAWN, EventKind.REVOKED, EventKind.EXPIRED, EventKind.INVALIDATED)
BATCH = 500
"""Endings whose ids are opened at a time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A consent that ended and was not given anew, by the id that the provider knows the person by."""

    event: ConsentEvent
    holder_id: str

    @property
    def purpose_ja(self) -> str:
        """What the consent was for, in plain Japanese."""
        return str(self.event.item.purpose_words.get("ja", ""))

    @property
    def purpose_en(self) -> str:
        """The same in English; empty where the notice has none."""
        return str(self.event.item.purpose_words.get("en", ""))


def endings(council: Council, holder: Organ, *, since: datetime, until: datetime) -> QuerySet[ConsentEvent]:
    """What ended from ``since`` to before ``until`` and stands so, of persons whom ``holder`` knows, the newest first.
    What the provider's own app reported is left out: it knows."""
    rows = _endings(since, until).filter(item__provider=holder, item__version__notice__council=council)
    return rows.select_related("item__version__notice", "item__recipient").order_by("-at", "pk")


def ended_of(person: Person, organs: Iterable[Organ] | None = None) -> QuerySet[ConsentEvent]:
    """Consents of ``person`` that ended, for the data of ``organs`` if given, and stand so, the newest first."""
    last = Consent.objects.filter(person=person, last_event=OuterRef("pk"))
    rows = ConsentEvent.objects.filter(Exists(last), person=person, kind__in=ENDINGS)
    if organs is not None:
        rows = rows.filter(item__provider__in=organs)
    return rows.select_related("item__recipient", "item__provider").order_by("-at", "pk")


def with_ids(events: Iterable[ConsentEvent], holder: Organ) -> Iterator[Ended]:
    """``events`` with the ids that ``holder`` uses, :data:`BATCH` at a time."""
    batch: list[ConsentEvent] = []
    for event in events:
        batch.append(event)
        if len(batch) == BATCH:
            yield from _named(batch, holder)
            batch = []
    yield from _named(batch, holder)


def _named(events: list[ConsentEvent], holder: Organ) -> Iterator[Ended]:
    links = SubjectLink.objects.filter(
        holder=holder, unlinked_at__isnull=True, person__in=[event.person_id for event in events]
    )
    ids = dict(links.values_list("person_id", "identifier"))
    return (Ended(event, str(ids[event.person_id])) for event in events if event.person_id in ids)


def ended_on(day: date) -> list[tuple[Council, Organ, int]]:
    """Which providers have to learn of how many endings of the civil date ``day``, in every council."""
    rows = _endings(clock.end_of(day - timedelta(days=1)), clock.end_of(day))
    counted = rows.values_list("item__version__notice__council", "item__provider").annotate(many=Count("pk"))
    found = list(counted.order_by("item__version__notice__council", "item__provider"))
    councils = Council.objects.in_bulk({council for council, _organ, _many in found})
    organs = Organ.objects.select_related("organisation").in_bulk({organ for _council, organ, _many in found})
    return [(councils[council], organs[organ], many) for council, organ, many in found]


def _endings(since: datetime, until: datetime) -> QuerySet[ConsentEvent]:
    last = Consent.objects.filter(person=OuterRef("person"), last_event=OuterRef("pk"))
    known = SubjectLink.objects.filter(
        person=OuterRef("person"), holder=OuterRef("item__provider"), unlinked_at__isnull=True
    )
    rows = ConsentEvent.objects.filter(
        Exists(last), Exists(known), kind__in=ENDINGS, at__gte=since, at__lt=until
    )
    return rows.exclude(route=Route.FEED)


def organs_kept(user: Someone, council: Council) -> QuerySet[Organ]:
    """The providers of ``council`` whose data officer ``user`` is: who has to learn there what ended."""
    acts = Q(pk__in=objects_with(user, Organ, Role.DATA_OFFICER))
    acts |= Q(organisation__in=objects_with(user, Organisation, Role.DATA_OFFICER))
    return providers(council).filter(acts) if roles_on(user, council) else Organ.objects.none()


def officers_of(organ: Organ, council: Council) -> list[User]:
    """The data officers of ``organ`` who have a part in ``council``."""
    named = holders(Role.DATA_OFFICER, organ) | holders(Role.DATA_OFFICER, organ.organisation)
    return [user for user in named.order_by("pk") if roles_on(user, council)]
