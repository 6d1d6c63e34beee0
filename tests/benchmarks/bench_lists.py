"""A page of each long list, as the web process makes it, against the same page with 100 rows.

The rows stand in two databases, one with 100 of each kind and one that grows; the pages take turns. Every page must
ask as many statements as with 100 rows, or the benchmark breaks off. Medians of some turns.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmarks.bench_decision import call, variables
from tests.benchmarks.table import Row

SIZES = (1_000, 10_000, 100_000)
FLOOR = "the same page with 100 rows"


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes a decade apart."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        (Path(name) / "static").mkdir()
        command = ["tests.benchmarks.lists_program", *(str(size) for size in SIZES)]
        took = json.loads(call(command, variables(servers, Path(name))).splitlines()[-1])
    for size in SIZES:
        for page, found in took[str(size)].items():
            yield Row(
                f"page: {page}",
                size,
                FLOOR,
                found["many"] * 1000,
                found["few"] * 1000,
                "ms",
                1.5,
                note=f"{found['statements']} statements, with 100 rows {found['statements_few']}",
            )
