"""The model documents that ship with the product, for a new council to start from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from governance.rulebook.rules import notation
from governance.rulebook.rules.outline import Document

CODES = ("bylaws", "data_rules", "participation", "board_charter", "crisis")
"""In the order in which a council lists them."""
PLACEHOLDERS = ("council", "city", "office", "secretariat")
"""Words that a council fills in, each as ``<word>_ja`` and ``<word>_en``."""


@cache
def model_documents() -> tuple[Document, ...]:
    """The model documents with their placeholders still open."""
    folder = files("governance.rulebook") / "model_documents"
    return tuple(notation.read((folder / f"{code}.toml").read_text(encoding="utf-8")) for code in CODES)
