"""Writing one consent event and its projection. The only place that does, imports in bulk excepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consent.actions import evidence
from consent.enums import EventKind, Route
from consent.models import Consent, ConsentEvent, ConsentItem, Proxy
from consent.permissions import permit, represents
from consent.queries.people import Terms, born, terms
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
    """The person's row, locked: everything about one person happens one after the other. Rows that only point
    to the person (a release list being written) need not wait."""
    rows = Person.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("council").get(pk=person.pk)


def lock_all(persons: Iterable[int]) -> None:
    """The rows of ``persons``, locked in the order of their keys: before the first of them is written to, so that
    somebody who answers meanwhile waits outside and holds nothing that is needed here."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk")
    list(rows.values_list("pk", flat=True))


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
    now, rules = clock.now(), terms(person.council, clock.today()) if verb in AGREEING else None
    _check(person, item, verb, consent, entry)
    if rules:
        able_to_consent(
            as_agent=proxy is not None,
            born=born(person),
            under=rules.under,
            on=clock.today(),
            article=rules.article,
        ).or_raise()
    event = ConsentEvent.objects.create(
        person=person,
        choice=item.choice,
        item=item,
        sequence=consent.sequence + 1 if consent else 1,
        kind=KIND_OF[verb],
        route=entry.route,
        at=now,
        until=_until(person, item, now, rules, proxy) if rules else None,
        entered_by=entry.by,
        proxy=proxy,
        assurance=entry.assurance,
        notice_digest=item.version.digest,
        record_number=entry.record_number,
        idempotency_key=entry.idempotency_key,
        decision=entry.decision,
    )
    _project(consent, event, CONSENT.after(state, verb))
    evidence.of_event(event, key=str(person.key), council=person.council, by=entry.by)
    return event


def _check(person: Person, item: ConsentItem, verb: str, consent: Consent | None, entry: Entry) -> None:
    if consent and consent.item.version.number > item.version.number:
        raise NotNow("newer_answer")
    if verb == "ask" and not prompted_once(
        asked_versions(person, item), item.version.number, by_person=entry.route != Route.TIME
    ):
        raise Refused("asked_already")


def asked_versions(person: Person, item: ConsentItem) -> Iterable[int]:
    """Versions of the notice in which ``person`` was already asked about the choice of ``item``; a question
    that went to somebody acting for them does not count."""
    rows = ConsentEvent.objects.filter(
        person=person, choice=item.choice, kind=EventKind.REQUESTED, proxy__isnull=True
    )
    return rows.values_list("item__version__number", flat=True)


def _until(
    person: Person, item: ConsentItem, now: datetime, rules: Terms, proxy: Proxy | None
) -> datetime | None:
    birth, own = born(person), None
    if proxy and proxy.kind == "statutory" and birth and age(birth, clock.today()) < rules.under:
        own = birthday(birth, rules.under)
    until = Validity(item.valid_months, item.valid_until, rules.months, own).until(now)
    if until is not None and until <= now:
        raise Refused("choice_is_over")
    return until


def _project(consent: Consent | None, event: ConsentEvent, state: str) -> None:
    now = consent or Consent(person_id=event.person_id, choice=event.choice)
    now.item_id, now.state, now.since, now.until = event.item_id, state, event.at, event.until
    now.sequence, now.last_event, now.represented = event.sequence, event.pk, event.proxy_id is not None
    now.save()
