"""House rules of the source that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("config", "core", "governance", "consent", "pia", "gateway")
FUNCTION_LINES = 40
MODULE_LINES = 400
TEST_LINES = 500
GRAB_BAGS = re.compile(r"(utils?|helpers?|services?|managers?|common|misc)")


def modules() -> list[Path]:
    return [
        path
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts and path.stat().st_size
    ]


def suite_files() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_are_short() -> None:
    too_long = {name(path): lines(path) for path in modules() if lines(path) > MODULE_LINES}
    too_long |= {name(path): lines(path) for path in suite_files() if lines(path) > TEST_LINES}
    assert not too_long


def docstring_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """A rule told in full is not held against the function that keeps it."""
    first = function.body[0]
    told = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    return (first.end_lineno or 0) - first.lineno + 1 if told else 0


def test_functions_are_short() -> None:
    too_long = {}
    for path in (*modules(), *suite_files()):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1 - docstring_lines(node)
                if length > FUNCTION_LINES:
                    too_long[f"{name(path)}:{node.name}"] = length
    assert not too_long


def test_no_grab_bags() -> None:
    bags = [name(path) for path in modules() for part in path.parts if GRAB_BAGS.fullmatch(Path(part).stem)]
    assert not bags


def test_no_import_inside_a_function() -> None:
    """A cycle is a design error; apps.py may wait for the registry."""
    late = []
    for path in modules():
        if path.name == "apps.py":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                late += [
                    f"{name(path)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert not late


def test_no_signals_and_no_save_with_effects() -> None:
    wrong = []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if path.name != "apps.py" and re.search(r"@receiver\(|\b(pre|post)_(save|delete)\b", text):
            wrong.append(name(path))
    assert not wrong


@pytest.mark.parametrize("section", ["dependencies", "dev"])
def test_every_dependency_says_its_reason(section: str) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(rf"^{section} = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert found
    rows = [row for row in found.group(1).splitlines() if row.strip() and not row.strip().startswith("#")]
    assert rows
    for row in rows:
        assert ">=" in row, f"no lower bound: {row}"
        assert re.search(r",\s+# \S+", row), f"no reason: {row}"


def test_the_lock_pins_and_hashes_everything_named() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for package in re.findall(r'^  "([A-Za-z0-9._-]+)(?:\[[^]]*\])?>=', text, re.MULTILINE):
        pin = re.search(rf"^{re.escape(package.lower().replace('_', '-'))}(\[.*\])?==\S+", lock, re.MULTILINE)
        assert pin, f"{package} is not in requirements.lock: make lock"
    assert "--hash=sha256:" in lock


def test_top_level_folders_are_the_agreed_ones() -> None:
    """A new one needs an architecture decision record."""
    agreed = {
        "config",
        "core",
        "governance",
        "consent",
        "pia",
        "gateway",
        "templates",
        "tests",
        "static",
        "locale",
        "docs",
    }
    hidden = {".ci", ".git", ".venv", ".venv-tools"}
    local = {"var", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis"}
    found = {path.name for path in ROOT.iterdir() if path.is_dir()}
    assert found <= agreed | hidden | local
