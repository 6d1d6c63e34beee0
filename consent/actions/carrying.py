"""What stands on somebody who turned out to be another: who acts for whom, and holds, go on with the one who stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from consent.actions import evidence
from consent.actions.people import announce_hold, hold_evidence, proxy_evidence
from consent.models import PersonHold, Proxy
from consent.rules.representation import Agent
from core import clock
from core.accounts.models import Person, User


def carry(other: Person, into: Person, *, by: User | None) -> Mapping[int, Proxy]:
    """The open registrations and holds of ``other`` stand on ``into`` as they were, and end on ``other``. Nobody is
    told: nothing has changed for them. Returns the registrations by the keys of the former ones."""
    rows = Proxy.objects.select_for_update(of=("self",)).filter(ended_at__isnull=True)
    rows = rows.filter(Q(principal=other) | Q(agent=other))
    moved = {
        one.pk: _moved(one, other, into, by)
        for one in rows.select_related("principal__council", "agent__council").order_by("pk")
    }
    holds = PersonHold.objects.select_for_update(of=("self",)).filter(lifted_at__isnull=True)
    holds = holds.filter(Q(person=other) | Q(hidden_from=other))
    for hold in holds.select_related("person__council", "hidden_from").order_by("pk"):
        _held(hold, other, into, by)
    return moved


def _moved(old: Proxy, other: Person, into: Person, by: User | None) -> Proxy:
    ends = {
        "principal": into if old.principal_id == other.pk else old.principal,
        "agent": into if old.agent_id == other.pk else old.agent,
    }
    new = Proxy.objects.filter(**ends, kind=old.kind, ended_at__isnull=True).first()
    if new is not None and _reach(new) < _reach(old):
        _end(new, by)
        new = None
    if new is None:
        new = Proxy.objects.create(
            **ends,
            kind=old.kind,
            basis=old.basis,
            since=old.since,
            until=old.until,
            registered_at=old.registered_at,
            registered_by=old.registered_by,
        )
        proxy_evidence(evidence.PROXY_REGISTERED, new, by)
    _end(old, by)
    return new


def _reach(proxy: Proxy) -> tuple[bool, date]:
    """Does the registration hold today, and until when: of two that say the same the one goes on that reaches further,
    so that none that holds is lost for one that lapsed."""
    holds = Agent(proxy.kind, proxy.since, proxy.until).in_force(clock.today())
    return holds, proxy.until or date.max


def _end(proxy: Proxy, by: User | None) -> None:
    proxy.ended_at, proxy.ended_by = clock.now(), by
    proxy.save(update_fields=["ended_at", "ended_by"])
    proxy_evidence(evidence.PROXY_ENDED, proxy, by)


def _held(old: PersonHold, other: Person, into: Person, by: User | None) -> None:
    person = into if old.person_id == other.pk else old.person
    new = PersonHold.objects.create(
        person=person,
        kind=old.kind,
        hidden_from=into if old.hidden_from_id == other.pk else old.hidden_from,
        basis=old.basis,
        since=old.since,
        placed_at=old.placed_at,
        placed_by=old.placed_by,
    )
    hold_evidence(evidence.HOLD_PLACED, new, person, by)
    if person.pk == into.pk:
        announce_hold(new, person)
    old.lifted_at, old.lifted_by = clock.now(), by
    old.save(update_fields=["lifted_at", "lifted_by"])
    hold_evidence(evidence.HOLD_LIFTED, old, old.person, by)
