"""The council's entries of the evidence log as its overseers read them, without what is kept from the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Council, User
from core.http.texts import Text
from core.ledger import queries as ledger
from core.ledger.events import CATALOGUE
from core.ledger.models import LedgerEntry
from governance.desk.queries.subjects import KINDS
from governance.sharing.queries.evidence import kept_back

ROOMS: Mapping[str, Text] = {
    "sharing": _("Datasets, requests and grants"),
    "assembly": _("Bodies, meetings and decisions"),
    "members": _("Members and offices"),
    "rulebook": _("Rule documents"),
    "pia": _("Privacy impact assessments"),
    "consent": _("Notices and consents"),
    "administration": _("Accounts, keys and messages"),
}
"""The rooms of the house in the order in which the log offers them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader looks for: an event or all of a room (``sharing``), numbers, and a period in days of Tokyo."""

    event: str = ""
    about: str = ""
    is_exact: bool = False
    first: date | None = None
    last: date | None = None


def kinds() -> list[tuple[Any, Any]]:
    """The events to choose from, room by room, the whole room first."""
    found: list[tuple[Any, Any]] = [("", _("All kinds"))]
    for room, label in ROOMS.items():
        events = [event for name, event in CATALOGUE.items() if name.partition(".")[0] == room]
        choices: list[tuple[str, Text]] = [(room, _("All of these"))]
        found.append((label, choices + [(event.name, event.words) for event in events]))
    return found


def entries(council: Council, user: User, asked: Asked) -> QuerySet[LedgerEntry]:
    """What ``user`` gets of the log of ``council``, the newest first."""
    rows = ledger.of_council(council).exclude(kept_back(user, council))
    if asked.event:
        named = "event" if "." in asked.event else "event__startswith"
        rows = rows.filter(**{named: asked.event if "." in asked.event else f"{asked.event}."})
    if numbers := asked.about.split():
        rows = rows.filter(_about(numbers, exactly=asked.is_exact))
    if asked.first:
        rows = rows.filter(at__gte=clock.on(asked.first, 0))
    if asked.last:
        rows = rows.filter(at__lt=clock.end_of(asked.last))
    return rows


def _about(numbers: list[str], *, exactly: bool) -> Q:
    """Entries about one of ``numbers`` (R-2026-018) of whatever kind, or about all whose name holds one."""
    if exactly:
        return Q(subject__in=[*numbers, *(f"{kind}:{number}" for kind in KINDS for number in numbers)])
    return reduce(or_, (Q(subject__icontains=number) for number in numbers))
