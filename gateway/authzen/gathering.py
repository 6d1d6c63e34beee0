"""The decision API as a server group of its own (ASGI): requests that come together are decided together.

The event loop reads requests and writes answers; one thread of the process decides. What comes while a reading
is under way waits for the next one, which is made after it came: so an answer is as fresh as if it had been
asked alone, and the more is asked the less each question costs (docs/adr/decisions-are-made-together.md).
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from queue import SimpleQueue
from typing import Any

import structlog

from gateway.authzen.exchange import BODY_AT_MOST, Answer, Exchange, Head, answered, opened
from gateway.authzen.log import log

TOGETHER_AT_MOST = 64
"""Requests that are decided together."""
PATIENCE = 0.0007
"""Seconds for which others are waited for where the last ones were several. Nobody waits who asks alone."""
BODY_WITHIN = 20
"""Seconds in which a question has to be there."""
NAMES = {b"content-type": 2, b"authorization": 3, b"accept-language": 4, b"x-request-id": 5}
"""Places of :class:`Head` that come from headers."""

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Event, Receive, Send], Awaitable[None]]
Waiting = tuple[Exchange, "asyncio.Future[Answer]"]

logger = structlog.get_logger(__name__)


class Gathering:
    """Requests that wait, and the thread that decides them."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Waiting] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="deciding", daemon=True)

    def start(self) -> None:
        """Begin deciding."""
        self._thread.start()

    async def answer(self, exchange: Exchange) -> Answer:
        """The answer, once it is decided."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.put((exchange, future))
        return await future

    def _run(self) -> None:
        last = 1
        while True:
            together = [self._waiting.get()]
            if self._waiting.qsize() < last - 1:
                time.sleep(PATIENCE)
            for _more in range(min(self._waiting.qsize(), TOGETHER_AT_MOST - 1)):
                together.append(self._waiting.get())
            last = len(together)
            self._decide(together)

    @staticmethod
    def _decide(together: list[Waiting]) -> None:
        try:
            found: list[Answer] | Exception = answered([exchange for exchange, _future in together])
        except Exception as error:
            logger.exception("authzen.broken")
            found = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            together[0][1].get_loop().call_soon_threadsafe(_deliver, together, found)


def _deliver(together: list[Waiting], found: list[Answer] | Exception) -> None:
    for place, (_exchange, future) in enumerate(together):
        if future.done():  # the client has gone
            continue
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found[place])


def decisions() -> Application:
    """The two endpoints and nothing else; every other address is 404."""
    gc.freeze()  # what is loaded stays; looking through it again and again would hold up answers
    gathering = Gathering()
    gathering.start()
    log.start()

    async def application(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        body = await _body(receive)
        found = opened(_head(scope), lambda _most: body)
        answer = found if isinstance(found, Answer) else await gathering.answer(found)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return application


def _head(scope: Event) -> Head:
    found = [scope["path"], scope["method"], "", "", "", ""]
    for name, value in scope["headers"]:
        place = NAMES.get(name)
        if place is not None:
            found[place] = value.decode("latin-1")
    return Head(*found)


async def _body(receive: Receive) -> bytes:
    """The body, or its beginning where it is longer than any question may be, or does not come."""
    body, more = b"", True
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(BODY_WITHIN):
            while more and len(body) <= BODY_AT_MOST:
                event = await receive()
                body += event.get("body", b"")
                more = event.get("more_body", False)
    return body


async def _live(receive: Receive, send: Send) -> None:
    """Start and end with the server; what waits in the log is written at the end."""
    while True:
        event = await receive()
        if event["type"] == "lifespan.shutdown":
            await asyncio.get_running_loop().run_in_executor(None, log.flush)
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
