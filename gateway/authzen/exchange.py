"""HTTP in, HTTP out: the same for the server group of its own, for the WSGI entrance and for Django's views.

A request is opened (what can be said of it without the database is said), requests that came together are
decided together, and each is closed with its own answer. Errors are those of AuthZEN 1.0: a status and a
message. A denial is no error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import structlog
from django.db import InterfaceError, OperationalError, connection

from core.clients import keys
from core.clients.enums import Scope
from gateway.authzen import answers
from gateway.authzen.deciding import Ask, Busy, Decided, decide
from gateway.authzen.endpoints import ENDPOINTS, Asked, said
from gateway.authzen.messages import Malformed

BODY_AT_MOST = 1_048_576
JSON = "application/json"
REQUEST_ID = re.compile(r"[\x21-\x7e]{1,128}")
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
    """An error of the exchange; the text goes into the body."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


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
    number = head.number if REQUEST_ID.fullmatch(head.number) else ""
    try:
        endpoint = ENDPOINTS.get(head.path)
        if endpoint is None:
            raise Error(404, "There is no such endpoint.")
        if head.method != "POST":
            raise Error(405, "Send the question with POST.", Allow="POST")
        key = keys.bearer(head.authorization)
        if not keys.SHAPE.fullmatch(key):
            raise _nobody()
    except Error as error:
        return _refusal(error, number)
    exchange = Exchange(keys.hash_of(key), answers.language(head.languages), number, None)
    try:
        exchange.asked = endpoint(_content(head, body))
    except Malformed as error:
        exchange.error = Error(400, str(error))
    except Error as error:
        exchange.error = error
    return exchange


def _content(head: Head, body: Body) -> bytes:
    kind = head.kind.partition(";")[0].strip().lower()
    if kind != JSON:
        raise Error(400, f"Send the question as {JSON}.")
    content = body(BODY_AT_MOST + 1)
    if len(content) > BODY_AT_MOST:
        raise Error(413, f"The question is longer than {BODY_AT_MOST} bytes.")
    return content


def answered(exchanges: Sequence[Exchange]) -> list[Answer]:
    """The answers to requests that are decided together; where that breaks, each is decided alone."""
    asks = [exchange.asks for exchange in exchanges]
    try:
        decided = _decided([ask for listed in asks for ask in listed])
    except Error as error:
        return [_refusal(error, exchange.number) for exchange in exchanges]
    except Exception as error:
        if len(exchanges) > 1:
            return [answered([exchange])[0] for exchange in exchanges]
        return [_broken(error, exchanges[0].number)]
    found, start = [], 0
    for exchange, listed in zip(exchanges, asks, strict=True):
        found.append(_closed(exchange, decided[start : start + len(listed)]))
        start += len(listed)
    return found


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
                raise Error(503, "The database is away; ask again.", Retry_After="1") from error


def _closed(exchange: Exchange, decided: Sequence[Decided | None]) -> Answer:
    """The answer to one request of those that were decided."""
    try:
        admitted = _admitted(decided, exchange)
        if exchange.error is not None or exchange.asked is None:
            raise exchange.error or Error(400, "Nothing was asked.")
        body = _encode(said(exchange.asked, admitted, exchange.reader, exchange.number))
    except Error as error:
        return _refusal(error, exchange.number)
    except Exception as error:
        return _broken(error, exchange.number)
    return _answer(200, [("Content-Type", JSON)], body, exchange.number)


def _admitted(decided: Sequence[Decided | None], exchange: Exchange) -> list[Decided]:
    """``decided``, where the asker may ask so many questions now."""
    found = [one for one in decided if one is not None]
    if len(found) < len(decided) or not keys.in_force(found[0].reading, found[0].at):
        raise _nobody()
    reading = found[0].reading
    if not keys.may(reading, Scope.DECIDE):
        raise Error(403, "The key was not given the scope 'decide'.")
    if not keys.gauge.admits(reading, count=len(found)):
        raise Error(429, "The key has used up its requests of this minute.", Retry_After="60")
    return found


def _nobody() -> Error:
    return Error(401, "Send a key that is in force as a bearer token.", WWW_Authenticate="Bearer")


def _broken(error: Exception, number: str) -> Answer:
    if isinstance(error, Busy):
        return _refusal(Error(503, "The council's facts are changing; ask again.", Retry_After="1"), number)
    logger.error("authzen.broken", exc_info=error)
    return _refusal(Error(500, "The question could not be answered."), number)


def _refusal(error: Error, number: str) -> Answer:
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return _answer(error.status, [kind, *error.headers.items()], str(error).encode(), number)


def _answer(status: int, headers: list[tuple[str, str]], body: bytes, number: str) -> Answer:
    headers.append(("Cache-Control", "no-store"))
    headers.append(("Content-Length", str(len(body))))
    if number:
        headers.append(("X-Request-ID", number))
    return Answer(status, headers, body)
