"""Choices that ask about the same use, on whichever page: what ends with them, and who said no to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from consent.models import Consent, ConsentItem
from consent.rules.states import NO
from core.accounts.models import Person

_COMPARED = (
    "choice",
    "dataset",
    "purpose",
    "recipient",
    "provider",
    "data_items",
    "version__notice",
    "version__number",
)
"""What choices are compared by."""


def same_use(items: Iterable[ConsentItem]) -> list[ConsentItem]:
    """Other choices, of whatever notice and version, that ask about the same as one of ``items``: some of the same
    kinds of data, for the same purpose, between the same two parties. Choices that a version asks side by side are
    answered apart; one that was renamed or dropped in a later version is not."""
    known = [item for item in items if item.codes]
    fits = Q(pk__in=())
    for one in known:
        asked = Q(
            dataset=one.dataset, purpose=one.purpose, recipient=one.recipient_id, provider=one.provider_id
        )
        fits |= asked & ~Q(choice=one.choice) & ~Q(version=one.version_id)
    rows = ConsentItem.objects.filter(fits).select_related("version").only(*_COMPARED).order_by("pk")
    found = [(row, one) for row in rows for one in known if _alike(row, one)]
    beside = _asked_together([pair for pair in found if _of_one_notice(*pair)])
    return list(dict.fromkeys(row for row, one in found if not _side_by_side(row, one, beside)))


def _alike(one: ConsentItem, other: ConsentItem) -> bool:
    parties = (one.dataset, one.purpose, one.recipient_id, one.provider_id)
    same = parties == (other.dataset, other.purpose, other.recipient_id, other.provider_id)
    return same and one.choice != other.choice and bool(one.codes & other.codes)


def _of_one_notice(one: ConsentItem, other: ConsentItem) -> bool:
    return one.version.notice_id == other.version.notice_id


def _asked_together(pairs: Iterable[tuple[ConsentItem, ConsentItem]]) -> dict[int, set[UUID]]:
    """The choices of each version that has a part in ``pairs``."""
    versions = {item.version_id for pair in pairs for item in pair}
    found: dict[int, set[UUID]] = {version: set() for version in versions}
    rows = ConsentItem.objects.filter(version__in=versions).values_list("version_id", "choice")
    for version, choice in rows if versions else ():
        found[version].add(choice)
    return found


def _side_by_side(row: ConsentItem, answered: ConsentItem, beside: dict[int, set[UUID]]) -> bool:
    """Does the answered version ask ``row`` as well, or a later one, in which ``row`` was answered, both?"""
    if not _of_one_notice(row, answered):
        return False
    later = row.version.number > answered.version.number
    return row.choice in beside[answered.version_id] or (later and answered.choice in beside[row.version_id])


def ends_with(person: Person, items: Iterable[ConsentItem]) -> list[Consent]:
    """Other consents of ``person`` in force that end when the person says no to ``items``: what was said last about the
    same data counts, on whichever page and in whichever version it was said."""
    others = same_use(items)
    if not others:
        return []
    rows = Consent.objects.filter(person=person, item__in=others, state="in_force")
    return list(rows.select_related("item__version__notice__council").order_by("pk"))


def said_no(items: Iterable[ConsentItem], persons: Iterable[int]) -> QuerySet[Consent, int]:
    """Keys of those of ``persons`` whose last word about the same as ``items`` was no, to another choice; also where
    they said it as somebody who turned out to be them, and nothing about that choice since."""
    known = list(persons)
    own = Q(person__in=known) | Q(person__joined_into__in=known)
    return noes(items).filter(own).order_by().values_list("whose", flat=True)


def noes(items: Iterable[ConsentItem]) -> QuerySet[Any]:
    """Every no that stands to the same use as ``items``, to another choice; ``whose`` it is today."""
    since = Consent.objects.filter(person=OuterRef("person__joined_into"), choice=OuterRef("choice"))
    rows = Consent.objects.filter(~Exists(since), item__in=same_use(items), state__in=NO)
    return rows.annotate(whose=Coalesce("person__joined_into", "person"))


def is_narrower(item: ConsentItem, before: ConsentItem) -> bool:
    """Does ``item`` ask for less than ``before``, for another use, or tell of fewer places? Then what went under
    ``before`` is not all covered by it."""
    parties = (item.dataset, item.purpose, item.recipient_id, item.provider_id)
    same = parties == (before.dataset, before.purpose, before.recipient_id, before.provider_id)
    return not same or not (item.codes >= before.codes and item.places >= before.places)
