"""A connection to PostgreSQL that the event loop reads from itself, so that no thread has to hand over.

It carries the one text of :mod:`gateway.authzen.reading`, one at a time, outside any transaction. Where it is
lost it is made anew beside the loop; meanwhile, and on other databases, it is not :meth:`Wire.ready`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any

import psycopg
from django.db import Error, connection

from gateway.authzen.reading import Reading, Wanted, prepare, receive, send

AGAIN_AFTER = 0.5
"""Seconds between two attempts to connect."""


class Wire:
    """``came`` is called when something can be received, ``lost`` when nothing more will come of what was sent.
    Connections are made by ``maker``."""

    def __init__(self, came: Callable[[], None], lost: Callable[[], None], maker: Executor) -> None:
        self._came, self._lost, self._maker = came, lost, maker
        self._own: psycopg.Connection[Any] | None = None
        self._descriptor = -1
        """Where the loop listens; a connection that is lost no longer tells."""
        self._tried = float("-inf")

    def ready(self) -> bool:
        """May something be sent? Where not, a connection is asked for."""
        if self._own is not None:
            return True
        if time.monotonic() - self._tried > AGAIN_AFTER:
            self._tried = float("inf")  # one attempt at a time
            loop = asyncio.get_running_loop()
            loop.run_in_executor(self._maker, _connected).add_done_callback(self._made)
        return False

    def _made(self, made: asyncio.Future[psycopg.Connection[Any] | None]) -> None:
        if isinstance(made.exception(), Error | psycopg.Error):
            self._tried = time.monotonic()
        elif (own := made.result()) is not None:
            self._own, self._descriptor, self._tried = own, own.fileno(), time.monotonic()
            asyncio.get_running_loop().add_reader(self._descriptor, self._came)

    def send(self, wanted: Sequence[Wanted]) -> None:
        """Ask for the readings of ``wanted``; what was sent before must have been received."""
        if self._own is not None:
            try:
                send(self._own, wanted)
            except psycopg.Error:
                self.drop()

    def receive(self, count: int) -> list[Reading | None] | None:
        """``count`` readings; None while not all of it is there.

        Raises:
            psycopg.Error: the connection is lost.
        """
        if self._own is None:
            raise psycopg.OperationalError("there is no connection")
        return receive(self._own, count)

    def drop(self) -> None:
        """Give the connection up."""
        if self._own is not None:
            asyncio.get_running_loop().remove_reader(self._descriptor)
            self._own.close()
            self._own = None
            self._lost()


def _connected() -> psycopg.Connection[Any] | None:
    """A new connection with the text prepared on it, beside the thread's own; None on another database."""
    if connection.vendor != "postgresql":
        return None
    own: psycopg.Connection[Any] = connection.get_new_connection(connection.get_connection_params())
    prepare(own)
    return own
