"""Two persons who are one: the one whom a holder knows, and the one who signed up or was enrolled apart from that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q

from consent.actions import evidence
from consent.actions.answers import finish
from consent.actions.carrying import carry
from consent.actions.endings import bind_to_age
from consent.actions.record import Entry, Record
from consent.enums import Route
from consent.models import Consent, ConsentEvent, ConsentItem, PersonHold, Proxy
from consent.queries.consents import is_alive, of_person
from consent.queries.people import born, may_be_one
from consent.queries.uses import ends_with, said_no
from consent.rules.states import NO
from consent.rules.states import answers as verbs_for
from core.accounts.models import Person, SubjectLink
from core.errors import NotNow, NotPermitted, Refused

UNDECIDED = frozenset({"none", "requested", "deferred", "expired", "invalidated"})
"""States of the person who stays in which an agreement of the other one is carried over."""


def join(other: Person, into: Person, *, entry: Entry) -> None:
    """``other`` turns out to be ``into`` (both locked): the sign-in moves, the particulars count for both, and what was
    said counts for ``into``. A no of either wins; an agreement keeps its end. Who acts for whom, and holds, go on with
    ``into``. Receipts and history are shown together from now on.

    Raises:
        Refused: a holder knew ``other``; one of the two acts for the other or is kept from them; or they were born on
            different days.
    """
    _check(other, into, entry)
    said = list(
        Consent.objects.filter(person=other).select_related(
            "item__version__notice__council", "item__recipient", "item__provider__organisation"
        )
    )
    agreed = [one for one in said if is_alive(one) and not said_no([one.item], [into.pk]).exists()]
    was_born = born(into)
    _become_one(other, into)
    evidence.write(
        evidence.PERSONS_JOINED,
        council=into.council,
        subject=f"person:{into.key}",
        by=entry.by,
        client=entry.client,
        joined=str(other.key),
    )
    moved = carry(other, into, by=entry.by)
    _carry_no(into, [one.item for one in said if one.state in NO], entry)
    _carry_yes(into, agreed, moved, entry)
    if was_born is None:
        bind_to_age(into)


def _become_one(other: Person, into: Person) -> None:
    """What the former was told by stays sealed with them, so that it can be looked at why the two are one."""
    user = other.user
    other.user, other.joined_into = None, into
    other.save(update_fields=["user", "joined_into"])
    into.user = into.user or user
    into.identifiers = {**(other.identifiers or {}), **(into.identifiers or {})} or None
    into.birth_year = into.birth_year or other.birth_year
    into.save(update_fields=["user", "identifiers", "birth_year"])


def _check(other: Person, into: Person, entry: Entry) -> None:
    if SubjectLink.objects.filter(person=other).exists():
        raise Refused(refusal("persons_linked_both", entry))
    acts = Q(principal=other, agent=into) | Q(principal=into, agent=other)
    kept = Q(person=other, hidden_from=into) | Q(person=into, hidden_from=other)
    if (
        Proxy.objects.filter(acts, ended_at__isnull=True).exists()
        or PersonHold.objects.filter(kept, lifted_at__isnull=True).exists()
    ):
        raise Refused("persons_are_two")
    if not may_be_one(other, into):
        raise Refused("born_apart")


def refusal(code: str, entry: Entry) -> str:
    """The code of a refusal as whoever reads it can act upon it: at the counter, or on the way from an app."""
    return f"{code}_at_counter" if entry.route == Route.COUNTER else code


def _carry_no(into: Person, items: list[ConsentItem], entry: Entry) -> None:
    """Whatever stands on the one who stays: a no is written there, and what says otherwise about the same use ends."""
    standing = {one.choice: one for one in of_person(into).filter(choice__in=[item.choice for item in items])}
    said = [_newer(item, standing.get(item.choice)) for item in items]
    ending = [one.item for one in ends_with(into, items)]
    for chosen in _by_version(said + ending):
        record, events = Record(into, chosen), []
        for item in chosen:
            state = record.state(item)
            verbs = () if state in NO else verbs_for(state, "refuse")
            events += [record.write(item, verb, entry) for verb in verbs][-1:]
        if events:
            finish(record, events, entry)


def _newer(item: ConsentItem, standing: Consent | None) -> ConsentItem:
    """The choice as the later of the two versions asks it in which it was answered."""
    later = standing is not None and standing.item.version.number > item.version.number
    in_force = standing is not None and standing.state == "in_force"
    return standing.item if standing and (later or in_force) else item


def _carry_yes(into: Person, given: list[Consent], moved: Mapping[int, Proxy], entry: Entry) -> None:
    """What cannot be agreed to today, since its period is over or a parent has to sign, is asked anew."""
    events_of = ConsentEvent.objects.in_bulk([one.last_event for one in given])
    kept = {one.item_id: one for one in given}
    for chosen in _by_version(one.item for one in given):
        record, events = Record(into, chosen), []
        for item in chosen:
            proxy = moved.get(events_of[kept[item.pk].last_event].proxy_id or 0)
            step = replace(entry, not_beyond=kept[item.pk].until, proxy=proxy)
            if _may_give(into, item, step):
                verbs = verbs_for(record.state(item), "give")
                events += [record.write(item, verb, step) for verb in verbs][-1:]
        if events:
            finish(record, events, entry)


def _may_give(into: Person, item: ConsentItem, step: Entry) -> bool:
    trial = Record(into, [item])
    standing = trial.standing(item)
    if trial.state(item) not in UNDECIDED or (
        standing and standing.item.version.number > item.version.number
    ):
        return False
    try:
        for verb in verbs_for(trial.state(item), "give"):
            trial.write(item, verb, step)
    except (NotNow, NotPermitted, Refused):
        return False
    return True


def _by_version(items: Iterable[ConsentItem]) -> list[list[ConsentItem]]:
    found: dict[int, list[ConsentItem]] = {}
    for item in dict.fromkeys(items):
        found.setdefault(item.version_id, []).append(item)
    return list(found.values())
