"""What the council's rule about parents asks before they agree for a child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from consent.enums import EventKind, ProxyKind
from consent.models import Consent, ConsentEvent, ConsentItem, Proxy
from consent.queries.consents import is_alive, of_person
from consent.queries.people import Terms, acting, born, parents_of, selves, terms
from consent.queries.uses import same_use
from consent.rules.representation import is_parent_of_child, parents_agree
from consent.rules.validity import age
from core import clock
from core.access.queries import Someone
from core.accounts.models import Person
from core.errors import ALLOWED, Verdict

AGREED = (EventKind.GIVEN, EventKind.RENEWED)


def parents_needed(person: Person) -> int:
    """How many parents agree for ``person`` today; 0 for whoever is no child any more."""
    rules, birth, today = terms(person.council, clock.today()), born(person), clock.today()
    return max(rules.parents, 1) if birth is not None and age(birth, today) < rules.under else 0


def agreed_by_parents(person: Person, *, before: datetime) -> list[Consent]:
    """Choices of ``person`` in force to which a legal representative agreed ``before``."""
    rows = [one for one in of_person(person) if one.represented and one.since < before and is_alive(one)]
    said = ConsentEvent.objects.filter(proxy__kind=ProxyKind.STATUTORY)
    by_parents = said.in_bulk([one.last_event for one in rows])
    return [one for one in rows if one.last_event in by_parents]


def agreed_as_child(person: Person) -> list[Consent]:
    """Choices in force to which ``person``, a child, agreed without a parent: nobody knew, or the rule came later."""
    if not parents_needed(person):
        return []
    return [one for one in of_person(person) if not one.represented and is_alive(one)]


def objection_stands(person: Person, item: ConsentItem) -> bool:
    """Was a consent to the same as ``item`` ended by a decision, and nothing of it been agreed to since?"""
    said = ConsentEvent.objects.filter(person__in=selves(person)).select_related("item")
    ended = list(said.filter(kind=EventKind.REVOKED))
    if not ended:
        return False
    about = {item.choice} | {one.choice for one in same_use([item])}
    agreed = list(said.filter(kind__in=AGREED, choice__in=about))
    return any(not _settled(one, item, agreed) for one in ended if one.choice in about)


def _settled(objection: ConsentEvent, item: ConsentItem, agreed: Iterable[ConsentEvent]) -> bool:
    since = [one.item.codes for one in agreed if one.at > objection.at]
    return bool(since) and objection.item.codes & item.codes <= frozenset().union(*since)


def may_parents_agree(
    person: Person, item: ConsentItem, signers: Iterable[Proxy], *, rules: Terms, on: date, decided: bool
) -> Verdict:
    """May ``signers`` agree to ``item`` for the child ``person`` on ``on``? ``decided``: the secretariat records it by
    a decision, or because the objection was withdrawn."""
    if decided:
        return ALLOWED
    signed = {one.agent_id for one in signers if one.kind == "statutory"}
    return parents_agree(
        needed=rules.parents,
        signed=len(signed),
        registered=len({one.agent_id for one in parents_of(person, on=on)}),
        opposed=rules.objection_holds and objection_stands(person, item),
        article=rules.article,
    )


def may_agree_here(user: Someone, person: Person, item: ConsentItem) -> Verdict:
    """May ``user`` agree to ``item`` for ``person`` on our pages? What the rule about parents says; the person, and
    whoever acts for a grown-up, are not asked."""
    proxy, today = acting(user, person), clock.today()
    rules = terms(person.council, today)
    if proxy is None or not is_parent_of_child(proxy.kind, born=born(person), under=rules.under, on=today):
        return ALLOWED
    return may_parents_agree(person, item, (proxy,), rules=rules, on=today, decided=False)
