"""Searches over HTTP: the same statuses, headers and languages as decisions, one search after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from core.http.logs import NUMBER_AT_MOST
from gateway.authzen import answers, searching
from gateway.authzen.asker import Asker, asker
from gateway.authzen.exchange import (
    LOST,
    Answer,
    Body,
    Error,
    Head,
    answer,
    broken,
    content,
    key_of,
    malformed,
    number_of,
    refusal,
)
from gateway.authzen.log import Row, log
from gateway.authzen.messages import ACTIONS, Entity, Malformed, NotConfigured
from gateway.authzen.sought import (
    ActionSearch,
    Cursor,
    Found,
    ResourceSearch,
    Search,
    SubjectSearch,
    cursor,
    read,
    token,
)

NOTHING = "authzen.nothing_found"
"""Reason in the log where all that was judged is denied."""
ORGANISATION = re.compile(r"organi[sz]ation:[0-9]{1,18}")
REFERENCE = re.compile(r"[A-Z]{1,4}-[0-9-]{1,15}")


class Kind(NamedTuple):
    """One endpoint: how a search is read, and who finds."""

    read: type[Any]
    find: Callable[[Asker, Any, Cursor], Found]


ENDPOINTS: Mapping[str, Kind] = {
    "/access/v1/search/subject": Kind(SubjectSearch, searching.subjects),
    "/access/v1/search/resource": Kind(ResourceSearch, searching.resources),
    "/access/v1/search/action": Kind(ActionSearch, searching.actions),
}


def respond(head: Head, body: Body) -> Answer:
    """The answer to one search. ``body(n)`` reads at most n bytes."""
    number, reader = number_of(head), answers.language(head.languages)
    try:
        return answer(_said(head, body, reader, number), number)
    except Error as error:
        return refusal(error, number, reader)
    except Exception as error:
        return broken(error, number, reader)


def _said(head: Head, body: Body, reader: str, number: str) -> dict[str, Any]:
    kind = ENDPOINTS.get(head.path)
    if kind is None:
        raise Error(404, "authzen.error.no_endpoint")
    key_hash = key_of(head)
    sent: bytes | Error
    try:
        sent = content(head, body)
    except Error as error:
        sent = error
    tries = 1 if connection.in_atomic_block else 2
    while True:
        tries -= 1
        try:
            return _found(kind, asker(key_hash), sent, reader, number)
        except Malformed as error:
            raise malformed(error) from error
        except LOST as error:
            if not connection.in_atomic_block:
                connection.close()
            if not tries:
                raise Error(503, "authzen.error.database_away", {"Retry-After": "1"}) from error


def _found(kind: Kind, who: Asker, sent: bytes | Error, reader: str, number: str) -> dict[str, Any]:
    """The answer's body; whoever has no key in force learns nothing of what is wrong with the question."""
    if isinstance(sent, Error):
        who.charge(1)
        raise sent
    try:
        search: Search = read(sent, kind.read)
        place = cursor(search, who.name)
    except Malformed:
        who.charge(1)
        raise
    code = ""
    try:
        found = kind.find(who, search, place)
    except NotConfigured as error:
        who.charge(1)
        code, found = str(error), Found([], None, who.decided.at)
    _log(search, who, found, code or NOTHING, number)
    more = "" if found.ended is None else token(search, who.name, found.ended, place)
    return {
        "page": {"next_token": more, "count": len(found.results)},
        "context": answers.searched(code, reader, at=found.at),
        "results": found.results,
    }


def _log(search: Search, who: Asker, found: Found, code: str, number: str) -> None:
    """One row for the search, with how many were named and listed, and none of them."""
    log.put(
        Row(
            at=found.at,
            council=who.decided.reading.slug,
            client=who.decided.reading.pk,
            request_id=number[:NUMBER_AT_MOST],
            subject=_subject(search),
            action=_action(search),
            dataset=_dataset(search),
            person=None,
            line="",
            decision=bool(found.results),
            reason="" if found.results else code,
            listed=len(found.results),
            named=_named(search),
        )
    )


def _named(search: Search) -> int | None:
    """How many ids of persons a search named; of a page that goes on the first has counted them."""
    ids = search.resource.properties.get("ids") if isinstance(search, ResourceSearch) else None
    return len(ids) if isinstance(ids, list) else None


def _subject(search: Search) -> str:
    """The organisation asked about, by its key; nothing else that was sent is kept."""
    named = "" if isinstance(search, SubjectSearch) else search.subject.id
    return named if ORGANISATION.fullmatch(named) else ""


def _action(search: Search) -> str:
    named = "" if isinstance(search, ActionSearch) else search.action.name
    return named if named in ACTIONS else ""


def _dataset(search: Search) -> str:
    resource = search.resource
    named = resource.id if isinstance(resource, Entity) and resource.type == "dataset" else None
    named = named or resource.properties.get("dataset")
    return named if isinstance(named, str) and REFERENCE.fullmatch(named) else ""
