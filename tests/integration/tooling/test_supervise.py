"""One command runs web, worker and beat, and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervision import answers, port_is_free
from tests.parts import Process, eventually, manage, processes_with
from tests.servers import free_port

pytestmark = pytest.mark.fresh_database


@pytest.fixture
def marker(tmp_path: Path) -> str:
    return f"STARTED_BY_TEST={tmp_path}"


@pytest.fixture
def supervisor(tmp_path: Path, port: int) -> Iterator[Process]:
    process = manage(tmp_path, "supervise", "--demo", PORT=str(port), STARTED_BY_TEST=str(tmp_path))
    try:
        process.wait_for("Sekisho is ready")
        yield process
    finally:
        process.kill()


@pytest.fixture
def port() -> int:
    return free_port()


def test_serves_prints_the_accounts_and_leaves_no_process_on_ctrl_c(
    supervisor: Process, marker: str, port: int
) -> None:
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=20).status == 200
    commands = " ".join(processes_with(marker).values())
    assert "granian" in commands
    assert " worker " in commands
    assert " beat " in commands
    printed = supervisor.output()
    assert re.search(r"secretary@shiomi\.example +\d{6} ", printed)
    assert re.search(r"chihiro@shiomi\.example +- ", printed)

    supervisor.popen.send_signal(signal.SIGINT)

    assert supervisor.popen.wait(30) == 0, supervisor.output()
    assert processes_with(marker) == {}
    assert port_is_free(port, "127.0.0.1")


@pytest.mark.trial
def test_children_end_when_the_supervisor_is_killed(supervisor: Process, marker: str, port: int) -> None:
    os.kill(supervisor.popen.pid, signal.SIGKILL)
    supervisor.popen.wait(30)
    eventually(lambda: not processes_with(marker), lambda: str(processes_with(marker)), patience=30)
    assert port_is_free(port, "127.0.0.1")


@pytest.mark.trial
def test_one_that_ends_by_itself_stops_the_others_and_is_named(supervisor: Process, marker: str) -> None:
    beat = next(pid for pid, command in processes_with(marker).items() if " beat " in command)
    os.kill(beat, signal.SIGKILL)
    assert supervisor.popen.wait(30) == 1
    assert "beat ended by itself" in supervisor.output()
    assert processes_with(marker) == {}


def test_a_taken_port_is_refused_kindly(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = manage(tmp_path, "supervise", PORT=str(port))
        assert process.popen.wait(30) == 1
    assert f"Port {port} is taken" in process.output()
    assert f"PORT={port + 1}" in process.output()
    assert "Traceback" not in process.output()
    assert not answers(port, "127.0.0.1")
