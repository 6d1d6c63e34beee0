"""Sealing and verifying the evidence, against reading it and hashing it in memory.

Floor of sealing: read the leaf hashes, compute the RFC 6962 root in memory, insert the leaves in bulk.
Floor of verifying: read the whole table and compute the root in memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmarks.table import Row

SIZES = (10_000, 100_000, 1_000_000)
TARGET = 2.0
FLOORS = {"seal": "read + root in memory + bulk insert of leaves", "verify": "read + root in memory"}
PROGRAM = Path(__file__).with_name("ledger_program.py")


def run(servers: Mapping[str, str]) -> Iterable[Row]:
    """Three sizes, each in a process of its own on an empty ledger."""
    for size in SIZES:
        environment = os.environ | servers | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(size)],
            env=environment | {"PYTHONPATH": str(PROGRAM.parents[2])},
            capture_output=True,
            text=True,
            check=True,
        )
        took: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        for work, floor in FLOORS.items():
            yield Row(
                work=f"{work} ledger entries",
                size=size,
                floor=floor,
                measured=took[work],
                floor_measured=took[f"{work}_floor"],
                unit="s",
                target=TARGET,
            )
