"""Requests that wait for a reading of which nothing comes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.authzen import gathering


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
