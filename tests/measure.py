"""Which lines and branches of the product ran: a plugin of pytest (``-p tests.measure``) around SlipCover.

SlipCover plants probes in the product's code and takes them out once they were met, so measuring costs next to
nothing; a tracer (coverage.py on Python 3.11) doubles the time of the suite. Every process of pytest-xdist writes what
it found into the folder ``MEASURE``; :func:`found` adds it up. Processes that a test starts are not measured.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from slipcover import FileMatcher, Slipcover, merge_coverage
from slipcover.importer import SlipcoverLoader

ROOMS = ("config", "core", "governance", "consent", "pia", "gateway")
LEFT_OUT = ("*/migrations/*", "*/management/commands/*")
STRICT = ("rules", "workflows", "permissions")
"""Rooms and modules of which every branch is run."""
NEVER_RUN = ("raise NotImplementedError", "@overload", r"\.\.\.$")
"""Lines for a reader or a type checker, beside what SlipCover leaves out by itself."""
MET_BEFORE_TAKEN_OUT = 2000
"""How often a probe is met before all that were met are taken out, which looks through every function there is: at
SlipCover's own 50 that takes a twentieth of the time."""


class Probes(MetaPathFinder):
    """Loads the modules of the product with probes in them; everything else is left to the others."""

    def __init__(self) -> None:
        self.meter = Slipcover(
            d_miss_threshold=MET_BEFORE_TAKEN_OUT,
            branch=True,
            source=list(ROOMS),
            omit=list(LEFT_OUT),
            exclude_also=list(NEVER_RUN),
        )
        self.matcher = FileMatcher(list(ROOMS), list(LEFT_OUT))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of the product is, and the loader that plants the probes."""
        if fullname.partition(".")[0] not in ROOMS:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader and self.matcher.matches(spec.origin):
            spec.loader = SlipcoverLoader(self.meter, spec.loader, str(spec.origin))
        return spec


@dataclass(frozen=True, slots=True)
class Coverage:
    """Lines and branches of one file, or of several, that ran, of how many; and which did not."""

    ran: int
    of: int
    missing: str = ""

    @property
    def percent(self) -> float:
        """Of 100."""
        return 100 * self.ran / self.of if self.of else 100.0


def found(folder: Path) -> dict[str, Coverage]:
    """What all processes that wrote into ``folder``, or a folder in it for each run, ran, file by file."""
    parts = [json.loads(file.read_text()) for file in sorted(folder.rglob("*.json"))]
    total = parts.pop() if parts else {"files": {}}
    for part in parts:
        merge_coverage(total, part)
    return {name: _coverage(entry) for name, entry in sorted(total["files"].items())}


def _coverage(entry: dict[str, Any]) -> Coverage:
    missing = [str(line) for line in entry["missing_lines"]]
    missing += [f"{start}->{end or 'exit'}" for start, end in entry["missing_branches"]]
    ran = len(entry["executed_lines"]) + len(entry["executed_branches"])
    return Coverage(ran, ran + len(missing), ", ".join(missing))


def whole(files: dict[str, Coverage]) -> Coverage:
    """All files together."""
    return Coverage(sum(file.ran for file in files.values()), sum(file.of for file in files.values()))


def is_strict(name: str) -> bool:
    """Is every branch of the file to be run?"""
    room, *parts = Path(name).with_suffix("").parts
    return room != "config" and not set(parts).isdisjoint(STRICT)


def pytest_unconfigure() -> None:
    """Write what this process found."""
    folder = Path(os.environ["MEASURE"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{os.getpid()}.json").write_text(json.dumps(_probes.meter.get_coverage()))


if "MEASURE" in os.environ:
    _probes = Probes()
    sys.meta_path.insert(0, _probes)
