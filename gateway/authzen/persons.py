"""Whose data may flow: the search for resources of the type ``personal_data``.

One statement a page reads persons with their consents and holds; the gate answers for all of them at once. What the
gate is asked first, about nobody in particular, tells which persons need not be read at all. The facts of the line are
those that were in force when the page was read: the counters are read again after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from msgspec.structs import replace

from consent import queries as consent
from core import clock
from core.accounts.subjects import subject_hash
from gateway.authzen import messages
from gateway.authzen.asker import Asker
from gateway.authzen.deciding import ATTEMPTS, Busy, best
from gateway.authzen.exchange import Error, nobody
from gateway.authzen.memory import Holding, memory
from gateway.authzen.messages import Malformed, Question
from gateway.authzen.reading import Wanted as KeyOnly
from gateway.authzen.reading import read
from gateway.authzen.sought import IDS_AT_MOST, Cursor, Found, ResourceSearch
from governance.sharing.queries import crowd
from governance.sharing.queries.machine import MachineLine
from governance.sharing.rules.facts import Asked, PersonFacts
from governance.sharing.rules.gate import evaluate_each

TOMORROW = timedelta(days=1)


class Way(NamedTuple):
    """A line by which persons may flow, and who needs what for it."""

    line: MachineLine
    asked: Asked
    holding: Holding
    consents: bool
    unheld: bool

    def permits(self, persons: Sequence[PersonFacts], at: datetime) -> list[bool]:
        """The gate's answer for each of ``persons``."""
        verdicts = evaluate_each(self.holding.of_day(self.line, self.asked, at), persons, at)
        return [verdict.allowed for verdict in verdicts]


def persons(asker: Asker, search: ResourceSearch, cursor: Cursor) -> Found:
    """A page of the holder's ids of persons who may flow; of those in ``resource.properties.ids``, where named.

    Whoever names ids asks about each of them, found or not: they count before anything is read, once for all pages
    (a token serves no other ids). Else what is listed counts.

    Raises:
        Busy: the council's facts would not stand still.
        Error: the ids are the holder's, and somebody else wants to have them listed.
    """
    question = messages.question(search.asked("?"))
    ids = _ids(search, most=asker.decided.reading.per_minute)
    if ids is not None:
        asker.charge(1 if cursor.after else max(1, len(ids)))
    for _attempt in range(ATTEMPTS):
        found = _attempt_once(asker, question, ids, cursor)
        if found is not None:
            if ids is None:
                asker.charge(max(1, len(found.results)))
            return found
    raise Busy


def _ids(search: ResourceSearch, most: int) -> list[str] | None:
    """The ids that are named; no more than ``most``, the rate of the key, could ever be answered."""
    named = search.resource.properties.get("ids")
    if named is None:
        return None
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise Malformed("Expected `array` of `str` - at `$.resource.properties.ids`")
    if len(named) > (most := min(most, IDS_AT_MOST)):
        raise Malformed(f"Expected `array` of length <= {most} - at `$.resource.properties.ids`")
    return [one.strip() for one in named]


def _attempt_once(asker: Asker, question: Question, ids: list[str] | None, cursor: Cursor) -> Found | None:
    """A page; None where the council was changed meanwhile, and what was held has been dropped."""
    holding, found = memory.of_key(asker.key_hash), None
    if holding is not None:
        known = holding.lines(question, clock.now())
        lines = [line for line in known if line.tells(asker.organisation, of_person=True)]
        found = _page(asker, _Sought(question, holding, lines, ids), cursor)
    [reading] = read([KeyOnly(asker.key_hash)])
    if reading is None:
        raise nobody()
    on = clock.now().astimezone(clock.TOKYO).date()
    if holding is not None and holding.key == (reading.council, reading.epochs, on):
        return found
    memory.renew(asker.key_hash, reading, on)
    return None


class _Sought(NamedTuple):
    """What is searched, with the lines by which the asker may ask about persons."""

    question: Question
    holding: Holding
    lines: list[MachineLine]
    ids: list[str] | None


def _page(asker: Asker, sought: _Sought, cursor: Cursor) -> Found:
    now = clock.now()
    if not sought.lines:
        return Found([], None, now)
    first = sought.lines[0]
    if sought.ids is None and first.facts.provider.organisation != f"organisation:{asker.organisation}":
        raise Error(403, "authzen.error.not_the_holder")
    ways = _ways(sought, now)
    if not ways:
        return Found([], None, now)
    asked = {subject_hash(first.council, first.holder, one): one for one in sought.ids or ()}
    needed = (
        {item for way in ways for item in way.line.notices} if all(way.consents for way in ways) else None
    )
    wanted = crowd.Wanted(
        first.holder,
        after=cast(int, cursor.after[0]) if cursor.after else 0,
        limit=cursor.limit + 1,
        hashes=None if sought.ids is None else asked.keys(),
        unheld=all(way.unheld for way in ways),
        choices=needed,
    )
    read_ = crowd.page(asker.council, wanted, at=now)
    page, at = read_[: cursor.limit], clock.now()
    permitted = _permitted(ways, page, at)
    names = (
        crowd.identifiers(one.link for one in permitted)
        if sought.ids is None
        else {one.link: asked[one.identifier_hash] for one in permitted}
    )
    properties = {"dataset": sought.question.dataset}
    results = [
        {"type": "personal_data", "id": names[one.link], "properties": properties} for one in permitted
    ]
    if len(read_) <= cursor.limit:
        return Found(results, None, at)
    return Found(results, [page[-1].link] if page else cursor.after, at)


def _permitted(ways: Sequence[Way], page: Sequence[crowd.Standing], at: datetime) -> list[crowd.Standing]:
    """Those of ``page`` whom the gate lets go by any of ``ways``."""
    answers = [way.permits([person_facts(way.line, one.rows, at) for one in page], at) for way in ways]
    return [one for one, told in zip(page, zip(*answers, strict=True), strict=True) if any(told)]


def person_facts(line: MachineLine, rows: Sequence[tuple[Any, ...]], at: datetime) -> PersonFacts:
    """A linked person as the gate looks at them."""
    found = consent.person_at_gate(rows, line.notices, at)
    return PersonFacts(
        known=True,
        consent=cast(Any, found.state or None),
        consent_until=found.until,
        notice=line.notices[found.item] if found.item is not None else "",
        held_since=found.held_since,
    )


def _ways(sought: _Sought, at: datetime) -> list[Way]:
    """The lines by which anybody could flow, if all was well with them."""
    asked, holding = sought.question.asked, sought.holding
    if asked.purpose and asked.purpose not in holding.purposes:
        asked = replace(asked, purpose_known=False)
    found = []
    for line in best(sought.lines, asked):
        probe = Way(line, asked, holding, consents=True, unheld=True)
        well = PersonFacts(known=True, consent="in_force", consent_until=at + TOMORROW)
        told = [replace(well, notice=notice) for notice in sorted(set(line.notices.values()))]
        kinds = [PersonFacts(known=True), *told]
        without, *others = probe.permits(kinds, at)
        held = probe.permits([replace(one, held_since=at) for one in kinds], at)
        if without or any(others):
            kept = asked.action == "retain"  # then a consent need not be in force today
            found.append(Way(line, asked, holding, consents=not (without or kept), unheld=not any(held)))
    return found
