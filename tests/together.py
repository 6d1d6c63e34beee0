"""Deeds in threads and connections of their own: begun together, or held at a chosen point (PostgreSQL)."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from threading import Barrier, Event, Thread
from typing import Any

from django.db import OperationalError, connection, transaction

from core import clock
from core.errors import DomainError

PATIENCE = 60.0
"""Seconds after which a test no longer waits for another thread."""


class Deed:
    """One deed, begun at once. ``hold``: it waits before its commit until :meth:`end`. ``moment`` stops its clock.

    ``result`` is what it returned, or the refusal or database error that it met."""

    def __init__(
        self,
        deed: Callable[[], Any],
        *,
        hold: bool = False,
        moment: datetime | None = None,
        start: Callable[[], object] = lambda: None,
    ) -> None:
        self.result: Any = None
        self.ended_at = 0.0
        self._deed, self._hold, self._moment, self._start = deed, hold, moment, start
        self._connected, self._done, self._go = Event(), Event(), Event()
        self._pid = 0
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with ExitStack() as stack:
                connection.ensure_connection()
                self._pid = connection.connection.info.backend_pid
                self._connected.set()
                self._start()
                if self._moment:
                    stack.enter_context(clock.at(self._moment))
                if self._hold:
                    stack.enter_context(transaction.atomic())
                self.result = self._deed()
                self._done.set()
                if self._hold and not self._go.wait(PATIENCE):
                    raise TimeoutError("nobody let the deed go")
        except (DomainError, OperationalError) as refused:
            self.result = refused
        except BaseException as error:  # shown by the test, not lost in the thread
            self.result = error
            raise
        finally:
            self.ended_at = time.monotonic()
            self._connected.set()
            self._done.set()
            connection.close()

    def held(self) -> Deed:
        """Wait until everything is done but the commit."""
        assert self._done.wait(PATIENCE), "the deed does not come to its commit"
        assert self._thread.is_alive(), f"it could not be done: {self.result!r}"
        return self

    def waiting(self) -> Deed:
        """Wait until it stands in front of somebody else's lock."""
        assert self._connected.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with connection.cursor() as cursor:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [self._pid])
                if cursor.fetchone()[0]:
                    return self
            assert self._thread.is_alive(), f"it waited for nobody: {self.result!r}"
            time.sleep(0.005)
        raise AssertionError("it stands in front of no lock")

    def end(self) -> Any:
        """Let it go; what came of it."""
        self._go.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the deed does not end"
        return self.result


def at_once(*deeds: Callable[[], Any], moment: datetime | None = None) -> list[Any]:
    """Begin all deeds at the same moment; what each returned or was refused with."""
    barrier = Barrier(len(deeds))
    running = [Deed(deed, moment=moment, start=lambda: barrier.wait(PATIENCE)) for deed in deeds]
    return [deed.end() for deed in running]
