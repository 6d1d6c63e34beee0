"""Each part of a setting is read by a rule of the product, or its page says that it is words only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
import pytest

from core.rulebook.values import KINDS
from governance.rulebook.documents.fields import WORDS_ONLY

ROOMS = ("core", "consent", "pia", "governance", "gateway", "config")
WRITING = ("governance/rulebook/documents/", "core/rulebook/values.py", "/migrations/")
"""Where settings are said and defined, and not applied."""
BY_NAME = frozenset({"approval_bodies.ordinary"})
"""Read by its name in :meth:`ApprovalBodies.body_for`."""


@cache
def product() -> str:
    found = [path for room in ROOMS for path in Path(room).rglob("*.py")]
    found += Path("templates").rglob("*.html")
    return "\n".join(path.read_text() for path in found if not any(one in str(path) for one in WRITING))


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_part_of_a_setting_has_a_reader_or_is_marked(code: str) -> None:
    parts = {f"{code}.{field.name}": field.name for field in msgspec.structs.fields(KINDS[code])}
    unread = {name for name, part in parts.items() if not re.search(rf"\.{part}\b", product())}
    assert unread - BY_NAME <= WORDS_ONLY
    if f'"{code}"' not in product():
        assert set(parts) <= WORDS_ONLY, "nobody asks for the setting"


def test_what_is_marked_exists() -> None:
    known = {f"{code}.{field.name}" for code, kind in KINDS.items() for field in msgspec.structs.fields(kind)}
    assert known >= WORDS_ONLY
