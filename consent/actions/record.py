"""Writing one consent event and its projection. The only place that does, imports in bulk excepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from consent.actions import evidence
from consent.enums import EventKind, Route
from consent.models import Consent, ConsentEvent, ConsentItem, Proxy
from consent.permissions import permit, represents
from consent.queries.people import born, own_answer_age, validity_months
from consent.rules.representation import able_to_consent
from consent.rules.states import prompted_once
from consent.rules.validity import Validity, age, birthday
from consent.workflows import CONSENT, KIND_OF, NEVER_ASKED
from core import clock
from core.accounts.enums import Assurance
from core.accounts.models import Person, User
from core.errors import NotNow, Refused

AGREEING = frozenset({"give", "renew"})


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


def lock(person: Person) -> Person:
    """The person's row, locked: everything about one person happens one after the other."""
    return Person.objects.select_for_update(of=("self",)).select_related("council").get(pk=person.pk)


def consent_on(person: Person, item: ConsentItem) -> Consent | None:
    """Where ``person`` stands with the choice of ``item``, in whatever version."""
    return Consent.objects.filter(person=person, choice=item.choice).select_related("item__version").first()


def state_now(consent: Consent | None) -> str:
    """The state of the table: ``none`` where nothing was ever asked."""
    return consent.state if consent else NEVER_ASKED


def write(person: Person, item: ConsentItem, verb: str, entry: Entry) -> ConsentEvent:
    """One event of a person who is locked: permission, rules, event, projection, evidence."""
    consent = consent_on(person, item)
    state = state_now(consent)
    permit(entry.by, person, state, verb, route=entry.route).or_raise()
    proxy = entry.proxy or represents(entry.by if entry.route != Route.COUNTER else None, person)
    now, today = clock.now(), clock.today()
    _check(person, item, verb, consent, entry, represented=proxy is not None)
    event = ConsentEvent.objects.create(
        person=person,
        choice=item.choice,
        item=item,
        sequence=consent.sequence + 1 if consent else 1,
        kind=KIND_OF[verb],
        route=entry.route,
        at=now,
        until=_until(person, item, now, today, proxy) if verb in AGREEING else None,
        entered_by=entry.by,
        proxy=proxy,
        assurance=entry.assurance,
        notice_digest=item.version.digest,
        record_number=entry.record_number,
        idempotency_key=entry.idempotency_key,
        decision=entry.decision,
    )
    _project(event, CONSENT.after(state, verb), represented=proxy is not None)
    evidence.of_event(event, key=str(person.key), council=person.council, by=entry.by)
    return event


def _check(
    person: Person, item: ConsentItem, verb: str, consent: Consent | None, entry: Entry, *, represented: bool
) -> None:
    today = clock.today()
    if consent and consent.item.version.number > item.version.number:
        raise NotNow("newer_answer")
    if verb == "ask" and not prompted_once(
        asked_versions(person, item), item.version.number, by_person=entry.route != Route.TIME
    ):
        raise Refused("asked_already")
    if verb in AGREEING:
        under, article = own_answer_age(person.council, today)
        able_to_consent(
            as_agent=represented, born=born(person), under=under, on=today, article=article
        ).or_raise()


def asked_versions(person: Person, item: ConsentItem) -> Iterable[int]:
    """Versions of the notice in which ``person`` was already asked about the choice of ``item``; a question
    that went to somebody acting for them does not count."""
    rows = ConsentEvent.objects.filter(
        person=person, choice=item.choice, kind=EventKind.REQUESTED, proxy__isnull=True
    )
    return rows.values_list("item__version__number", flat=True)


def _until(
    person: Person, item: ConsentItem, now: datetime, today: date, proxy: Proxy | None
) -> datetime | None:
    birth, own = born(person), None
    if proxy and proxy.kind == "statutory" and birth:
        under = own_answer_age(person.council, today)[0]
        own = birthday(birth, under) if age(birth, today) < under else None
    validity = Validity(item.valid_months, item.valid_until, validity_months(person.council, today), own)
    until = validity.until(now)
    if until is not None and until <= now:
        raise Refused("choice_is_over")
    return until


def _project(event: ConsentEvent, state: str, *, represented: bool) -> None:
    Consent.objects.update_or_create(
        person_id=event.person_id,
        choice=event.choice,
        defaults={
            "item_id": event.item_id,
            "state": state,
            "since": event.at,
            "until": event.until,
            "sequence": event.sequence,
            "last_event": event.pk,
            "represented": represented,
        },
    )
