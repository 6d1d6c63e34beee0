"""Requests that wait for a reading of which nothing comes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from gateway.authzen import gathering
from gateway.authzen.exchange import Begun, Exchange


class Silent:
    """A wire on which PostgreSQL is gone without a word."""

    def __init__(self, lost: Any) -> None:
        self.lost, self.open, self.sent = lost, True, 0

    def ready(self) -> bool:
        return self.open

    def send(self, _wanted: Any) -> None:
        self.sent += 1

    def drop(self) -> None:
        self.open = False
        self.lost()


def test_what_no_reading_comes_for_is_decided_beside_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what came meanwhile; and once nothing is under way nobody looks any more."""
    monkeypatch.setattr(gathering, "READ_WITHIN", 0.05)
    monkeypatch.setattr(gathering, "Begun", lambda: SimpleNamespace(takes=lambda _one: True, wanted=[]))

    def beside(requests: Any) -> None:
        for exchange, future in requests:
            future.set_result(f"{exchange} beside")

    async def asked() -> list[Any]:
        at_work = gathering.Gathering()
        at_work._wire = wire = Silent(at_work._lost)  # type: ignore[assignment]
        monkeypatch.setattr(at_work._aside, "put", beside)
        first = asyncio.ensure_future(at_work.answer("first"))  # type: ignore[arg-type]
        await asyncio.sleep(0.02)
        second = asyncio.ensure_future(at_work.answer("second"))  # type: ignore[arg-type]
        said = list(await asyncio.wait_for(asyncio.gather(first, second), 5))
        await asyncio.sleep(0)
        return [*said, wire.sent, at_work._looks]

    assert asyncio.run(asked()) == ["first beside", "second beside", 1, False]


def test_where_the_thread_beside_breaks_each_is_told_under_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(_exchanges: Any) -> None:
        raise RuntimeError

    async def asked() -> list[Any]:
        beside, loop = gathering.Aside(), asyncio.get_running_loop()
        waiting = [(Exchange(b"", "en", name, None), loop.create_future()) for name in ("n-1", "n-2")]
        beside.put(waiting)
        return await asyncio.wait_for(asyncio.gather(*(future for _exchange, future in waiting)), 5)

    monkeypatch.setattr(gathering, "answered", breaks)
    with capture_logs() as told:
        found = asyncio.run(asked())
    assert [(one.status, dict(one.headers)["X-Request-ID"]) for one in found] == [(500, "n-1"), (500, "n-2")]
    assert [(line["event"], line["request_id"]) for line in told] == [
        ("authzen.broken", "n-1"),
        ("authzen.broken", "n-2"),
    ]


def test_what_breaks_for_several_is_told_under_all_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is decided alone then, and has a line of its own where that breaks too."""

    def breaks(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gateway.authzen.exchange.settle", breaks)
    begun = Begun()
    begun._parts = [(Exchange(b"", "en", name, None), 0, 0) for name in ("n-1", "", "n-3")]
    with capture_logs() as told:
        assert begun.finished([]) == [None] * 3
    assert [(line["event"], line["request_ids"]) for line in told] == [("authzen.broken", ["n-1", "n-3"])]
