"""What the first rule documents of a council have to fix, so that it can act by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from core.errors import ALLOWED, Verdict
from governance.rulebook.rules.adopting import fixes
from governance.rulebook.rules.outline import Document

PARTICIPATION = "participation"
"""The document with this code is what members accept (誓約)."""
NEEDED = (
    "membership_classes",
    "ordinary_majority",
    "special_majority",
    "assembly_quorum",
    "notice_of_meeting",
    "approval_line",
    "approval_bodies",
    "board_composition",
    "board_quorum",
    "board_majority",
)
"""Settings without which members are not admitted, meetings decide nothing, or no request is approved."""


def lacking(documents: Iterable[Document]) -> tuple[str, ...]:
    """What nobody can do without and none of ``documents`` has: the code of the participation rules, and settings."""
    found = list(documents)
    fixed = _fixed(found)
    rules = () if any(one.code == PARTICIPATION for one in found) else (PARTICIPATION,)
    return rules + tuple(code for code in NEEDED if f"setting:{code}" not in fixed)


def amendable(documents: Iterable[Document]) -> Verdict:
    """Could the council ever vote on an amendment, by an ordinary majority or by the special one of its members?"""
    found = list(documents)
    fixed = _fixed(found)
    special = any(
        "amendment" in unit.settings.get("special_majority", {}).get("matters", ())
        for one in found
        for unit in one.units
    )
    if "setting:ordinary_majority" in fixed or (special and "setting:membership_classes" in fixed):
        return ALLOWED
    return Verdict(False, "founding_unamendable")


def _fixed(documents: Iterable[Document]) -> frozenset[str]:
    return frozenset(name for one in documents for name in fixes(one))


def needed(document: Document) -> tuple[str, ...]:
    """For what a council cannot do without ``document``: its code where members accept it, the settings among
    :data:`NEEDED` that it fixes, and the checks that rest on it. A document of which this is empty can be repealed."""
    rules = (PARTICIPATION,) if document.code == PARTICIPATION else ()
    return rules + _indispensable(fixes(document))


def lost(withdrawn: Document, left: Collection[str], bound: Collection[str]) -> tuple[str, ...]:
    """What a council that has it today (``bound``) would do without if the text ``withdrawn`` never came, since no
    other text fixes it then (``left``): both as :func:`fixes` names it."""
    return _indispensable([name for name in fixes(withdrawn) if name in bound and name not in left])


def _indispensable(names: Collection[str]) -> tuple[str, ...]:
    settings = tuple(code for code in NEEDED if f"setting:{code}" in names)
    return settings + tuple(name.split(":", 1)[1] for name in names if name.startswith("check:"))
