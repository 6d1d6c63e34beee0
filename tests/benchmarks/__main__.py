"""``make bench``: every benchmark against a floor that is measured in the same run.

A benchmark is a module ``tests/benchmarks/bench_<name>.py`` with ``run(servers) -> Iterable[Row]``, where
``servers`` holds DATABASE_URL and REDIS_URL of a throwaway PostgreSQL and Redis. Name some to run only them:
``python -m tests.benchmarks decision consent``.
"""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

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


def main(arguments: Sequence[str]) -> int:
    """Run what is asked, print one table, fail when a target is missed."""
    names = benchmarks(arguments)
    print("\n".join(header(names)), flush=True)
    rows: list[Row] = []
    broken = []
    for name in names:
        start = time.monotonic()
        print(f"\n{name} ...", flush=True)
        try:
            with environment(durable=True) as servers:
                rows += importlib.import_module(f"tests.benchmarks.bench_{name}").run(servers)
        except Exception:
            traceback.print_exc()
            broken.append(name)
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
    print()
    print_table(rows)
    for name in broken:
        print(f"broken: {name}")
    return int(bool(broken) or any(row.missed for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
