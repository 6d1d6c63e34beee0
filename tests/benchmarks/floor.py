"""The decision API's server with the floor of the benchmark beside it: a constant answer from the same process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from config.asgi import application as product

CONSTANT = b'{"decision":true,"context":{"state":"pass"}}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(CONSTANT)).encode())]


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """``/floor`` is the floor, everything else the product."""
    if scope.get("path") != "/floor":
        await product(scope, receive, send)
        return
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": CONSTANT})
