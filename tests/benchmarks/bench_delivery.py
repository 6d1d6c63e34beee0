"""Preparing a delivery, streaming its list, and deciding about everybody at once, against PostgreSQL by itself.

* Preparing (manifest in stretches, the delivery made ready, ledger, notices) against the bare ``INSERT ... SELECT``.
* Streaming the list (ids opened one by one, written as CSV, JSON Lines or Parquet) against psql's ``COPY`` of the very
  same statement. The floor copies sealed ids and opens none of them: what it lacks is the decryption.
* Deciding (who may flow, taken out by the product) against the same join written by hand and copied by psql.

Work and floor take turns; medians of three.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmarks.bench_decision import call, variables
from tests.benchmarks.table import Row

SIZES = (10_000, 100_000, 1_000_000)
MEGABYTE = 2**20


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes a decade apart."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        (Path(name) / "static").mkdir()
        command = ["tests.benchmarks.delivery_program", *(str(size) for size in SIZES)]
        took = json.loads(call(command, variables(servers, Path(name))).splitlines()[-1])
    for size in SIZES:
        yield from rows(size, took[str(size)])


def rows(size: int, took: Mapping[str, float]) -> Iterable[Row]:
    """The rows of one size."""
    persons = f"{took['persons']:,.0f} persons; the release took {took['release']:.2f} s"
    bare = "the bare INSERT ... SELECT"
    yield Row(
        "prepare a delivery", size, bare, took["prepare"], took["prepare_floor"], "s", 2.0, note=persons
    )
    for ending in ("csv", "jsonl", "parquet"):
        grown = f"memory grew by {took[f'{ending}_grown'] / MEGABYTE:.1f} MB"
        copy = "COPY of the same SELECT"
        yield Row(f"stream its list, {ending}", size, copy, took[ending], took["copy"], "s", 1.5, note=grown)
    joined = "the same join in psql"
    yield Row("who may flow, in one call", size, joined, took["decide"], took["decide_floor"], "s", 1.5)
