"""The decision API in front of Django's handler: the two endpoints never meet middleware, sessions or URL tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gateway.authzen.endpoints import ENDPOINTS
from gateway.authzen.exchange import Head, respond
from gateway.authzen.log import log

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def entrance(application: Application) -> Application:
    """``application`` with the decision API in front of it."""
    log.start()

    def call(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "") not in ENDPOINTS:
            return application(environ, start_response)
        answer = respond(Head.of(environ), lambda most: _read(environ, most))
        start_response(answer.line, answer.headers)
        return (answer.body,)

    return call


def _read(environ: Environ, most: int) -> bytes:
    """At most ``most`` bytes of the body, and never more than was announced: a server may wait for more forever."""
    announced = environ.get("CONTENT_LENGTH") or ""
    if announced.isascii() and announced.isdigit():
        most = min(most, int(announced))
    elif "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return b""
    return bytes(environ["wsgi.input"].read(most))
