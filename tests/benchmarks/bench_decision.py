"""One decision over HTTP, full gate, against constant JSON from the same server process, and beside Cerbos.

The server is the decision API's own group as in production (``config.supervision.decisions``): granian, two processes.
The floor is a constant answer of the very same processes, at an address beside the product's, without database. Each
question asks about another person: key, counters, consents and holds are read from PostgreSQL, all 22 checks are
answered (those that look at no person once for the questions of one reading), the answer is logged.

Cerbos gets the same questions with every fact inside them, since it keeps none, and the checks as its conditions.
Floor, decision and Cerbos take turns, so that a crowded machine is as crowded for each; the ratio is that of medians.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from config.supervision import decisions
from tests.benchmarks import peer
from tests.benchmarks.table import Row
from tests.servers import end_with_parent, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (1_000, 10_000, 100_000)
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
CONNECTIONS = 32
PROCESSES = 2
ROUNDS = 5
ASKED = 2_000
"""Different persons asked about in one measurement."""
STRIDE = 7_919
"""A prime: persons from everywhere in the table."""
FLOOR = "constant JSON, same process"
PEER = f"Cerbos {peer.VERSION}, equal rules"


def variables(servers: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The product's environment on the throwaway servers."""
    return (
        os.environ
        | dict(servers)
        | {
            "SEKISHO_VAR": str(folder),
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "WARNING",
            "DEMO_PERSONS": "100",
            "DEMO_SECRET": "bench",
            "SEKISHO_KEYS": "bench:" + "5a" * 32,
        }
    )


def call(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a program of ours prints."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=dict(environment),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=end_with_parent(),
    )
    return done.stdout


@contextlib.contextmanager
def server(environment: Mapping[str, str]) -> Iterator[int]:
    """The decision API's server group as in production."""
    port = free_port()
    *command, _application = decisions(port, "127.0.0.1", PROCESSES).command
    process = subprocess.Popen(
        [*command, "tests.benchmarks.floor:application"],
        cwd=ROOT,
        env=dict(environment),
        preexec_fn=end_with_parent(),
    )
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/floor", timeout=2).close()
                break
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def request(path: str, body: bytes, key: str) -> str:
    """One whole request."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head + body.decode()


def question(recipient: str, number: int) -> bytes:
    """May the data of person ``number`` flow?"""
    properties = {"dataset": "D-01", "items": ["daily_steps"]}
    return json.dumps(
        {
            "subject": {"type": "organization", "id": recipient},
            "action": {"name": "share"},
            "resource": {"type": "personal_data", "id": f"BM-{number}", "properties": properties},
            "context": {"purpose": "https://w3id.org/dpv#AcademicResearch"},
        }
    ).encode()


def load(port: int, requests: Sequence[str], folder: Path) -> dict[str, Any]:
    """One measurement; everything must have been answered with 200."""
    file = folder / "requests.json"
    file.write_text(json.dumps(requests))
    arguments = ["127.0.0.1", str(port), str(SECONDS), str(CONNECTIONS), str(file)]
    found = json.loads(call(["tests.benchmarks.load", *arguments], os.environ | {"PYTHONPATH": str(ROOT)}))
    if set(found["statuses"]) != {"200"}:
        raise RuntimeError(f"not all were answered: {found['statuses']}")
    return found


def permitted(port: int, requests: Sequence[str]) -> int:
    """How many of the first 100 questions are permitted: nine of ten, or the benchmark measures something else."""
    count = 0
    for text in requests[:100]:
        head, body = text.split("\r\n\r\n", 1)
        key = head.split("Bearer ", 1)[1].split("\r\n", 1)[0]
        sent = urllib.request.Request(
            f"http://127.0.0.1:{port}/access/v1/evaluation",
            body.encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
        )
        with urllib.request.urlopen(sent, timeout=10) as answer:
            count += json.load(answer)["decision"]
    return count


def median(measured: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Requests a second and p99, each the median of the rounds."""
    rates = sorted(one["requests"] / one["seconds"] for one in measured)
    slowest = sorted(one["p99"] for one in measured)
    return rates[len(rates) // 2], slowest[len(slowest) // 2]


def at_size(
    port: int, beside: int | None, size: int, known: Mapping[str, str], folder: Path
) -> Iterable[Row]:
    """The rows at one size; floor, decision and peer take turns."""
    people = [number * STRIDE % size for number in range(min(size, ASKED))]
    bodies = [question(known["recipient"], number) for number in people]
    asked = [request("/access/v1/evaluation", body, known["key"]) for body in bodies]
    allowed = permitted(port, asked)
    if not 80 <= allowed <= 99:
        raise RuntimeError(f"{allowed} of 100 questions were permitted, about 90 were expected")
    plan = [(port, [request("/floor", body, known["key"]) for body in bodies]), (port, asked)]
    if beside is not None:
        full = [peer.question(known["recipient"], number) for number in people]
        plan.append((beside, [request("/access/v1/evaluation", body, known["key"]) for body in full]))
        if permitted(beside, plan[-1][1]) != allowed:
            raise RuntimeError("Cerbos decides otherwise")
    rounds = [[load(where, requests, folder) for where, requests in plan] for _round in range(ROUNDS)]
    (floor_rate, floor_p99), (rate, p99), *peers = [median(each) for each in zip(*rounds, strict=True)]
    note = f"{CONNECTIONS} connections, {SECONDS:g} s, median of {ROUNDS}"
    yield Row("one decision over HTTP", size, FLOOR, rate, floor_rate, "req/s", 0.4, "at least", note)
    yield Row("one decision over HTTP, p99", size, FLOOR, p99, floor_p99, "ms", 3.0, "at most", note)
    for peer_rate, peer_p99 in peers:
        yield Row("one decision over HTTP", size, PEER, rate, peer_rate, "req/s", 1.0, "at least", note)
        yield Row("one decision over HTTP, p99", size, PEER, p99, peer_p99, "ms", 1.0, "at most", note)


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes a decade apart, on one server."""
    rows: list[Row] = []
    executable, missing = peer.program()
    if executable is None:
        print(missing)
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        (folder / "static").mkdir()
        environment = variables(servers, folder)
        known = json.loads(call(["tests.benchmarks.council", "found"], environment).splitlines()[-1])
        port = stack.enter_context(server(environment))
        beside = stack.enter_context(peer.server(executable, folder)) if executable else None
        for size in SIZES:
            call(["tests.benchmarks.council", "grow", str(size)], environment)
            rows += at_size(port, beside, size, known, folder)
    return rows
