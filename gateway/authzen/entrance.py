"""The decision API in front of Django's handler: ``/access/v1/*`` never meets middleware, sessions or URL tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gateway.authzen.exchange import HANDLERS, respond
from gateway.authzen.log import log

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def entrance(application: Application) -> Application:
    """``application`` with the decision API in front of it."""
    log.start()

    def call(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path not in HANDLERS:
            return application(environ, start_response)
        answer = respond(path, environ, lambda most: _read(environ, most))
        start_response(answer.line, answer.headers)
        return (answer.body,)

    return call


def _read(environ: Environ, most: int) -> bytes:
    """At most ``most`` bytes of the body, and never more than was announced: a server may wait for more forever."""
    announced = environ.get("CONTENT_LENGTH") or ""
    if announced.isdigit():
        most = min(most, int(announced))
    elif "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return b""
    return bytes(environ["wsgi.input"].read(most))
