"""The embedded broker never shows half a message, however many write and read at once."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from config.celery import app
from tests.parts import eventually

LARGE = {"text": "通" * 2_000_000}


@pytest.fixture
def options(tmp_path: Path) -> dict[str, Any]:
    folders = {"data_folder_in": "messages", "data_folder_out": "messages"}
    folders |= {"processed_folder": "processed", "control_folder": "control"}
    for name in set(folders.values()):
        (tmp_path / name).mkdir()
    return {key: str(tmp_path / name) for key, name in folders.items()} | {"store_processed": True}


@pytest.fixture
def connection(options: dict[str, Any]) -> Iterator[Connection]:
    assert app.conf is not None  # the application names our transport
    with Connection("filesystem://", transport_options=options) as opened:
        yield opened


def test_a_message_has_its_name_only_when_it_is_whole(connection: Connection, options: dict[str, Any]):
    queue, messages = connection.SimpleQueue("large"), Path(options["data_folder_in"])
    writing = threading.Thread(target=queue.put, args=(LARGE,))
    writing.start()
    while not (found := list(messages.glob("[!.]*.msg"))):
        assert writing.is_alive() or list(messages.glob("[!.]*.msg"))
    first_look = found[0].read_bytes()
    writing.join()
    assert json.loads(first_look) == json.loads(found[0].read_bytes())


def test_many_writers_lose_nothing(options: dict[str, Any]):
    def write(number: int) -> None:
        with Connection("filesystem://", transport_options=options) as own:
            own.SimpleQueue("many").put({"number": number})

    with Connection("filesystem://", transport_options=options) as first:
        first.SimpleQueue(
            "many"
        )  # kombu believes a queue bound before another thread has finished binding it
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))
    taken = []
    with Connection("filesystem://", transport_options=options) as own:
        queue = own.SimpleQueue("many")
        for _ in range(80):
            message = queue.get(timeout=5)
            taken.append(message.payload["number"])
            message.ack()
    assert sorted(taken) == list(range(80))
    eventually(lambda: not [name for name in os.listdir(options["data_folder_in"]) if name[0] == "."], str)
