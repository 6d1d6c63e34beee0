"""The log of what machines asked outlives a restart of the database and a row that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from core import clock
from gateway.authzen.log import AT_MOST, Log, Row
from gateway.authzen.models import Evaluation

pytestmark = pytest.mark.fresh_database


@pytest.fixture
def beside(fresh_database: None) -> Iterator[ThreadPoolExecutor]:
    """The thread that writes, with a connection of its own."""
    with ThreadPoolExecutor(1) as thread:
        yield thread
        thread.submit(connections.close_all).result()


def row(number: int, reason: str = "gate.window.ended") -> Row:
    return Row(
        at=clock.wall(),
        council="shiomi",
        client=1,
        request_id=f"n-{number}",
        subject="",
        action="share",
        dataset="D-01",
        person=None,
        line="",
        decision=False,
        reason=reason,
    )


def written() -> list[str]:
    return list(Evaluation.objects.order_by("pk").values_list("request_id", flat=True))


@pytest.mark.postgres
def test_what_waits_is_written_when_postgresql_is_back(beside: ThreadPoolExecutor) -> None:
    """Its connection was ended, as by a restart, between two batches."""
    waiting = Log()
    waiting.put(row(1))
    assert beside.submit(waiting.flush).result() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchall() == [(True,)]
    waiting.put(row(2))
    assert beside.submit(waiting.flush).result() == 0
    waiting.put(row(3))
    assert beside.submit(waiting.flush).result() == 2
    assert written() == ["n-1", "n-2", "n-3"]


def test_a_row_that_the_database_refuses_holds_up_no_other(beside: ThreadPoolExecutor) -> None:
    waiting = Log()
    waiting.put(row(1, reason=""))  # a denial has a reason
    assert beside.submit(waiting.flush).result() == 0
    waiting.put(row(2))
    assert beside.submit(waiting.flush).result() == 1
    assert written() == ["n-2"]


def test_what_is_put_back_stands_first_and_never_grows_without_end() -> None:
    waiting = Log()
    for number in range(3, AT_MOST + 2):
        waiting.put(row(number))
    waiting._put_back([row(1), row(2)])
    kept = [one.request_id for one in waiting._rows]
    assert (len(kept), kept[:2], kept[-1]) == (AT_MOST, ["n-2", "n-3"], f"n-{AT_MOST + 1}")
    waiting._put_back([row(0)])
    assert len(waiting._rows) == AT_MOST
    assert waiting._rows[0].request_id == "n-2"
