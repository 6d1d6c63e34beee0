"""The report of an assessment as PDF: Japanese text, diagram of the flows and risk map, as a worker makes it.

It has no floor but time itself: a report of forty pages takes five seconds at most, from the job to the stored file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmarks.bench_decision import call, variables
from tests.benchmarks.table import Row

RISKS = (5, 30, 120)
"""Numbers of risks; the last fills more than forty pages."""
PAGES = 40
SECONDS = 5.0


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes; the target is for forty pages, longer reports in proportion."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        (Path(name) / "static").mkdir()
        command = ["tests.benchmarks.report_program", *(str(size) for size in RISKS)]
        told = json.loads(call(command, variables(servers, Path(name))).splitlines()[-1])
    for size in RISKS:
        pages, took = told[str(size)]["pages"], told[str(size)]["took"]
        target = SECONDS * max(pages, PAGES) / PAGES
        note = f"{pages} pages, {took / pages * 1000:.0f} ms a page"
        yield Row("report of an assessment", pages, "a second", took, 1.0, "s", target, note=note)
