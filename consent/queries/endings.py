"""Consents that ended here, as the provider has to learn of them that holds the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from consent.enums import EventKind, Route
from consent.models import Consent, ConsentEvent
from consent.queries.notices import providers
from core import clock
from core.access.queries import Someone, holders, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, Person, SubjectLink, User
from core.ledger.events import CATALOGUE
from core.ledger.queries import told_about
from core.rulebook.provider import settings_in_force
from core.rulebook.values import ConsentValidity

UNTOLD_FOR = 90
"""So many days back it is looked for endings that nobody could be told of."""
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
    found = _counted(_endings(clock.end_of(day - timedelta(days=1)), clock.end_of(day)))
    return [(council, organ, sum(by_day.values())) for council, organ, by_day in found]


def never_told(before: date) -> list[tuple[Council, Organ, dict[date, int]]]:
    """Which providers nobody was told for how many endings of which civil dates, in every council: those before
    ``before`` and not longer ago than :data:`UNTOLD_FOR` days."""
    since = clock.end_of(clock.today() - timedelta(days=UNTOLD_FOR))
    found = _counted(_endings(since, clock.end_of(before - timedelta(days=1))))
    rows = [(council, organ, _left(council, organ, by_day)) for council, organ, by_day in found]
    return [(council, organ, left) for council, organ, left in rows if left]


def _counted(rows: QuerySet[ConsentEvent]) -> list[tuple[Council, Organ, dict[date, int]]]:
    """The endings ``rows`` by council, provider and civil date. Three statements."""
    named = ("item__version__notice__council", "item__provider")
    counted = rows.values_list(*named, TruncDate("at", tzinfo=clock.TOKYO)).annotate(many=Count("pk"))
    found: dict[tuple[int, int], dict[date, int]] = {}
    for council, organ, day, many in counted.order_by(*named):
        found.setdefault((council, organ), {})[day] = many
    councils = Council.objects.in_bulk({council for council, _organ in found})
    organs = Organ.objects.select_related("organisation").in_bulk({organ for _council, organ in found})
    return [(councils[council], organs[organ], by_day) for (council, organ), by_day in found.items()]


@dataclass(frozen=True, slots=True)
class Untold:
    """A provider that nobody can be told for: how many endings, and by when the rules have it told of the first."""

    holder: Organ
    many: int
    due: date


def untold(council: Council) -> list[Untold]:
    """The providers of ``council`` without a data officer there, for whose data consents ended: the mail that tells of
    them (:func:`consent.actions.telling.tell_holders`) reaches nobody. Days that an officer was told of, who has left
    since, are not among them."""
    today = clock.today()
    rows = _endings(clock.end_of(today - timedelta(days=UNTOLD_FOR)), clock.now())
    rows = rows.filter(item__version__notice__council=council)
    found = _counted(rows)
    if not found:
        return []
    rule = settings_in_force(council, today, ["consent_validity"]).get("consent_validity")
    days = rule.value.tell_within if rule and isinstance(rule.value, ConsentValidity) else 1
    untold = [
        (organ, _left(council, organ, by_day))
        for _council, organ, by_day in found
        if not officers_of(organ, council)
    ]
    return [
        Untold(organ, sum(left.values()), clock.add_business_days(min(left), days))
        for organ, left in untold
        if left
    ]


def _left(council: Council, organ: Organ, by_day: Mapping[date, int]) -> dict[date, int]:
    told = told_about(council, f"organ:{organ.pk}", [CATALOGUE["consent.holder_told"]])
    days = {date.fromisoformat(one.facts["day"]) for one in told}
    return {day: many for day, many in by_day.items() if day not in days}


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
