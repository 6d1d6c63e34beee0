"""A body that never ends holds nobody up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from gateway.authzen import patience


def read(events: Iterable[dict[str, Any]]) -> bytes:
    """The body of ``events``, after which nothing more comes."""
    coming = iter(events)

    async def receive() -> dict[str, Any]:
        for event in coming:
            return event
        await asyncio.sleep(3600)
        raise AssertionError

    async def reading() -> bytes:
        return await patience.Patience().body(receive)

    return asyncio.run(reading())


def test_the_parts_are_one_body() -> None:
    assert read([{"body": b"a", "more_body": True}, {"body": b"b"}]) == b"ab"
    assert read([{"type": "http.disconnect"}]) == b""


def test_what_is_too_long_is_not_read_on() -> None:
    part = {"body": b"x" * 600_000, "more_body": True}
    assert len(read([part, part, part])) == 1_200_000


def test_what_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "BODY_WITHIN", 0.05)
    assert read([]) == b""
    assert read([{"body": b"{", "more_body": True}]) == b"{"


def test_one_that_does_not_come_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait for one ends, the one that began later goes on, and an end from outside stays an end."""
    monkeypatch.setattr(patience, "BODY_WITHIN", 0.2)

    async def never() -> dict[str, Any]:
        await asyncio.sleep(3600)
        raise AssertionError

    async def later() -> dict[str, Any]:
        await asyncio.sleep(0.15)
        return {"body": b"late"}

    async def reading() -> None:
        reads = patience.Patience()
        first = asyncio.create_task(reads.body(never))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(reads.body(later))
        third = asyncio.create_task(reads.body(never))
        await asyncio.sleep(0)
        third.cancel()
        found = await asyncio.gather(first, second, third, return_exceptions=True)
        assert found[:2] == [b"", b"late"]
        assert isinstance(found[2], asyncio.CancelledError)

    asyncio.run(reading())
