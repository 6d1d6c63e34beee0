"""Putting an amendment on a newer text: what each side changed since their common base is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from governance.rulebook.rules.comparing import merged_order
from governance.rulebook.rules.outline import Document, Unit

Side = Literal["mine", "theirs"]

_FIELDS = tuple(field.name for field in msgspec.structs.fields(Unit) if field.name != "key")


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with both sides' changes, and the keys of units that both changed differently."""

    document: Document
    conflicts: tuple[str, ...]


def merge(base: Document, mine: Document, theirs: Document, prefer: Side = "mine") -> Merged:
    """``theirs`` with the changes that led from ``base`` to ``mine``. Where both sides changed the same part of a
    unit differently, that of ``prefer`` stands and the unit is named."""
    old, own, new = ({unit.key: unit for unit in doc.units} for doc in (base, mine, theirs))
    conflicts: list[str] = []
    units: list[Unit] = []
    for key in merged_order(list(own), list(new)):
        unit, clash = _unit(old.get(key), own.get(key), new.get(key), prefer)
        units += [unit] if unit is not None else []
        conflicts += [key] if clash else []
    return Merged(msgspec.structs.replace(theirs, units=tuple(units)), tuple(conflicts))


def _unit(old: Unit | None, own: Unit | None, new: Unit | None, prefer: Side) -> tuple[Unit | None, bool]:
    """The unit as it stands after both sides' changes, and whether they clash."""
    if own in (new, old):
        return new, False
    if new == old:
        return own, False
    if old is None or own is None or new is None:
        return (own if prefer == "mine" else new), True
    fields = {}
    clash = False
    for name in _FIELDS:
        before, here, there = (getattr(unit, name) for unit in (old, own, new))
        apart = here not in (before, there) and there != before
        clash = clash or apart
        fields[name] = there if here == before or (apart and prefer == "theirs") else here
    return msgspec.structs.replace(new, **fields), clash
