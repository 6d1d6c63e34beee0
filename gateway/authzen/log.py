"""The log of evaluations, written in batches beside the answers.

Answers put their row here and go on. A thread of the serving process (:func:`start`) writes what has gathered
every second, or sooner when much has; what is left is written at exit, and what is old is removed. What cannot be
written while the database is away waits for it; rows that it refuses are dropped after a warning: the log is no
evidence, and must not hold up an answer.
"""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from core import clock
from core.accounts.models import Council
from gateway.authzen.models import Evaluation

EVERY = 1.0
"""Seconds between two batches."""
BATCH = 500
AT_MOST = 50_000
"""Rows that wait at most; the oldest go first."""
REMOVED_AT_ONCE = 10_000
AWAY = (OperationalError, InterfaceError)
"""What is raised while the database cannot be reached."""

logger = structlog.get_logger(__name__)


class Row(NamedTuple):
    """One row of :class:`Evaluation`, in the order of its columns."""

    at: datetime
    council: str
    client: int
    request_id: str
    subject: str
    action: str
    dataset: str
    person: bytes | None
    line: str
    decision: bool
    reason: str
    listed: int | None = None
    named: int | None = None


COLUMNS = tuple(Row.__annotations__)


def write(rows: Sequence[Row]) -> None:
    """One batch into the table: COPY where there is one, since rows by the ORM cost more than answers."""
    if connection.vendor != "postgresql":
        Evaluation.objects.bulk_create([Evaluation(**dict(zip(COLUMNS, row, strict=True))) for row in rows])
        return
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,  # COPY is psycopg's own, past Django
        cursor.copy(f"COPY {Evaluation._meta.db_table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def forget() -> int:
    """Remove rows older than DECISION_LOG_DAYS, so many at a time that nobody waits for it; how many."""
    before, removed = clock.wall() - timedelta(days=settings.DECISION_LOG_DAYS), 0
    for council in Council.objects.values_list("slug", flat=True):
        while True:
            old = Evaluation.objects.filter(council=council, at__lt=before).values("pk")[:REMOVED_AT_ONCE]
            count = Evaluation.objects.filter(pk__in=old).delete()[0]
            removed += count
            if count < REMOVED_AT_ONCE:
                break
    return removed


class Log:
    """Rows that wait to be written."""

    def __init__(self) -> None:
        self._rows: deque[Row] = deque(maxlen=AT_MOST)
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, row: Row) -> None:
        """Add a row; returns at once."""
        self._rows.append(row)
        if len(self._rows) >= BATCH and self._thread is not None:
            self._wake.set()

    def flush(self) -> int:
        """Write what waits; how many rows were written."""
        written = 0
        with self._writing:
            while self._rows:
                batch = [self._rows.popleft() for _n in range(min(len(self._rows), BATCH))]
                try:
                    write(batch)
                    written += len(batch)
                except Exception as error:  # whatever it was, the thread goes on
                    away = isinstance(error, AWAY)
                    if away:
                        self._put_back(batch)
                    code = "evaluations.wait" if away else "evaluations.not_logged"
                    logger.warning(code, count=len(batch), error=type(error).__name__)
                    connection.close()
                    break
        return written

    def _put_back(self, batch: Sequence[Row]) -> None:
        """Before what came meanwhile; of more than AT_MOST the oldest go."""
        room = AT_MOST - len(self._rows)
        self._rows.extendleft(reversed(batch[max(len(batch) - room, 0) :]))

    def drop(self) -> None:
        """Forget what waits."""
        self._rows.clear()

    def start(self) -> None:
        """Begin writing in the background of this process."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="evaluations", daemon=True)
            self._thread.start()
            atexit.register(self.flush)

    def _run(self) -> None:
        while True:
            self._wake.wait(EVERY)
            self._wake.clear()
            self.flush()


log = Log()
