"""Persons of one holder, page by page, with everything of theirs that the gate looks at: one statement a page.

The pages follow the keys of the links, so that the thousandth costs what the first does. What cannot be permitted (a
person on hold, one without consent in force) may be left out by the statement itself; the gate then judges the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from consent import queries as consent
from core.accounts.models import Council, SubjectLink


class Wanted(NamedTuple):
    """Which persons are read: those linked to ``holder`` with a key above ``after``, at most ``limit``; of them
    only the holder's ids in ``hashes``, those without a hold (``unheld``), those in force under ``choices``."""

    holder: int
    after: int
    limit: int
    hashes: Collection[bytes] | None = None
    unheld: bool = True
    choices: Collection[int] | None = None


class Standing(NamedTuple):
    """One person's link, the hash of the holder's id, and the rows of consents and holds."""

    link: int
    identifier_hash: bytes
    rows: list[tuple[Any, ...]]


def page(council: Council, wanted: Wanted, *, at: datetime) -> list[Standing]:
    """The persons wanted, in the order of their links."""
    try:
        inner, values = _links(council, wanted, at).query.sql_with_params()
    except EmptyResultSet:  # nobody's ids, or no choice that could be in force
        return []
    text = (
        f"WITH page(link, hash, person) AS ({inner}) "  # noqa: S608 - the ORM's own text and constants
        f"SELECT page.link, page.hash, {consent.PERSON_COLUMNS} FROM page "
        f"JOIN accounts_person person ON person.id = page.person {consent.PERSON_JOINS} ORDER BY page.link"
    )
    found: dict[int, Standing] = {}
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        for link, hashed, *row in cursor:
            found.setdefault(link, Standing(link, bytes(hashed), [])).rows.append(tuple(row))
    return list(found.values())


def _links(council: Council, wanted: Wanted, at: datetime) -> QuerySet[SubjectLink, Any]:
    rows = SubjectLink.objects.filter(
        holder=wanted.holder, unlinked_at__isnull=True, person__council=council, pk__gt=wanted.after
    )
    if wanted.hashes is not None:
        rows = rows.filter(identifier_hash__in=list(wanted.hashes))
    if wanted.unheld:
        held = consent.holds(council, at=at).filter(person=OuterRef("person"))
        rows = rows.filter(~Exists(held))
    if wanted.choices is not None:
        given = consent.in_force(list(wanted.choices), at=at).filter(person=OuterRef("person"))
        rows = rows.filter(Exists(given))
    return rows.order_by("pk").values_list("pk", "identifier_hash", "person")[: wanted.limit]


def identifiers(links: Iterable[int]) -> dict[int, str]:
    """The holder's ids of ``links``, opened."""
    return {
        row.pk: row.identifier for row in SubjectLink.objects.filter(pk__in=list(links)).only("identifier")
    }
