"""Real processes of the product for tests: worker, beat, web or the whole supervisor.

They get the database and broker of the test that starts them, end with it, and can be killed.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings

from config.schedule import CLOCK, JOBS
from config.supervision import decisions, parts, worker
from tests import databases
from tests.servers import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


def environment(folder: Path, **extra: str) -> dict[str, str]:
    """Environment variables for a process that works on this test's database, with its files in ``folder``."""
    variables = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("SEKISHO_TEST", "PYTEST_", "DJANGO_ALLOW"))
    }
    return variables | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": databases.url(),
        "REDIS_URL": settings.REDIS_URL,
        "SEKISHO_VAR": str(folder),
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "INFO",
        **extra,
    }


class Process:
    """A process whose output can be waited for."""

    def __init__(self, command: Sequence[str], variables: dict[str, str], log: Path) -> None:
        self.log = log
        self.start_of_log = log.stat().st_size if log.exists() else 0
        with log.open("ab") as stream:
            self.popen = subprocess.Popen(
                command,
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent(),
            )

    def output(self) -> str:
        """What it printed since this start."""
        return self.log.read_bytes()[self.start_of_log :].decode(errors="replace")

    def wait_for(self, pattern: str) -> None:
        """Wait until it has printed ``pattern``."""
        eventually(lambda: self.printed_or_gone(pattern), lambda: f"no {pattern!r} in:\n{self.output()}")

    def printed_or_gone(self, pattern: str) -> bool:
        """Has it printed ``pattern``? An error when it ended without."""
        if re.search(pattern, self.output()):
            return True
        if self.popen.poll() is not None:
            raise AssertionError(f"ended with {self.popen.returncode} before {pattern!r}:\n{self.output()}")
        return False

    def kill(self) -> None:
        """kill -9, the whole session: as when the machine loses power."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait(PATIENCE)

    def stop(self) -> None:
        """In good order, by force when it takes too long."""
        if self.popen.poll() is None:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(15)
        self.kill()


def eventually(
    condition: Callable[[], bool], complaint: Callable[[], str] = str, patience: float = PATIENCE
) -> None:
    """Wait until ``condition`` holds.

    Raises:
        AssertionError: it does not within ``patience`` seconds.
    """
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(complaint() or "it did not happen in time")
        time.sleep(0.05)


@contextlib.contextmanager
def running(name: str, folder: Path, port: int = 0, target: str = "", **extra: str) -> Iterator[Process]:
    """The product's own ``web``, ``decisions``, ``worker`` or ``beat`` on this test's database, ready to work.

    The worker does the clock's work too. ``target``: another application for ``decisions`` to serve.
    """
    plan = {part.name: part for part in parts(port, "127.0.0.1", 2, embedded=not settings.REDIS_URL)}
    plan["worker"] = worker("worker", (JOBS, CLOCK), level="INFO", solo=not settings.REDIS_URL)
    plan["decisions"] = decisions(port, "127.0.0.1", 1)
    signs = {"web": r"^", "decisions": r"^", "worker": r"ready\.", "beat": r"beat: Starting"}
    folder.mkdir(parents=True, exist_ok=True)
    command = [*plan[name].command[:-1], target] if target else plan[name].command
    process = Process(command, environment(folder, **extra), folder / f"{name}.log")
    try:
        process.wait_for(signs[name])
        yield process
    finally:
        process.stop()


def manage(folder: Path, *arguments: str, **extra: str) -> Process:
    """A management command in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", *arguments]
    return Process(command, environment(folder, **extra), folder / "manage.log")


def processes_with(marker: str) -> dict[int, str]:
    """Every living process that has ``marker`` in its environment, with its command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            alive = folder.joinpath("stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
            if alive and marker.encode() in folder.joinpath("environ").read_bytes():
                found[int(folder.name)] = folder.joinpath("cmdline").read_text().replace("\0", " ")
    return found
