"""Two persons who are one: the one whom a holder knows, and the one who signed up or was enrolled apart from that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from consent.actions import evidence
from consent.actions.answers import finish
from consent.actions.record import Entry, Record
from consent.models import Consent, ConsentItem, PersonHold, Proxy
from consent.queries.consents import ends_with, said_no
from consent.rules.states import answers as verbs_for
from core.accounts.models import Person, SubjectLink
from core.errors import Refused

UNDECIDED = frozenset({"none", "requested", "deferred", "expired", "invalidated"})
"""States of the person who stays in which an agreement of the other one is carried over."""
NO = ("refused", "withdrawn")


def join(other: Person, into: Person, *, entry: Entry) -> None:
    """``other`` turns out to be ``into`` (both locked): the sign-in and the particulars move, and what was said counts
    for ``into``. A no of either wins; an agreement keeps its end. Receipts and history are shown together from now on.

    Raises:
        Refused: a holder knew ``other``, or a hold or a registration stands
            on ``other``: the secretariat ends those first.
    """
    _check(other)
    user, kept = other.user, other.identifiers
    other.user, other.joined_into, other.identifiers = None, into, None
    other.save(update_fields=["user", "joined_into", "identifiers"])
    into.user = into.user or user
    if not into.identifiers:
        into.identifiers, into.birth_year = kept, other.birth_year or into.birth_year
    into.save(update_fields=["user", "identifiers", "birth_year"])
    evidence.write(
        evidence.PERSONS_JOINED,
        council=into.council,
        subject=f"person:{into.key}",
        by=entry.by,
        client=entry.client,
        joined=str(other.key),
    )
    said = list(
        Consent.objects.filter(person=other).select_related(
            "item__version__notice__council", "item__recipient", "item__provider__organisation"
        )
    )
    _carry_no(into, [one.item for one in said if one.state in NO], entry)
    _carry_yes(into, [one for one in said if one.state == "in_force"], entry)


def _check(other: Person) -> None:
    if SubjectLink.objects.filter(person=other).exists():
        raise Refused("persons_linked_both")
    represents = Proxy.objects.filter(ended_at__isnull=True)
    held = PersonHold.objects.filter(lifted_at__isnull=True)
    if (
        represents.filter(principal=other).exists()
        or represents.filter(agent=other).exists()
        or held.filter(person=other).exists()
        or held.filter(hidden_from=other).exists()
    ):
        raise Refused("persons_represented")


def _carry_no(into: Person, items: list[ConsentItem], entry: Entry) -> None:
    choices = {item.choice for item in items}
    same = Consent.objects.filter(person=into, choice__in=choices, state="in_force")
    ending = [*same.select_related("item__version__notice__council"), *ends_with(into, items)]
    for chosen in _by_version(one.item for one in ending):
        record = Record(into, chosen)
        finish(record, [record.write(item, "withdraw", entry) for item in chosen], entry)


def _carry_yes(into: Person, given: list[Consent], entry: Entry) -> None:
    ends = {one.item_id: one.until for one in given}
    sound = [one.item for one in given if one.item.version.defective_at is None]
    for chosen in _by_version(one for one in sound if not said_no([one], [into.pk]).exists()):
        record, events = Record(into, chosen), []
        for item in chosen:
            standing = record.standing(item)
            if record.state(item) not in UNDECIDED or (
                standing and standing.item.version.number > item.version.number
            ):
                continue
            step = replace(entry, not_beyond=ends[item.pk])
            events += [record.write(item, verb, step) for verb in verbs_for(record.state(item), "give")][-1:]
        if events:
            finish(record, events, entry)


def _by_version(items: Iterable[ConsentItem]) -> list[list[ConsentItem]]:
    found: dict[int, list[ConsentItem]] = {}
    for item in dict.fromkeys(items):
        found.setdefault(item.version_id, []).append(item)
    return list(found.values())
