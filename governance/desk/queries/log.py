"""The council's entries of the evidence log as its overseers read them, without what is kept from the reader."""

from __future__ import annotations

import re
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
from governance.assembly import queries as assembly
from governance.desk.queries.actors import by
from governance.desk.queries.subjects import KINDS
from governance.sharing.queries.evidence import decisions_on, kept_back, of_cases

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
SEPARATORS = re.compile(r"[\s,、，]+")
"""What stands between several numbers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader looks for: an event or all of a room (``sharing``), numbers, and a period in days of Tokyo.
    ``whole_case`` asks for everything that belongs to the requests of the numbers."""

    event: str = ""
    about: str = ""
    is_exact: bool = False
    whole_case: bool = False
    first: date | None = None
    last: date | None = None
    by: str = ""
    """The number of an account, or ``system``."""


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
    numbers = [number for number in SEPARATORS.split(asked.about) if number]
    if numbers and asked.whole_case:
        rows = rows.filter(subject__in=_case(council, user, numbers))
    elif numbers:
        rows = rows.filter(_about(numbers, exactly=asked.is_exact))
    if asked.by:
        rows = by(rows, council, asked.by)
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


def _case(council: Council, user: User, numbers: list[str]) -> list[str]:
    """How the log calls the requests of ``numbers`` and all that belongs to them: lines, conditions, grants and
    deliveries; the meetings and items that dealt with them; the council's decisions; drafts and documents."""
    names = of_cases(user, council, numbers)
    slug = council.slug
    items = [
        (motion.meeting.body.code, motion.meeting.number, motion.number)
        for name in names
        for motion in assembly.motions_about(council, name)
    ]
    decided = assembly.decisions_for(user, council).filter(
        Q(subject__in=names)
        | Q(pk__in=decisions_on(council, (one for one in names if one.startswith("line:"))))
    )
    decisions = [f"decision:{row.fiscal_year}:{row.number}" for row in decided]
    papers = [Q(subject__startswith=f"{name}/") for name in names if name.startswith("request:")]
    drafts = assembly.drafts_for(user, council).filter(
        reduce(or_, papers, Q(subject__in=[*names, *decisions]))
    )
    issued = [draft.document for draft in drafts if hasattr(draft, "document")]
    return [
        *names,
        *(f"meeting:{slug}:{code}:{meeting}" for code, meeting, _item in items),
        *(f"meeting:{slug}:{code}:{meeting}:{item}" for code, meeting, item in items),
        *decisions,
        *(f"draft:{slug}:{draft.pk}" for draft in drafts),
        *(f"document:{row.fiscal_year}:{row.number}" for row in issued),
    ]
