"""HTTP in, HTTP out: the same for the server group of its own, for the WSGI entrance and for Django's views.

A request is opened (what can be said of it without the database is said), requests that came together are
decided together, and each is closed with its own answer. Errors are those of AuthZEN 1.0: a status and a
message, in the reader's language. A denial is no error.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import translation

from core.clients import keys
from core.clients.enums import Scope
from core.http import texts
from core.http.logs import NUMBER_AT_MOST
from gateway.authzen import answers
from gateway.authzen.deciding import Ask, Busy, Decided, Prepared, decide, held, settle
from gateway.authzen.endpoints import ENDPOINTS, Asked, said
from gateway.authzen.faults import worded
from gateway.authzen.messages import Malformed
from gateway.authzen.reading import Reading, Wanted

BODY_AT_MOST = 1_048_576
JSON = "application/json"
REQUEST_ID = re.compile(r"[\x20-\x7e]{1,1000}")
LOST = (OperationalError, InterfaceError)
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

logger = structlog.get_logger(__name__)
_encode = msgspec.json.Encoder().encode


class Answer(msgspec.Struct, frozen=True, gc=False):
    """Status, headers and body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def line(self) -> str:
        """The status line."""
        return f"{self.status} {REASONS[self.status]}"


class Error(Exception):
    """An error of the exchange; the sentence of ``code`` goes into the body."""

    def __init__(
        self, status: int, code: str, headers: Mapping[str, str] | None = None, **params: object
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.params = params


class Head(NamedTuple):
    """What counts of a request's head; empty where it was not sent."""

    path: str
    method: str
    kind: str
    authorization: str
    languages: str
    number: str

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Head:
        """As WSGI and Django tell it."""
        return cls(
            environ.get("PATH_INFO", ""),
            environ["REQUEST_METHOD"],
            environ.get("CONTENT_TYPE", ""),
            environ.get("HTTP_AUTHORIZATION", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ.get("HTTP_X_REQUEST_ID", ""),
        )


class Exchange(msgspec.Struct, gc=False):
    """One request on its way through: the key it came with, its reader and number, and what it asks. ``error``
    is told to whoever has a key in force."""

    key_hash: bytes
    reader: str
    number: str
    asked: Asked | None
    error: Error | None = None

    @property
    def asks(self) -> list[Ask]:
        """What has to be decided; who is asking at least."""
        if self.asked is None:
            return [Ask(self.key_hash, None)]
        return [Ask(self.key_hash, question) for question in self.asked.questions]


Body = Callable[[int], bytes]


def respond(head: Head, body: Body) -> Answer:
    """The answer to one request. ``body(n)`` reads at most n bytes."""
    found = opened(head, body)
    return found if isinstance(found, Answer) else answered([found])[0]


def opened(head: Head, body: Body) -> Exchange | Answer:
    """A request that has to be decided, or the answer where there is nothing to decide."""
    number = number_of(head)
    try:
        endpoint = ENDPOINTS.get(head.path)
        if endpoint is None:
            raise Error(404, "authzen.error.no_endpoint")
        exchange = Exchange(key_of(head), answers.language(head.languages), number, None)
    except Error as error:
        return refusal(error, number, answers.language(head.languages))
    try:
        exchange.asked = endpoint(content(head, body))
    except Malformed as error:
        exchange.error = malformed(error)
    except Error as error:
        exchange.error = error
    return exchange


def key_of(head: Head) -> bytes:
    """The hash of the key that a question came with.

    Raises:
        Error: it was not posted, or no key came with it.
    """
    if head.method != "POST":
        raise Error(405, "authzen.error.use_post", {"Allow": "POST"})
    key = keys.bearer(head.authorization)
    if not keys.SHAPE.fullmatch(key):
        raise nobody()
    return keys.hash_of(key)


def content(head: Head, body: Body) -> bytes:
    """The body of a question.

    Raises:
        Error: it is no JSON, or too long.
    """
    kind = head.kind.partition(";")[0].strip().lower()
    if kind != JSON:
        raise Error(400, "authzen.error.use_json", kind=JSON)
    found = body(BODY_AT_MOST + 1)
    if len(found) > BODY_AT_MOST:
        raise Error(413, "authzen.error.too_long", most=BODY_AT_MOST)
    return found


def answered(exchanges: Sequence[Exchange]) -> list[Answer]:
    """The answers to requests that are decided together; where that breaks, each is decided alone."""
    asks = [exchange.asks for exchange in exchanges]
    try:
        decided = _decided([ask for listed in asks for ask in listed])
    except Error as error:
        return [refusal(error, exchange.number, exchange.reader) for exchange in exchanges]
    except Exception as error:
        if len(exchanges) > 1:
            return [answered([exchange])[0] for exchange in exchanges]
        return [broken(error, exchanges[0].number, exchanges[0].reader)]
    found, start = [], 0
    for exchange, listed in zip(exchanges, asks, strict=True):
        found.append(_closed(exchange, decided[start : start + len(listed)]))
        start += len(listed)
    return found


class Begun:
    """Requests that are decided together without loading anything, before their reading."""

    def __init__(self) -> None:
        self.prepared: list[Prepared] = []
        self._parts: list[tuple[Exchange, int, int]] = []

    def takes(self, exchange: Exchange) -> bool:
        """Add ``exchange``, unless something has to be loaded for it first."""
        start = len(self.prepared)
        prepared = held(exchange.asks, start)
        if prepared is None:
            return False
        self.prepared += prepared
        self._parts.append((exchange, start, len(self.prepared)))
        return True

    @property
    def wanted(self) -> list[Wanted]:
        """What has to be read for them."""
        return [one.wanted for one in self.prepared]

    def finished(self, readings: Sequence[Reading | None]) -> list[Answer | None]:
        """The answers after the reading; None for a request whose facts were out of date, or that spoilt the
        others: it is to be :func:`answered`."""
        decided: list[Decided | None] = [None] * len(readings)
        try:
            again = set(settle(self.prepared, readings, decided))
        except Exception as error:
            numbers = [exchange.number[:NUMBER_AT_MOST] for exchange, _start, _end in self._parts]
            logger.error("authzen.broken", exc_info=error, request_ids=[*filter(None, numbers)])
            return [None] * len(self._parts)
        return [
            _closed(exchange, decided[start:end]) if again.isdisjoint(range(start, end)) else None
            for exchange, start, end in self._parts
        ]


def _decided(asks: Sequence[Ask]) -> list[Decided | None]:
    """Decide; a connection that was lost meanwhile is made anew once, where no transaction rests on it.

    Raises:
        Error: the database is away.
    """
    tries = 1 if connection.in_atomic_block else 2
    while True:
        tries -= 1
        try:
            return decide(asks)
        except LOST as error:
            if not connection.in_atomic_block:
                connection.close()
            if not tries:
                raise Error(503, "authzen.error.database_away", {"Retry-After": "1"}) from error


def _closed(exchange: Exchange, decided: Sequence[Decided | None]) -> Answer:
    """The answer to one request of those that were decided."""
    try:
        admitted = _admitted(decided, exchange)
        if exchange.error is not None or exchange.asked is None:
            raise exchange.error or Error(400, "authzen.error.nothing_asked")
        body = said(exchange.asked, admitted, exchange.reader, exchange.number)
    except Error as error:
        return refusal(error, exchange.number, exchange.reader)
    except Exception as error:
        return broken(error, exchange.number, exchange.reader)
    return answer(body, exchange.number)


def _admitted(decided: Sequence[Decided | None], exchange: Exchange) -> list[Decided]:
    """``decided``, where the asker may ask so many questions now."""
    found = [one for one in decided if one is not None]
    if len(found) < len(decided):
        raise nobody()
    admit(found[0], Scope.DECIDE)
    charge(found[0], len(found))
    return found


def admit(decided: Decided, scope: Scope) -> None:
    """Whoever asks has a key in force, with ``scope``.

    Raises:
        Error: not so.
    """
    if not keys.in_force(decided.reading, decided.at):
        raise nobody()
    if not keys.may(decided.reading, scope):
        raise Error(403, "authzen.error.no_scope", scope=scope.named)


def charge(decided: Decided, count: int) -> None:
    """Count ``count`` questions for whoever asks.

    Raises:
        Error: that is more than this minute has left.
    """
    if not keys.gauge.admits(decided.reading, count=count):
        raise Error(429, "authzen.error.too_many", {"Retry-After": "60"})


def number_of(head: Head) -> str:
    """The number that the asker gave the request, as it is sent back."""
    return head.number if REQUEST_ID.fullmatch(head.number) else ""


def nobody() -> Error:
    """No key, or none in force."""
    return Error(401, "authzen.error.no_key", {"WWW-Authenticate": "Bearer"})


def malformed(error: Malformed) -> Error:
    """The message has not the shape of the standard."""
    return Error(400, "authzen.error.malformed", detail=worded(str(error)))


def broken(error: BaseException, number: str, reader: str) -> Answer:
    """The answer where something broke."""
    if isinstance(error, Busy):
        return refusal(Error(503, "authzen.error.changing", {"Retry-After": "1"}), number, reader)
    return refusal(Error(500, "authzen.error.broken"), number, reader, cause=error)


def refusal(error: Error, number: str, reader: str, *, cause: BaseException | None = None) -> Answer:
    """The answer that says ``error`` in the language ``reader``; the log has a line under the number it carries,
    which is made where the asker gave none."""
    number = number or uuid.uuid4().hex
    _note(error, number, cause)
    with translation.override(reader):
        sentence = texts.sentence(error.code, error.params)
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return _answer(error.status, [kind, *error.headers.items()], sentence.encode(), number)


def _note(error: Error, number: str, cause: BaseException | None) -> None:
    """One line for each answer that is none; nothing of the question stands in it."""
    said = {"request_id": number[:NUMBER_AT_MOST], "status": error.status, "code": error.code}
    if cause is not None:
        logger.error("authzen.broken", exc_info=cause, **said)
    elif error.status >= 500:
        logger.warning("authzen.refused", **said)
    else:
        logger.info("authzen.refused", **said)


def answer(body: object, number: str) -> Answer:
    """The answer ``body`` as JSON."""
    return _answer(200, [("Content-Type", JSON)], _encode(body), number)


def _answer(status: int, headers: list[tuple[str, str]], body: bytes, number: str) -> Answer:
    headers.append(("Cache-Control", "no-store"))
    headers.append(("Content-Length", str(len(body))))
    if number:
        headers.append(("X-Request-ID", number))
    return Answer(status, headers, body)
