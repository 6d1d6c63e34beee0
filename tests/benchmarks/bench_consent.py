"""Recording a consent (event, state, receipt, ledger entry, outbox) against one INSERT and commit through the ORM."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmarks.bench_decision import call, variables
from tests.benchmarks.table import Row

SIZES = (1_000, 10_000, 100_000)
FLOOR = "one ORM INSERT and commit"


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes a decade apart; records and inserts take turns."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        (Path(name) / "static").mkdir()
        command = ["tests.benchmarks.consent_program", *(str(size) for size in SIZES)]
        took = json.loads(call(command, variables(servers, Path(name))).splitlines()[-1])
    for size in SIZES:
        found = took[str(size)]
        yield Row(
            "record a consent",
            size,
            FLOOR,
            found["record"] * 1000,
            found["insert"] * 1000,
            "ms",
            4.0,
            note="medians of 200",
        )
