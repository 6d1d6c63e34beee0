"""Who acts for whom, and holds on a person."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from consent import notices
from consent.actions import evidence
from consent.actions.endings import bind_to_age
from consent.actions.record import lock
from consent.enums import HoldKind, ProxyKind
from consent.models import PersonHold, Proxy
from consent.permissions import at_counter, may_end_proxy
from consent.queries.people import born, terms
from consent.rules.representation import able_to_choose
from core import clock
from core.accounts.enums import Assurance
from core.accounts.models import Council, Person, User
from core.administration.actions import add_birth_date
from core.errors import ALLOWED, Invalid, NotNow, Refused
from core.ledger.events import Event
from core.outbox.actions import react


def person_for(user: User, council: Council) -> Person:
    """The person behind ``user`` in ``council``, made on their first answer there."""
    try:
        with transaction.atomic():
            person, _made = Person.objects.get_or_create(user=user, council=council)
    except IntegrityError:
        person = Person.objects.get(user=user, council=council)
    return person


def register_proxy(
    principal: Person,
    agent: Person,
    kind: str,
    *,
    by: User,
    basis: str,
    since: date | None = None,
    until: date | None = None,
    born_on: date | None = None,
    of_age: bool = False,
) -> Proxy:
    """Let ``agent`` act for ``principal``: chosen by the principal, or shown to the secretariat with a document.

    Whom a legal representative acts for is a child, or not: where no date of birth is kept, the document says it
    (``born_on``), or that it is the guardian of a grown-up (``of_age``).
    """
    with transaction.atomic():
        principal = lock(principal)
        own = kind == ProxyKind.VOLUNTARY and principal.user_id is not None and principal.user_id == by.pk
        (ALLOWED if own else at_counter(by, principal)).or_raise()
        if born_on and born(principal) is None:
            principal = add_birth_date(principal, born_on, by=by, assurance=Assurance.HIGH)
            bind_to_age(principal)
        if kind == ProxyKind.STATUTORY and born(principal) is None and not of_age:
            raise Refused("birth_date_missing")
        _check_proxy(principal, agent, kind, basis, since or clock.today(), by)
        proxy = Proxy.objects.create(
            principal=principal,
            agent=agent,
            kind=kind,
            basis=basis.strip(),
            since=since or clock.today(),
            until=until,
            registered_at=clock.now(),
            registered_by=by,
        )
        proxy_evidence(evidence.PROXY_REGISTERED, proxy, by)
        notices.proxy_changed(proxy, principal, "registered")
        notices.proxy_changed(proxy, agent, "agent")
        return proxy


def keep_birth_date(person: Person, born_on: date, *, by: User, assurance: Assurance) -> Person:
    """Keep the date of birth that an identification shows: the rules about children ask for it, and bind what parents
    agreed to before."""
    with transaction.atomic():
        person = lock(person)
        at_counter(by, person).or_raise()
        person = add_birth_date(person, born_on, by=by, assurance=assurance)
        bind_to_age(person)
        return person


def _check_proxy(principal: Person, agent: Person, kind: str, basis: str, since: date, by: User) -> None:
    if kind not in ProxyKind.values or not basis.strip():
        raise Invalid("proxy_incomplete")
    if agent.pk == principal.pk or agent.council_id != principal.council_id:
        raise Refused("proxy_not_another")
    if agent.user_id == by.pk:
        raise Refused("own_matter")
    rules = terms(principal.council, since)
    able_to_choose(
        kind=kind, born=born(principal), under=rules.under, on=since, article=rules.article
    ).or_raise()
    if PersonHold.objects.filter(person=principal, hidden_from=agent, lifted_at__isnull=True).exists():
        raise Refused("proxy_barred")
    if Proxy.objects.filter(principal=principal, agent=agent, kind=kind, ended_at__isnull=True).exists():
        raise NotNow("proxy_exists")


def proxy_evidence(event: Event, proxy: Proxy, by: User | None) -> None:
    """Commit what happened to a registration."""
    evidence.write(
        event,
        council=proxy.principal.council,
        subject=f"proxy:{proxy.pk}",
        by=by,
        principal=str(proxy.principal.key),
        agent=str(proxy.agent.key),
        kind=proxy.kind,
    )


def end_proxy(proxy: Proxy, *, by: User) -> Proxy:
    """End a registration, at once; the one who is removed is told only afterwards."""
    with transaction.atomic():
        lock(proxy.principal)
        proxy = Proxy.objects.select_related("principal__council", "agent__council").get(pk=proxy.pk)
        may_end_proxy(by, proxy).or_raise()
        if proxy.ended_at is not None:
            raise NotNow("proxy_over")
        proxy.ended_at, proxy.ended_by = clock.now(), by
        proxy.save(update_fields=["ended_at", "ended_by"])
        proxy_evidence(evidence.PROXY_ENDED, proxy, by)
        notices.proxy_changed(proxy, proxy.principal, "ended")
        notices.proxy_changed(proxy, proxy.agent, "removed")
        return proxy


def place_hold(
    person: Person, kind: str, *, by: User, basis: str, hidden_from: Person | None = None
) -> PersonHold:
    """Stop everything about ``person`` from flowing, from now, on whatever legal ground."""
    with transaction.atomic():
        person = lock(person)
        at_counter(by, person).or_raise()
        if kind not in HoldKind.values or not basis.strip():
            raise Invalid("hold_incomplete")
        if hidden_from and kind != HoldKind.PROTECTION:
            raise Refused("hold_hides_protection_only")
        if hidden_from and (hidden_from.pk == person.pk or hidden_from.council_id != person.council_id):
            raise Refused("proxy_not_another")
        now = clock.now()
        hold = PersonHold.objects.create(
            person=person,
            kind=kind,
            hidden_from=hidden_from,
            basis=basis.strip(),
            since=now,
            placed_at=now,
            placed_by=by,
        )
        hold_evidence(evidence.HOLD_PLACED, hold, person, by)
        announce_hold(hold, person)
        return hold


def lift_hold(hold: PersonHold, *, by: User) -> PersonHold:
    """End a hold; what was stopped may flow again where everything else allows it."""
    with transaction.atomic():
        person = lock(hold.person)
        at_counter(by, person).or_raise()
        hold = PersonHold.objects.get(pk=hold.pk)
        if hold.lifted_at is not None:
            raise NotNow("hold_over")
        hold.lifted_at, hold.lifted_by = clock.now(), by
        hold.save(update_fields=["lifted_at", "lifted_by"])
        hold_evidence(evidence.HOLD_LIFTED, hold, person, by)
        return hold


def announce_hold(hold: PersonHold, person: Person) -> None:
    """Whoever holds something of the person is told to stop, in the same transaction."""
    payload = {"person": person.pk, "hold": hold.pk}
    react("consent.hold_placed", key=str(hold.pk), council=person.council, payload=payload)


def hold_evidence(event: Event, hold: PersonHold, person: Person, by: User | None) -> None:
    """Commit what happened to a hold."""
    evidence.write(event, council=person.council, subject=f"hold:{hold.pk}", by=by, person=str(person.key))
