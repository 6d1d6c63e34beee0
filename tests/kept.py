"""Filled SQLite databases kept between runs on a developer's machine (var/templates), never in `make test`.

Filling takes longer than most tests. A kept database is used only while every file that could have
shaped it is byte for byte the same: migrations, models and what runs after migrate for the empty one;
the whole product, what builds the rows (and the day) for those with rows.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "core", "governance", "consent", "pia", "gateway")
SHAPING = (
    "migrations",
    "models",
    "apps.py",
    "guards.py",
    "roles.py",
    "enums.py",
    "enums",
    "law",
    "settings",
)
KEEP = 24


def wanted() -> bool:
    """Not in the suite: there every run begins from nothing."""
    return os.environ.get("SEKISHO_KEEP_TEMPLATES", "1") == "1"


def sources(name: str) -> Iterator[Path]:
    """The files that shape the database."""
    yield ROOT / "requirements.lock"
    yield from (ROOT / "tests" / part for part in ("settings.py", "databases.py"))
    if name != "empty":
        builders = (ROOT / "tests" / "starts.py", ROOT / "tests" / "integration" / "sharing" / "states.py")
        found: set[Path] = set()
        for path in builders:
            _with_imports(path, found)
        yield from sorted(found)
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".html"}:
                parts = path.relative_to(ROOT).parts
                if name != "empty" or any(part in SHAPING or part == "models.py" for part in parts):
                    yield path


def _with_imports(path: Path, found: set[Path]) -> set[Path]:
    """``path`` and what it imports of tests, itself or by others, beside what was ``found``."""
    found.add(path)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "tests":
            module = ROOT.joinpath(*(node.module or "").split("."))
            names = [module / f"{one.name}.py" for one in node.names]
            for source in (module.with_suffix(".py"), module / "__init__.py", *names):
                if source.exists() and source not in found:
                    _with_imports(source, found)
    return found


def place(name: str) -> Path:
    """Where a database of exactly these sources is or would be kept."""
    digest = hashlib.sha256(b"" if name == "empty" else time.strftime("%F").encode())
    for path in sources(name):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return ROOT / "var" / "templates" / f"{name}-{digest.hexdigest()[:20]}.sqlite3"


def take(name: str, target: str, files: Path) -> bool:
    """Copy the kept database to ``target`` and its private files to ``files``; False when there is none."""
    kept = place(name)
    if not wanted() or not kept.exists():
        return False
    shutil.copyfile(kept, target)
    if kept.with_suffix(".files").exists():
        shutil.copytree(kept.with_suffix(".files"), files, dirs_exist_ok=True)
    return True


def keep(name: str, source: str, files: Path) -> None:
    """Keep a database that was just built with its private files, and the newest few beside it."""
    if not wanted():
        return
    kept = place(name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if files.exists():
        shutil.copytree(files, kept.with_suffix(".files"), dirs_exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(source, part)
    part.replace(kept)
    for old in sorted(kept.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEEP]:
        old.unlink(missing_ok=True)
        shutil.rmtree(old.with_suffix(".files"), ignore_errors=True)
