"""HTTP in, HTTP out: the same for the WSGI entrance and for Django's views.

Errors are those of AuthZEN 1.0: a status and a message. A denial is no error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import structlog
from django.db import InterfaceError, OperationalError, connection

from core.clients import keys
from core.clients.enums import Scope
from gateway.authzen import answers, messages
from gateway.authzen.deciding import Busy, Decided, decide
from gateway.authzen.log import Row, log
from gateway.authzen.messages import Malformed, NotConfigured

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


class Exchange(msgspec.Struct, gc=False):
    """One request on its way through: who asks with which key, in which language, and under which number."""

    key_hash: bytes
    reader: str
    request_id: str


Body = Callable[[int], bytes]
Handler = Callable[[Exchange, bytes], Any]


def respond(path: str, environ: Mapping[str, Any], body: Body) -> Answer:
    """The answer to one request. ``body(n)`` reads at most n bytes."""
    number = environ.get("HTTP_X_REQUEST_ID", "")
    try:
        said = _said(path, environ, body, number if REQUEST_ID.fullmatch(number) else "")
        answer = Answer(200, [("Content-Type", JSON)], _encode(said))
    except Error as error:
        answer = _refusal(error)
    except Busy:
        answer = _refusal(Error(503, "The council's facts are changing; ask again.", Retry_After="1"))
    except Exception:
        logger.exception("authzen.broken")
        answer = _refusal(Error(500, "The question could not be answered."))
    answer.headers.append(("Cache-Control", "no-store"))
    answer.headers.append(("Content-Length", str(len(answer.body))))
    if REQUEST_ID.fullmatch(number):
        answer.headers.append(("X-Request-ID", number))
    return answer


def _refusal(error: Error) -> Answer:
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return Answer(error.status, [kind, *error.headers.items()], str(error).encode())


def _said(path: str, environ: Mapping[str, Any], body: Body, number: str) -> Any:
    handler = HANDLERS.get(path)
    if handler is None:
        raise Error(404, "There is no such endpoint.")
    if environ["REQUEST_METHOD"] != "POST":
        raise Error(405, "Send the question with POST.", Allow="POST")
    key = keys.bearer(environ.get("HTTP_AUTHORIZATION", ""))
    if not keys.SHAPE.fullmatch(key):
        raise _nobody()
    reader = answers.language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    exchange = Exchange(keys.hash_of(key), reader, number)
    try:
        return handler(exchange, _read(environ, body))
    except Malformed as error:
        _admitted(_asker(exchange), 1)
        raise Error(400, str(error)) from error
    except Error as error:
        if error.status in (400, 413):
            _admitted(_asker(exchange), 1)
        raise


def _read(environ: Mapping[str, Any], body: Body) -> bytes:
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise Error(400, f"Send the question as {JSON}.")
    content = body(BODY_AT_MOST + 1)
    if len(content) > BODY_AT_MOST:
        raise Error(413, f"The question is longer than {BODY_AT_MOST} bytes.")
    return content


def _nobody() -> Error:
    return Error(401, "Send a key that is in force as a bearer token.", WWW_Authenticate="Bearer")


def _admitted(decided: Decided | None, count: int) -> Decided:
    """``decided``, where its asker may ask ``count`` questions now."""
    if decided is None or not keys.in_force(decided.reading, decided.at):
        raise _nobody()
    if not keys.may(decided.reading, Scope.DECIDE):
        raise Error(403, "The key was not given the scope 'decide'.")
    if not keys.gauge.admits(decided.reading, count=count):
        raise Error(429, "The key has used up its requests of this minute.", Retry_After="60")
    return decided


def _asker(exchange: Exchange) -> Decided | None:
    return _asked(exchange.key_hash, None)


def _asked(key_hash: bytes, question: messages.Question | None) -> Decided | None:
    """Decide; a connection that was lost meanwhile is made anew once, where no transaction rests on it.

    Raises:
        Error: the database is away.
    """
    tries = 1 if connection.in_atomic_block else 2
    while True:
        tries -= 1
        try:
            return decide(key_hash, question)
        except LOST as error:
            if not connection.in_atomic_block:
                connection.close()
            if not tries:
                raise Error(503, "The database is away; ask again.", Retry_After="1") from error


def _evaluation(exchange: Exchange, body: bytes) -> Any:
    return _one(exchange, messages.one(body))


def _one(exchange: Exchange, request: messages.Evaluation, count: int = 1) -> dict[str, Any]:
    """One question answered and logged; ``count`` is what it costs of the rate."""
    try:
        question = messages.question(request)
    except NotConfigured as error:
        code = str(error)
        asker = _admitted(_asker(exchange), count)
        _log(exchange, asker, None, False, code)
        return answers.not_configured(code, exchange.reader, at=asker.at.isoformat())
    decided = _admitted(_asked(exchange.key_hash, question), count)
    answer = answers.of(decided, exchange.reader)
    _log(exchange, decided, question, answer["decision"], _obstacle(decided))
    return answer


def _obstacle(decided: Decided) -> str:
    if decided.verdict is None:
        return "authzen.flow_not_configured"
    return "" if decided.verdict.allowed else decided.verdict.blocking[0].message


def _evaluations(exchange: Exchange, body: bytes) -> Any:
    listed = messages.many(body)
    if isinstance(listed, messages.Evaluation):
        return _one(exchange, listed)
    semantic, items = listed
    _admitted(_asker(exchange), len(items))
    found: list[dict[str, Any]] = []
    for item in items:
        found.append(_item(exchange, item))
        decision = found[-1]["decision"]
        if (semantic == "deny_on_first_deny" and not decision) or (
            semantic == "permit_on_first_permit" and decision
        ):
            break
    return {"evaluations": found}


def _item(exchange: Exchange, item: messages.Evaluation | Malformed) -> dict[str, Any]:
    """The answer to one of several questions; what is wrong with it is said in its own context."""
    try:
        if isinstance(item, Malformed):
            raise item
        return _one(exchange, item, count=0)
    except Malformed as error:
        return {"decision": False, "context": {"error": {"status": 400, "message": str(error)}}}


def _log(
    exchange: Exchange, decided: Decided, question: messages.Question | None, decision: bool, reason: str
) -> None:
    facts = decided.line.facts if decided.line else None
    log.put(
        Row(
            at=decided.at,
            council=decided.reading.slug,
            client=decided.reading.pk,
            request_id=exchange.request_id,
            subject=facts.recipient.organisation if facts else "",
            action=question.asked.action if question else "",
            dataset=facts.dataset.reference if facts else "",
            person=decided.person,
            line=facts.line.reference if facts else "",
            decision=decision,
            reason=reason,
        )
    )


HANDLERS: Mapping[str, Handler] = {
    "/access/v1/evaluation": _evaluation,
    "/access/v1/evaluations": _evaluations,
}
