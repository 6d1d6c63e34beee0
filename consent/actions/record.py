"""Writing consent events and their projection. The only place that does, imports in bulk excepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db import connection

from consent.actions import evidence
from consent.enums import EventKind, Route
from consent.models import Consent, ConsentEvent, ConsentItem, Proxy
from consent.permissions import represents, roles_of
from consent.queries.consents import items_of
from consent.queries.parents import may_parents_agree
from consent.queries.people import Terms, born, may_sign, terms
from consent.queries.uses import is_narrower
from consent.rules.representation import able_to_consent, is_parent_of_child
from consent.rules.states import prompted_once
from consent.rules.validity import Validity, birthday
from consent.workflows import CONSENT, KIND_OF, NEVER_ASKED
from core import clock
from core.accounts.enums import Assurance
from core.accounts.models import Person, User
from core.clients.models import ApiClient
from core.errors import NotNow, Refused
from core.ledger.actions import Said, append_all
from core.ledger.models import LedgerEntry

AGREEING = frozenset({"give", "renew"})
PROJECTED = ("item", "state", "since", "until", "sequence", "last_event", "represented")
"""What the projection says besides whose choice it is."""
Authority = tuple[int | None, str, frozenset[int]]
"""Who writes, by which route, for which registrations that signed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How an event arrives: who, by which route, with which evidence."""

    by: User | None
    route: str = Route.DIRECT
    proxy: Proxy | None = None
    assurance: str = Assurance.LOW
    record_number: str = ""
    idempotency_key: str | None = None
    decision: str = ""
    client: ApiClient | None = None
    """The key that a machine came with."""
    signed_on: date | None = None
    """The day on a paper form: whoever signed for the person had to have the authority then."""
    also: tuple[Proxy, ...] = ()
    """Who signed besides ``proxy``."""
    not_beyond: datetime | None = None
    """An agreement that is carried over ends when it would have ended; one that is shortened ends here."""

    @property
    def signers(self) -> tuple[Proxy, ...]:
        """Everybody who signed for the person."""
        return (self.proxy, *self.also) if self.proxy else ()

    @property
    def decided(self) -> bool:
        """Does the secretariat record it by a decision?"""
        return self.route == Route.COUNTER and bool(self.decision)


def lock(person: Person, *, joined: bool = False) -> Person:
    """The person's row, locked: everything about one person happens one after the other. Rows that only point
    to the person (a release list being written) need not wait. ``joined``: what only ends by itself may be of somebody
    who turned out to be another.

    Raises:
        Refused: they did; it is said and done there.
    """
    rows = Person.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("council", "user").get(pk=person.pk)
    if found.joined_into_id is not None and not joined:
        raise Refused("joined_before")
    return found


def lock_all(persons: Iterable[int]) -> None:
    """The rows of ``persons``, locked in the order of their keys: before the first of them is written to, so that
    somebody who answers meanwhile waits outside and holds nothing that is needed here."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk")
    list(rows.values_list("pk", flat=True))


def hold_sound(version: int) -> None:
    """Nobody agrees to a version that was found defective; and none is found so before we are done: whoever declares it
    waits for us, and sees what we wrote.

    Raises:
        NotNow: it was.
    """
    share = "FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT defective_at FROM consent_noticeversion WHERE id = %s {share}", [version])  # noqa: S608
        (defective_at,) = cursor.fetchone()
    if defective_at is not None:
        raise NotNow("notice_defective")


class Record:
    """What one transaction does with some choices of one locked person.

    Where they stand is read once, authority and rules are asked once. :meth:`write` checks each verb against what the
    verbs before it have led to; :meth:`save` writes the events, their projection and their evidence together.
    """

    def __init__(self, person: Person, items: Iterable[ConsentItem]) -> None:
        self.person = person
        known = {item.pk: item for item in items}
        self._choices = {item.choice for item in known.values()}
        rows = list(Consent.objects.filter(person=person, choice__in=self._choices))
        others = {row.item_id for row in rows} - known.keys()
        if others:
            known |= {item.pk: item for item in items_of(others)}
        for row in rows:
            row.item = known[row.item_id]
        self._stand = {row.choice: row for row in rows}
        self._changed: dict[UUID, Consent] = {}
        self.narrowed: list[ConsentEvent] = []
        """Renewals onto a version that asks for less: what went under the earlier one is not all covered any more."""
        self._events: list[tuple[ConsentEvent, Entry]] = []
        self._sound: set[int] = set()
        self._authority: dict[Authority, tuple[frozenset[str], Proxy | None]] = {}

    def standing(self, item: ConsentItem) -> Consent | None:
        """Where the person stands with the choice of ``item``, in whatever version."""
        return self._stand.get(item.choice)

    def state(self, item: ConsentItem) -> str:
        """The state of the table: ``none`` where nothing was ever asked."""
        consent = self.standing(item)
        return consent.state if consent else NEVER_ASKED

    def asked(self, item: ConsentItem) -> Iterator[int]:
        """Versions of the notice in which the person was already asked about the choice of ``item``; a question
        that went to somebody acting for them does not count. Read only when somebody looks."""
        yield from self._asked.get(item.choice, ())

    def write(self, item: ConsentItem, verb: str, entry: Entry) -> ConsentEvent:
        """One event: permission, rules, and where it leads. Nothing is in the database before :meth:`save`."""
        consent, state, now = self.standing(item), self.state(item), clock.now()
        roles, proxy = self._may(entry)
        CONSENT.permit(state, verb, roles).or_raise()
        self._check(item, verb, consent, entry)
        event = ConsentEvent(
            person=self.person,
            choice=item.choice,
            item=item,
            sequence=consent.sequence + 1 if consent else 1,
            kind=KIND_OF[verb],
            route=entry.route,
            at=now,
            until=self._until(item, verb, proxy, entry),
            entered_by=entry.by,
            proxy=proxy,
            assurance=entry.assurance,
            notice_digest=item.version.digest,
            record_number=entry.record_number,
            idempotency_key=entry.idempotency_key,
            decision=entry.decision,
        )
        if verb == "renew" and consent and is_narrower(item, consent.item):
            self.narrowed.append(event)
        self._events.append((event, entry))
        self._stand[item.choice] = self._changed[item.choice] = _projected(
            event, CONSENT.after(state, verb), consent if verb == "shorten" else None
        )
        return event

    def save(self, *more: Said) -> list[LedgerEntry]:
        """Write the events, where they lead, and one piece of evidence for each; and ``more`` evidence after them.
        Returns the entries of the ledger. The person is locked, so nobody has written in between."""
        events, self._events = self._events, []
        changed, self._changed = self._changed, {}
        ConsentEvent.objects.bulk_create([event for event, _entry in events])
        Consent.objects.bulk_create(
            changed.values(),
            update_conflicts=True,
            unique_fields=["person", "choice"],
            update_fields=PROJECTED,
        )
        key, council = str(self.person.key), self.person.council
        return append_all(
            [
                *(
                    evidence.of_event(event, key=key, council=council, by=entry.by, client=entry.client)
                    for event, entry in events
                ),
                *more,
            ]
        )

    def _may(self, entry: Entry) -> tuple[frozenset[str], Proxy | None]:
        signers = entry.signers
        key = (entry.by.pk if entry.by else None, entry.route, frozenset(one.pk for one in signers))
        if key not in self._authority:
            on = entry.signed_on or clock.today()
            if not all(may_sign(one, self.person, on=on) for one in signers):
                raise Refused("proxy_without_authority")
            roles = roles_of(entry.by, self.person, route=entry.route)
            own_name = entry.by if entry.route != Route.COUNTER else None
            self._authority[key] = roles, represents(own_name, self.person)
        roles, acting = self._authority[key]
        return roles, entry.proxy or acting

    def _check(self, item: ConsentItem, verb: str, consent: Consent | None, entry: Entry) -> None:
        if consent and consent.item.version.number > item.version.number:
            raise NotNow("newer_answer")
        if verb == "ask" and not prompted_once(
            self.asked(item), item.version.number, by_person=entry.route != Route.TIME
        ):
            raise Refused("asked_already")
        if verb in AGREEING and item.version_id not in self._sound:
            hold_sound(item.version_id)
            self._sound.add(item.version_id)

    def _until(self, item: ConsentItem, verb: str, proxy: Proxy | None, entry: Entry) -> datetime | None:
        if verb in AGREEING:
            return self._agreed_until(item, clock.now(), proxy, entry)
        return entry.not_beyond if verb == "shorten" else None

    def _agreed_until(
        self, item: ConsentItem, now: datetime, proxy: Proxy | None, entry: Entry
    ) -> datetime | None:
        rules, signed, birth = self._terms, entry.signed_on or clock.today(), born(self.person)
        able_to_consent(
            as_agent=proxy is not None, born=birth, under=rules.under, on=signed, article=rules.article
        ).or_raise()
        own = None
        if proxy and birth and is_parent_of_child(proxy.kind, born=birth, under=rules.under, on=signed):
            signers, decided = entry.signers or (proxy,), entry.decided
            may_parents_agree(self.person, item, signers, rules=rules, on=signed, decided=decided).or_raise()
            own = birthday(birth, rules.under)
        limit = Validity(item.valid_months, item.valid_until, rules.months, own).until(now)
        until = min((one for one in (limit, entry.not_beyond) if one), default=None)
        if until is not None and until <= now:
            raise Refused("choice_is_over")
        return until

    @cached_property
    def _terms(self) -> Terms:
        return terms(self.person.council, clock.today())

    @cached_property
    def _asked(self) -> dict[UUID, list[int]]:
        rows = ConsentEvent.objects.filter(
            person=self.person, choice__in=self._choices, kind=EventKind.REQUESTED, proxy__isnull=True
        )
        found: dict[UUID, list[int]] = {}
        for choice, number in rows.values_list("choice", "item__version__number"):
            found.setdefault(choice, []).append(number)
        return found


def _projected(event: ConsentEvent, state: str, kept: Consent | None) -> Consent:
    """Where ``event`` leads; who agreed, and since when, stays as it is in ``kept``."""
    return Consent(
        person=event.person,
        choice=event.choice,
        item=event.item,
        state=state,
        since=kept.since if kept else event.at,
        until=event.until,
        sequence=event.sequence,
        last_event=event.pk,
        represented=kept.represented if kept else event.proxy_id is not None,
    )
