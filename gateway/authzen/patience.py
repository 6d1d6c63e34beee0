"""Reading the body of a request, which may be too long or never come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from gateway.authzen.exchange import BODY_AT_MOST

BODY_WITHIN = 20
"""Seconds in which a question has to be there; it is given up after one and a half times that at the latest."""

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]


class Patience:
    """Reads bodies, and ends the wait for those that do not come: with one timer for all of them, since one for each
    costs more than reading."""

    def __init__(self) -> None:
        self._since: dict[asyncio.Task[Any], float] = {}
        self._looks = False

    async def body(self, receive: Receive) -> bytes:
        """The body, or its beginning where it is longer than any question may be, or does not come."""
        body, more = b"", True
        task = asyncio.current_task()
        assert task is not None
        self._begin(task)
        try:
            while more and len(body) <= BODY_AT_MOST:
                event = await receive()
                body += event.get("body", b"")
                more = event.get("more_body", False)
        except asyncio.CancelledError:
            if task in self._since:  # it was not us who lost patience
                raise
            task.uncancel()
        self._since.pop(task, None)
        return body

    def _begin(self, task: asyncio.Task[Any]) -> None:
        loop = task.get_loop()
        self._since[task] = loop.time()
        if not self._looks:
            self._looks = True
            loop.call_later(BODY_WITHIN, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give up what has waited too long; the oldest come first."""
        for task, since in list(self._since.items()):
            if loop.time() - since < BODY_WITHIN:
                break
            del self._since[task]
            task.cancel()
        self._looks = bool(self._since)
        if self._looks:
            loop.call_later(BODY_WITHIN / 2, self._look, loop)
