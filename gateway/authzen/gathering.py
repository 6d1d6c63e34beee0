"""The decision API as a server group of its own (ASGI): requests that come together are decided together.

What comes while a reading is under way waits for the next one, which is made after it came: so an answer is as
fresh as if it had been asked alone, and the more is asked the less each question costs
(docs/adr/decisions-are-made-together.md). The event loop reads and decides itself where everything that can be
held is held; what has to be loaded first is decided by one thread beside it.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import structlog

from gateway.authzen.exchange import Answer, Begun, Exchange, Head, answered, broken, opened
from gateway.authzen.log import log
from gateway.authzen.patience import Event, Patience, Receive
from gateway.authzen.wire import Wire

TOGETHER_AT_MOST = 64
"""Requests that are decided together."""
READ_WITHIN = 5.0
"""Seconds in which a reading has to be there, else its connection counts as lost: PostgreSQL may go without a word."""
NAMES = {b"content-type": 2, b"authorization": 3, b"accept-language": 4, b"x-request-id": 5}
"""Places of :class:`Head` that come from headers."""

Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Event, Receive, Send], Awaitable[None]]
Waiting = tuple[Exchange, "asyncio.Future[Answer]"]

logger = structlog.get_logger(__name__)


class Aside:
    """Requests that something has to be loaded for, and the thread that decides them together."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._busy = False
        self.thread = ThreadPoolExecutor(1, "deciding")

    def put(self, requests: Sequence[Waiting]) -> None:
        """Decide ``requests`` as soon as the thread is free."""
        self._waiting += requests
        if not self._busy:
            self._next()

    def _next(self) -> None:
        together, self._waiting = self._waiting[:TOGETHER_AT_MOST], self._waiting[TOGETHER_AT_MOST:]
        self._busy = bool(together)
        if together:
            exchanges = [exchange for exchange, _future in together]
            made = asyncio.get_running_loop().run_in_executor(self.thread, answered, exchanges)
            made.add_done_callback(lambda done: self._done(together, done))

    def _done(self, together: list[Waiting], done: asyncio.Future[list[Answer]]) -> None:
        error = done.exception()
        for place, (exchange, future) in enumerate(together):
            if future.done():  # the client has gone
                continue
            if error is not None:
                future.set_result(broken(error, exchange.number, exchange.reader))
            else:
                future.set_result(done.result()[place])
        self._next()


class Gathering:
    """Requests that wait while a reading is under way."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._under_way: tuple[Begun, list[Waiting]] | None = None
        self._called = False
        self._began = 0.0
        """When the reading that is under way was sent."""
        self._looks = False
        self._aside = Aside()
        self._wire = Wire(self._read, self._lost, self._aside.thread)

    async def answer(self, exchange: Exchange) -> Answer:
        """The answer, once it is decided."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((exchange, future))
        if self._under_way is None and not self._called:
            self._called = True
            loop.call_soon(self._next)  # after those that are at the door already
        return await future

    def _next(self) -> None:
        """Begin with what waits, if anything does."""
        self._called = False
        while self._waiting and self._under_way is None:
            together, self._waiting = self._waiting[:TOGETHER_AT_MOST], self._waiting[TOGETHER_AT_MOST:]
            ready, wired = Begun(), self._wire.ready()
            taken: list[Waiting] = []
            others: list[Waiting] = []
            for waiting in together:
                (taken if wired and ready.takes(waiting[0]) else others).append(waiting)
            if others:
                self._aside.put(others)
            if taken:
                self._under_way = ready, taken
                self._begin()
                self._wire.send(ready.wanted)

    def _begin(self) -> None:
        """Note when; one timer looks after all readings, since one for each would cost more."""
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        if not self._looks:
            self._looks = True
            loop.call_later(READ_WITHIN, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the wire up where nothing has come in time."""
        if self._under_way is not None and loop.time() - self._began >= READ_WITHIN:
            self._wire.drop()
        self._looks = self._under_way is not None
        if self._looks:
            loop.call_later(max(self._began + READ_WITHIN - loop.time(), 0), self._look, loop)

    def _read(self) -> None:
        """Something has come on the wire."""
        if self._under_way is None:
            self._wire.drop()
            return
        ready, together = self._under_way
        try:
            readings = self._wire.receive(len(ready.prepared))
        except Exception as error:  # nothing may keep what is under way waiting for good
            logger.warning("authzen.wire_lost", exc_info=error)
            self._wire.drop()
            return
        if readings is None:
            return
        self._under_way = None
        again = []
        for waiting, answer in zip(together, ready.finished(readings), strict=True):
            if answer is None:
                again.append(waiting)
            elif not waiting[1].done():  # else the client has gone
                waiting[1].set_result(answer)
        if again:
            self._aside.put(again)
        self._next()

    def _lost(self) -> None:
        """The wire is gone; what was under way is decided beside it."""
        if self._under_way is not None:
            _ready, together = self._under_way
            self._under_way = None
            self._aside.put(together)
        self._next()


def decisions() -> Application:
    """The two endpoints and nothing else; every other address is 404."""
    gc.freeze()  # what is loaded stays; looking through it again and again would hold up answers
    gathering, patience = Gathering(), Patience()
    log.start()

    async def application(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        body = await patience.body(receive)
        found = opened(head_of(scope), lambda _most: body)
        answer = found if isinstance(found, Answer) else await gathering.answer(found)
        await send(start_of(answer))
        await send({"type": "http.response.body", "body": answer.body})

    return application


def head_of(scope: Event) -> Head:
    """What counts of a request's head, as ASGI tells it."""
    found = [scope["path"], scope["method"], "", "", "", ""]
    for name, value in scope["headers"]:
        place = NAMES.get(name)
        if place is not None:
            found[place] = value.decode("latin-1")
    return Head(*found)


def start_of(answer: Answer) -> Event:
    """Status and headers of ``answer``, as ASGI tells them."""
    headers = [_encoded(name, value) for name, value in answer.headers]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


@lru_cache(maxsize=1024)
def _encoded(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode(), value.encode("latin-1")


async def _live(receive: Receive, send: Send) -> None:
    """Start and end with the server; what waits in the log is written at the end."""
    while True:
        event = await receive()
        if event["type"] == "lifespan.shutdown":
            await asyncio.get_running_loop().run_in_executor(None, log.flush)
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
