"""Web, workers and beat as children of one process: started together, stopped together.

Nothing is restarted silently: when one of them ends by itself, the others are stopped and the exit code
says so. When this process is killed its children end all the same (:mod:`config.leash`), and it ends
itself when its parent does.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from config import leash
from config.schedule import CLOCK, JOBS

PR_SET_PDEATHSIG = 1
GRACE = 10.0
"""Seconds that children have to finish what they are doing."""
WAIT_FOR_WEB = 60.0
QUIET = "ignore:You're running the worker with superuser privileges"
"""A container has no other user; the trial installation says nothing about it."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One process to run and the name its lines are printed under."""

    name: str
    command: tuple[str, ...]


def parts(port: int, host: str, workers: int, *, embedded: bool, level: str = "INFO") -> tuple[Part, ...]:
    """Web server, workers and a beat of its own (a worker with a beat inside leaves it behind when killed). What the
    clock starts has a worker of its own, so that it waits behind no mail.

    Args:
        embedded: no Redis: one solo worker on the broker in the file system, which takes from both queues in turn.
        level: how much workers and beat tell.
    """
    python = sys.executable
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(workers), "--blocking-threads", "1", "--log-level", "warning"]
    beat = ["celery", "--app", "config", "--quiet", "beat", "--loglevel", level, "--pidfile", ""]
    working = (
        [worker("worker", (JOBS, CLOCK), level=level, solo=True)]
        if embedded
        else [worker("worker", (JOBS,), level=level), worker("clock", (CLOCK,), level=level, processes=2)]
    )
    return (
        Part("web", (python, "-m", *web, "config.wsgi:application")),
        *working,
        Part("beat", (python, "-m", *beat)),
    )


def worker(name: str, queues: Sequence[str], *, level: str, solo: bool = False, processes: int = 0) -> Part:
    """A worker that takes from ``queues``; as many ``processes`` as there are cores where none are given."""
    command = ["celery", "--app", "config", "--quiet", "worker", "--loglevel", level]
    command += [
        "--queues",
        ",".join(queues),
        "--hostname",
        f"{name}@%h",
        "--without-gossip",
        "--without-mingle",
    ]
    command += ["--pool", "solo", "--without-heartbeat"] if solo else ["--pool", "prefork"]
    command += ["--concurrency", str(processes)] if processes else []
    return Part(name, (sys.executable, "-m", *command))


def decisions(port: int, host: str, workers: int) -> Part:
    """The decision API as a server group of its own, beside the web server."""
    web = ["granian", "--interface", "asgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(workers), "--log-level", "warning"]
    return Part("decisions", (sys.executable, "-m", *web, "config.asgi:application"))


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel for ``number`` when the parent is gone (Linux; elsewhere nothing happens)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def port_is_free(port: int, host: str) -> bool:
    """Can we listen there? (Two servers could share a port unnoticed; so we look first.)"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def answers(port: int, host: str) -> bool:
    """Does the web server say anything at all?"""
    try:
        urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=2).close()
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True


class Supervisor:
    """Runs the parts until asked to stop or until one of them ends."""

    def __init__(self, plan: Sequence[Part], say: Say, environment: Mapping[str, str] | None = None) -> None:
        self.plan = plan
        self.say = say
        self.environment = dict(os.environ if environment is None else environment)
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.leash: subprocess.Popen[str] | None = None
        self.asked = 0

    def run(self, when_ready: Callable[[], bool], greet: Callable[[], None]) -> int:
        """Start, ``greet`` once ``when_ready`` holds, wait, stop.

        Returns:
            0 when asked to stop, 1 when a part ended by itself.
        """
        with self.signals():
            try:
                self.start()
                return self.watch(when_ready, greet)
            finally:
                self.stop()

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """Ctrl-C, SIGTERM and a closed terminal ask us to stop; asked twice, we do not wait."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self.ask) for number in numbers}
        end_with_parent()
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Called by the signal."""
        self.asked += 1

    def start(self) -> None:
        """Every part in a session of its own, so that Ctrl-C reaches them through us alone."""
        command = [sys.executable, "-I", str(Path(leash.__file__))]
        self.leash = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
        for part in self.plan:
            process = subprocess.Popen(
                part.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                env=self.environment | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": QUIET},
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
            self.running[part.name] = process
            if self.leash.stdin is not None:
                self.leash.stdin.write(f"{process.pid}\n")
                self.leash.stdin.flush()
        for name, process in self.running.items():
            if process.stdout is not None:
                threading.Thread(target=self.forward, args=(name, process.stdout), daemon=True).start()

    def forward(self, name: str, lines: IO[str]) -> None:
        """Print what a part prints, under its name."""
        for line in lines:
            if line.strip():
                self.say(f"{name:6} | {line.rstrip()}")

    def watch(self, when_ready: Callable[[], bool], greet: Callable[[], None]) -> int:
        """Wait until asked to stop or until a part is gone."""
        told, until = False, time.monotonic() + WAIT_FOR_WEB
        while not self.asked:
            for name, process in self.running.items():
                if process.poll() is not None and not self.asked:
                    self.say(f"{name} ended by itself (exit code {process.returncode}); stopping the others.")
                    return 1
            if not told and when_ready():
                told = True
                greet()
            elif not told and time.monotonic() > until:
                self.say("The web server does not answer; stopping.")
                return 1
            time.sleep(0.2)
        self.say("Stopping.")
        return 0

    def stop(self) -> None:
        """Ask every part to finish, wait a while, then end whatever is left of its session."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until, asked = time.monotonic() + GRACE, self.asked
        while time.monotonic() < until and self.asked <= max(asked, 1):
            if all(process.poll() is not None for process in self.running.values()):
                break
            time.sleep(0.05)
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self.leash is not None:
            self.leash.kill()
            self.leash.communicate()
