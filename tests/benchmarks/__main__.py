"""``make bench``: every benchmark against a floor that is measured in the same run.

A benchmark is a module ``tests/benchmarks/bench_<name>.py`` with ``run(servers) -> Iterable[Row]``, where
``servers`` holds DATABASE_URL and REDIS_URL of a throwaway PostgreSQL and Redis. The council is founded once; each
benchmark gets a copy of that database. Name some to run only them:
``python -m tests.benchmarks decision consent``.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import platform
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psycopg

from tests.benchmarks.bench_decision import call, variables
from tests.benchmarks.table import Row, print_table
from tests.servers import environment, program

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent


def version(command: Sequence[str]) -> str:
    """The first line a program says about itself."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).splitlines()[0].strip()


def processor() -> str:
    """The processor's name, as Linux knows it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"


def memory() -> str:
    """Memory in GiB."""
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GiB"


def header(names: Sequence[str]) -> list[str]:
    """Everything needed to say what the numbers mean."""
    commit = version(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"])
    return [
        f"command     python -m tests.benchmarks {' '.join(names)}",
        f"commit      {commit}",
        f"machine     {len(os.sched_getaffinity(0))} cores, {processor()}, {memory()}, {platform.platform()}",
        f"python      {platform.python_version()}",
        f"postgresql  {version([str(program('postgres').resolve()), '--version'])} (fsync on, 128 MB shared buffers)",
        f"redis       {version([str(program('redis-server')), '--version'])}",
    ]


def benchmarks(wanted: Sequence[str]) -> list[str]:
    """Names of the benchmarks to run."""
    names = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    unknown = set(wanted) - set(names)
    if unknown:
        raise SystemExit(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    return list(wanted) or names


def found(servers: Mapping[str, str]) -> None:
    """The council that every benchmark begins with."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        (Path(folder) / "static").mkdir()
        call(["tests.benchmarks.council", "found_council"], variables(servers, Path(folder)))


@contextlib.contextmanager
def copied(servers: Mapping[str, str], name: str) -> Iterator[dict[str, str]]:
    """The same servers with a database of one's own, dropped afterwards."""
    base, _, founded = servers["DATABASE_URL"].rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE bench_{name} TEMPLATE {founded}")
        try:
            yield {**servers, "DATABASE_URL": f"{base}/bench_{name}"}
        finally:
            link.execute(f"DROP DATABASE bench_{name} WITH (FORCE)")


@contextlib.contextmanager
def timed(name: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    start = time.monotonic()
    print(f"\n{name} ...", flush=True)
    yield
    print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run what is asked, print one table, fail when a target is missed."""
    names = benchmarks(arguments)
    print("\n".join(header(names)), flush=True)
    rows: list[Row] = []
    broken = []
    with environment(durable=True) as servers:
        with timed("the council"):
            found(servers)
        for name in names:
            with timed(name):
                try:
                    with copied(servers, name) as own:
                        rows += importlib.import_module(f"tests.benchmarks.bench_{name}").run(own)
                except Exception:
                    traceback.print_exc()
                    broken.append(name)
    print()
    print_table(rows)
    for name in broken:
        print(f"broken: {name}")
    return int(bool(broken) or any(row.missed for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
