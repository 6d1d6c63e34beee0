"""The three searches: subjects, resources and actions for which the answer would be *yes* at this moment.

There is no second judgement: what may be found (:mod:`governance.sharing.queries.candidates`) is put to the same gate,
together and in one reading; persons are read page by page (:mod:`gateway.authzen.persons`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from gateway.authzen import messages
from gateway.authzen.asker import Asker
from gateway.authzen.deciding import Ask, decide
from gateway.authzen.exchange import nobody
from gateway.authzen.messages import ACTIONS, NotConfigured, Question
from gateway.authzen.persons import persons
from gateway.authzen.sought import ActionSearch, Cursor, Found, Place, ResourceSearch, SubjectSearch
from governance.sharing.queries import candidates, machine

JUDGED_AT_MOST = 1000
"""Candidates that one page looks at."""


class Candidate(NamedTuple):
    """What may be found: its place in the order, the question about it, and how it is named."""

    place: Place
    question: Question
    result: dict[str, Any]


def subjects(asker: Asker, search: SubjectSearch, cursor: Cursor) -> Found:
    """The organisations that may."""
    if search.subject.type == "service":
        raise NotConfigured("authzen.service_not_listed")
    asked = messages.question(search.asked)
    known = candidates.recipients(
        asker.council, dataset=asked.dataset, party=asker.organisation, organ=asked.organ
    )
    kind = search.subject.type
    return _judged(
        asker,
        cursor,
        [
            Candidate([pk], replace(asked, subject=pk), {"type": kind, "id": f"organisation:{pk}"})
            for pk in known
        ],
    )


def actions(asker: Asker, search: ActionSearch, cursor: Cursor) -> Found:
    """What may be done."""
    return _judged(
        asker,
        cursor,
        [
            Candidate([name], messages.question(search.asked(name)), {"name": name})
            for name in sorted(ACTIONS)
        ],
    )


def resources(asker: Asker, search: ResourceSearch, cursor: Cursor) -> Found:
    """Datasets, items of datasets, or the ids of persons in a dataset."""
    kind = search.resource.type
    if kind == "personal_data":
        return persons(asker, search, cursor)
    return _judged(asker, cursor, _datasets(asker, search) if kind == "dataset" else _items(asker, search))


def _asked_for(asker: Asker, question: Question) -> dict[str, frozenset[str]]:
    named = question.subject
    subject = machine.organisation(pk=named) if isinstance(named, int) else machine.organisation(number=named)
    return candidates.asked_for(
        asker.council, subject=subject, party=asker.organisation, organ=question.organ
    )


def _datasets(asker: Asker, search: ResourceSearch) -> list[Candidate]:
    kind = search.resource.type
    known = _asked_for(asker, messages.question(search.asked("?")))
    return [
        Candidate([name], messages.question(search.asked(name)), {"type": kind, "id": name}) for name in known
    ]


def _items(asker: Asker, search: ResourceSearch) -> list[Candidate]:
    """Of the dataset that is named, else of all."""
    kind, only = search.resource.type, search.resource.properties.get("dataset")
    known = _asked_for(asker, messages.question(search.asked("?", **({} if only else {"dataset": "?"}))))
    return [
        Candidate(
            [name, item],
            messages.question(search.asked(item, dataset=name)),
            {"type": kind, "id": item, "properties": {"dataset": name}},
        )
        for name, items in known.items()
        if only in (None, name)
        for item in sorted(items)
    ]


def _judged(asker: Asker, cursor: Cursor, known: Sequence[Candidate]) -> Found:
    """A page of those of ``known`` that the gate permits."""
    ahead = [one for one in known if one.place > cursor.after]
    rest = ahead[: min(JUDGED_AT_MOST, asker.decided.reading.per_minute)]
    asker.charge(max(1, len(rest)))
    decided = decide([Ask(asker.key_hash, one.question) for one in rest]) if rest else []
    permitted: list[Candidate] = []
    for one, answer in zip(rest, decided, strict=True):
        if answer is None:
            raise nobody()
        if answer.verdict is not None and answer.verdict.allowed:
            permitted.append(one)
    page = permitted[: cursor.limit]
    at = decided[0].at if decided and decided[0] else asker.decided.at
    if len(permitted) > len(page):
        return Found([one.result for one in page], page[-1].place if page else cursor.after, at)
    return Found([one.result for one in page], rest[-1].place if len(rest) < len(ahead) else None, at)
