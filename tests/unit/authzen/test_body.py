"""A body that never ends holds nobody up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from gateway.authzen import gathering


def read(events: Iterable[dict[str, Any]]) -> bytes:
    """The body of ``events``, after which nothing more comes."""
    coming = iter(events)

    async def receive() -> dict[str, Any]:
        for event in coming:
            return event
        await asyncio.sleep(3600)
        raise AssertionError

    return asyncio.run(gathering.body_of(receive))


def test_the_parts_are_one_body() -> None:
    assert read([{"body": b"a", "more_body": True}, {"body": b"b"}]) == b"ab"
    assert read([{"type": "http.disconnect"}]) == b""


def test_what_is_too_long_is_not_read_on() -> None:
    part = {"body": b"x" * 600_000, "more_body": True}
    assert len(read([part, part, part])) == 1_200_000


def test_what_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "BODY_WITHIN", 0.05)
    assert read([]) == b""
    assert read([{"body": b"{", "more_body": True}]) == b"{"
