"""Who acted in an entry of the evidence log, as its readers may know it.

Nobody is named where that would tell how a reviewer or a member judged or voted, and no citizen: what they agreed to is
theirs alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.access.queries import holders, holding_any
from core.access.roles import Role
from core.accounts.models import Council, Person, User
from core.clients.models import ApiClient
from core.http.texts import Text
from core.ledger.models import LedgerEntry
from core.ledger.queries import acted_by, actor
from governance.sharing.queries.evidence import DELIBERATION

UNNAMED = DELIBERATION | {"assembly.ballot_cast"}
"""Events that say how somebody judged by saying who it was."""
ABOUT_PERSONS = frozenset({"consent", "receipt", "paper", "import", "proxy", "hold", "person"})
"""Kinds of subjects that are a citizen's own."""
NOT_SHOWN, CITIZEN, BY_ITSELF = _("not shown"), _("a citizen"), _("automatically")


OFFICES: Mapping[Role, Text] = {
    Role.SECRETARY: _("Secretariat"),
    Role.CHAIR: _("Chair"),
    Role.APPROVER: _("Approver"),
    Role.AUDITOR: _("Auditor"),
    Role.ASSESSOR: _("Assessor"),
}
"""The offices of a council by whose holders the log can be narrowed."""
SYSTEM = "system"


def officers(council: Council) -> list[tuple[Any, Any]]:
    """Who can be asked for: anybody, the system itself, and the holders of each office by the number of the account."""
    found: list[tuple[Any, Any]] = [("", _("Anybody")), (SYSTEM, BY_ITSELF)]
    for role, label in OFFICES.items():
        users = holders(role, council).order_by("name", "pk")
        found.append((label, [(str(user.pk), str(user)) for user in users]))
    return [one for one in found if one[1]]


def by(rows: QuerySet[LedgerEntry], council: Council, who: str) -> QuerySet[LedgerEntry]:
    """The entries in which the officer ``who`` is named as the one who acted: nothing that says how they judged or
    voted, and nothing that is theirs as a citizen."""
    if who == SYSTEM:
        return acted_by(rows, SYSTEM)
    rows = acted_by(rows, f"user:{who}").exclude(event__in=UNNAMED)
    if Person.objects.filter(council=council, user_id=int(who)).exists():
        own = reduce(or_, (Q(subject__startswith=f"{kind}:") for kind in sorted(ABOUT_PERSONS)))
        rows = rows.exclude(own | Q(event__startswith="consent."))
    return rows


@dataclass(frozen=True, slots=True)
class Actors:
    """The names of those who acted in a council, looked up once each."""

    council: Council
    _users: dict[str, str] = field(default_factory=dict)
    _machines: dict[str, str] = field(default_factory=dict)
    _holders: set[str] = field(default_factory=set)
    _citizens: set[str] = field(default_factory=set)

    def learn(self, entries: Iterable[LedgerEntry]) -> None:
        """Look up all who acted in ``entries`` that are not known yet: a fixed number of statements."""
        actors = {actor(entry).partition(":")[::2] for entry in entries}
        users = {int(key) for kind, key in actors if kind == "user"} - {int(key) for key in self._users}
        if users:
            rows = User.objects.filter(pk__in=users)
            self._users.update({str(row.pk): str(row) for row in rows})
            self._holders.update(str(pk) for pk in holding_any(users))
            known = Person.objects.filter(council=self.council, user__in=users)
            self._citizens.update(str(pk) for pk in known.values_list("user_id", flat=True))
        machines = {key for kind, key in actors if kind == "client"} - self._machines.keys()
        if machines:
            named = ApiClient.objects.filter(council=self.council, prefix__in=machines)
            self._machines.update(named.values_list("prefix", "name"))

    def of(self, entry: LedgerEntry) -> Text:
        """Who acted, in words."""
        kind, _colon, key = actor(entry).partition(":")
        if entry.event in UNNAMED:
            return NOT_SHOWN
        if kind == "user":
            if key not in self._users:
                self.learn([entry])
            return self._user(entry, key)
        if kind == "client":
            if key not in self._machines:
                self.learn([entry])
            return self._machines.get(key, key)
        return BY_ITSELF if kind == "system" else "–"

    def _user(self, entry: LedgerEntry, key: str) -> Text:
        own = entry.event.startswith("consent.") or entry.subject.partition(":")[0] in ABOUT_PERSONS
        holds, citizen = key in self._holders, key in self._citizens
        if (own and (citizen or not holds)) or (citizen and not holds):
            return CITIZEN
        return self._users.get(key, NOT_SHOWN)
