"""What the log calls what has no page and no number of its own: accounts, organisations, machines, persons.

A citizen is never named: a person is told by the beginning of their key, which says nothing elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.access.queries import holding_any
from core.accounts.models import Council, Organ, Organisation, User
from core.clients.models import ApiClient
from core.http.numbers import numbers_of
from core.http.templatetags.sekisho import local, organ_name

KEY = 8
"""Characters of a person's key that tell one from another on a page."""


def names(council: Council, subjects: Iterable[str]) -> dict[str, str]:
    """``user:12`` -> name of the account, for each of ``subjects`` that has one; one statement per kind."""
    keys: dict[str, set[str]] = defaultdict(set)
    for subject in set(subjects):
        kind, _colon, tail = subject.partition(":")
        keys[kind].add(tail)
    found = {f"person:{tail}": tail[:KEY] for tail in keys["person"]}
    found |= {f"user:{pk}": name for pk, name in _accounts(keys["user"]).items()}
    if pks := _numbers(keys["organisation"]):
        rows = Organisation.objects.filter(pk__in=pks)
        found |= {f"organisation:{row.pk}": local(row, "name") for row in rows}
    if pks := _numbers(keys["organ"]):
        organs = Organ.objects.filter(pk__in=pks).select_related("organisation")
        found |= {f"organ:{row.pk}": organ_name(row) for row in organs}
    if pks := _numbers(keys["client"]):
        clients = ApiClient.objects.filter(pk__in=pks, council=council)
        found |= {f"client:{row.pk}": f"{row.name} ({row.prefix})" for row in clients}
    return found


def _accounts(tails: Iterable[str]) -> dict[int, str]:
    """The names of accounts that hold a role; others may be citizens."""
    pks = _numbers(tails)
    if not pks:
        return {}
    return {row.pk: str(row) for row in User.objects.filter(pk__in=holding_any(pks))}


def _numbers(tails: Iterable[str]) -> set[int]:
    return set(numbers_of(tails))
