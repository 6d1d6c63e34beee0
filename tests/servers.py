"""Throwaway PostgreSQL and Redis for tests: own data folder, free port, unprivileged user, gone afterwards.

    python -m tests.servers -- pytest tests/integration     # exports DATABASE_URL and REDIS_URL

As a library: ``with postgres() as server:`` and ``with redis() as server:``; fault tests call
``server.kill()`` and ``server.start()`` again on the same data.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "sekisho-test-"
PATIENCE = 60
"""Seconds a server may take to start or stop on a crowded machine."""
PR_SET_PDEATHSIG = 1


def end_with_parent(number: int = signal.SIGTERM) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends the child ``number`` when this process is gone (Linux)."""
    libc = ctypes.CDLL(None, use_errno=True)

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)

    return arrange


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> str | None:
    """The user to run servers as, when we are root and they refuse to be; None when we are nobody special."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody", "daemon") if name in known)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder that the unprivileged user owns; leftovers of runs that were killed are swept first."""
    base = Path(tempfile.gettempdir())
    for old in base.glob(f"{PREFIX}*"):
        with contextlib.suppress(ValueError):
            if not Path(f"/proc/{int(old.name.removeprefix(PREFIX).split('-')[0])}").exists():
                shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    if user := unprivileged():
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Server:
    """One server process on one data folder; it can be killed and started again."""

    name: str
    command: Sequence[str]
    folder: Path
    port: int
    ready: Callable[[Server], bool]
    stop_signal: int = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start and wait until the server answers.

        Raises:
            RuntimeError: it ended or did not answer in time; the message holds its log.
        """
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGQUIT if self.name == "postgres" else signal.SIGKILL),
                **as_unprivileged(),
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            if self.ready(self):
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"{self.name} did not start:\n{self.log()}")

    def stop(self) -> None:
        """Stop in good order, by force when it takes too long."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """kill -9, the whole group."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)

    def log(self) -> str:
        """The end of what the server wrote."""
        file = self.folder / f"{self.name}.log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else ""


def as_unprivileged() -> dict[str, object]:
    """Arguments for Popen that drop root, and an environment in which nothing of ours leaks."""
    settings: dict[str, object] = {
        "env": {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    }
    if user := unprivileged():
        entry = pwd.getpwnam(user)
        settings |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return settings


def program(name: str) -> Path:
    """Where the executable is.

    Raises:
        RuntimeError: it is not installed.
    """
    found = shutil.which(name)
    if found:
        return Path(found)
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1]
    raise RuntimeError(f"{name} is not installed; `.ci/packages test` installs it")


def answers(port: int) -> bool:
    """Does anything listen on the port?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def postgres_answers(server: Server) -> bool:
    """Is PostgreSQL past its start-up, so that queries work?"""
    import psycopg

    try:
        with psycopg.connect(
            host="127.0.0.1", port=server.port, user="sekisho", dbname="postgres", connect_timeout=2
        ):
            return True
    except psycopg.OperationalError:
        return False


def redis_answers(server: Server) -> bool:
    """Does Redis say PONG?"""
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=1) as link:
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[Server]:
    """A PostgreSQL cluster with the role ``sekisho`` (trusted on loopback).

    Args:
        durable: keep fsync on, for tests that kill the server.
    """
    initdb = program("initdb").resolve()  # it finds its neighbours only from its real path
    with scratch() as folder:
        data, quick = folder / "data", ["--locale", "C.UTF-8", "--no-sync", "--no-instructions"]
        subprocess.run(
            [
                initdb,
                "--pgdata",
                data,
                "--username",
                "sekisho",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                *quick,
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            **as_unprivileged(),
        )
        port = free_port()
        options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
        options |= {"max_connections": 200, "shared_buffers": "128MB", "timezone": "UTC"}
        if not durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(initdb.with_name("postgres")), "-D", str(data)]
        command += [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        server = Server("postgres", command, folder, port, postgres_answers, signal.SIGINT)
        server.start()
        try:
            create_database(port)
            yield server
        finally:
            server.stop()


def create_database(port: int) -> None:
    """The empty database ``sekisho``."""
    import psycopg

    with psycopg.connect(f"postgres://sekisho@127.0.0.1:{port}/postgres", autocommit=True) as link:
        link.execute("CREATE DATABASE sekisho")


@contextlib.contextmanager
def redis() -> Iterator[Server]:
    """A Redis that keeps its queue in an append-only file, so that it can be killed and come back."""
    executable = str(program("redis-server"))
    with scratch() as folder:
        port = free_port()
        command = [executable, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        command += ["--appendonly", "yes", "--databases", "64", "--daemonize", "no"]
        server = Server("redis", command, folder, port, redis_answers)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def environment(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """Both servers, as the environment variables that the product reads."""
    with postgres(durable=durable) as database, redis() as broker:
        yield {
            "DATABASE_URL": f"postgres://sekisho@127.0.0.1:{database.port}/sekisho",
            "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0",
        }


def main(arguments: Sequence[str]) -> int:
    """Run a command with both servers; its exit code is ours."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with environment() as variables:
        child = subprocess.Popen(command, env=os.environ | variables, preexec_fn=end_with_parent())
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                child.terminate()
                child.wait()
                raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
