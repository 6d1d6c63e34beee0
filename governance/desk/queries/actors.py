"""Who acted in an entry of the evidence log, as its readers may know it.

Nobody is named where that would tell how a reviewer or a member judged or voted, and no citizen: what they agreed to is
theirs alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.access.queries import holding_any
from core.accounts.models import Council, Person, User
from core.clients.models import ApiClient
from core.http.texts import Text
from core.ledger.models import LedgerEntry
from core.ledger.queries import actor
from governance.sharing.queries.evidence import DELIBERATION

UNNAMED = DELIBERATION | {"assembly.ballot_cast"}
"""Events that say how somebody judged by saying who it was."""
ABOUT_PERSONS = frozenset({"consent", "receipt", "paper", "import", "proxy", "hold", "person"})
"""Kinds of subjects that are a citizen's own."""
NOT_SHOWN, CITIZEN, BY_ITSELF = _("not shown"), _("a citizen"), _("automatically")


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
