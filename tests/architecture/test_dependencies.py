"""Every dependency is one: something of the product or its tests imports it, or names it where it is run."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.architecture.test_source import ROOMS, ROOT

RUN_BY_NAME = {
    "psycopg": "ENGINE of the settings",
    "django-axes": "an app and a back end of the settings",
    "redis": "the broker's address, read by celery",
    "granian": "the supervisor's web server",
    "qrcode": "allauth's picture of the second factor",
    "pytest-xdist": "-n of the suite",
    "pytest-randomly": "a plug-in of the test runner",
    "pytest-socket": "a plug-in of the test runner",
    "import-linter": "a check of the suite",
    "mypy": "a check of the suite",
    "django-stubs": "a plug-in of mypy",
    "ruff": "a check of the suite",
    "djlint": "a check of the suite",
}
"""Those that nobody imports, and who calls them."""


def declared() -> list[str]:
    """The names of what pyproject.toml asks for."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rows = told["project"]["dependencies"] + told["dependency-groups"]["dev"]
    return [re.split(r"[\[<>=~!]", row)[0].lower() for row in rows]


def imported() -> Iterator[str]:
    """The first word of every import, and of every app and middleware of the settings."""
    for room in (*ROOMS, "tests"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    yield from (one.name.split(".")[0] for one in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module.split(".")[0]
    for path in (ROOT / "config" / "settings").glob("*.py"):
        for text in re.findall(r'"([\w.]+)"', path.read_text()):
            yield text.split(".")[0]


def test_every_dependency_is_used() -> None:
    found = packages_distributions()
    used = {name.lower().replace("_", "-") for module in set(imported()) for name in found.get(module, [])}
    unused = [name for name in declared() if name not in used and name not in RUN_BY_NAME]
    assert unused == []


def test_who_is_called_by_name_is_not_imported_and_still_asked_for() -> None:
    assert set(RUN_BY_NAME) <= set(declared())
