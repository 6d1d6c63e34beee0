"""Preparing a delivery, streaming its list, and deciding about everybody at once, against PostgreSQL by itself.

* Preparing (manifest in stretches, the delivery made ready, ledger, notices) against the bare ``INSERT ... SELECT``.
* Streaming the list (ids opened one by one, written as CSV, JSON Lines or Parquet) against psql's ``COPY`` of the very
  same statement. The floor copies sealed ids and opens none of them: what it lacks is the decryption.
* Deciding (the statement by which the product knows who may flow) against the same join written by hand; psql copies
  either.

Work and floor take turns; medians of three, at the largest size once.
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
FLAT = 1.1
"""Memory is flat where the longest list takes at most a tenth more of it than the shortest."""


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes a decade apart."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        (Path(name) / "static").mkdir()
        command = ["tests.benchmarks.delivery_program", *(str(size) for size in SIZES)]
        took = json.loads(call(command, variables(servers, Path(name))).splitlines()[-1])
    for size in SIZES:
        yield from rows(size, took[str(size)])
    yield from memory_rows(took)


def memory_rows(took: Mapping[str, Mapping[str, float]]) -> Iterable[Row]:
    """Memory of the process at most while it streams a list, beside that for the shortest list."""
    first = took[str(SIZES[0])]
    for size in SIZES[1:]:
        for ending in ("csv", "jsonl", "parquet"):
            short, long = (
                (first["memory"] + told[f"{ending}_grown"]) / MEGABYTE for told in (first, took[str(size)])
            )
            floor = f"the same for {SIZES[0]:,}"
            yield Row(f"memory while streaming, {ending}", size, floor, long, short, "MB", FLAT)


def rows(size: int, took: Mapping[str, float]) -> Iterable[Row]:
    """The rows of one size."""
    persons = took["persons"]
    note = f"{persons / took['prepare']:,.0f} rows/s; the release took {took['release']:.2f} s"
    yield Row(
        "prepare a delivery",
        size,
        "the bare INSERT ... SELECT",
        took["prepare"],
        took["prepare_floor"],
        "s",
        2.0,
        note=note,
    )
    for ending in ("csv", "jsonl", "parquet"):
        note = f"{persons / took[ending]:,.0f} rows/s, of it {took['open']:.2g} s to open the ids; memory "
        note += f"grew by {took[f'{ending}_grown'] / MEGABYTE:.1f} MB"
        copy = "COPY of the same SELECT"
        yield Row(f"stream its list, {ending}", size, copy, took[ending], took["copy"], "s", 1.5, note=note)
    yield Row(
        "who may flow, in one call",
        size,
        "the same join in psql",
        took["decide"],
        took["decide_floor"],
        "s",
        1.5,
        note=f"{persons / took['decide']:,.0f} rows/s",
    )
