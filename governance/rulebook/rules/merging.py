"""Putting an amendment on a newer text: what each side changed since their common base is kept.

A text is a tree. Whoever changes a provision, or adds one, wants it where it stands, in its article.
Whoever takes a provision out means everything below it. Where the one meets the other, a side is chosen for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from governance.rulebook.rules.outline import DEPTH, Document, Unit

Side = Literal["mine", "theirs"]

_FIELDS = tuple(field.name for field in msgspec.structs.fields(Unit) if field.name != "key")


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with both sides' changes, and the keys of units that both changed differently, or that one side changed
    or added where the other took out what they belong to."""

    document: Document
    conflicts: tuple[str, ...]


def merge(base: Document, mine: Document, theirs: Document, prefer: Side = "mine") -> Merged:
    """``theirs`` with the changes that led from ``base`` to ``mine``. Where both sides changed the same part of a
    unit differently, that of ``prefer`` stands and the unit is named."""
    old, own, new = ({unit.key: unit for unit in doc.units} for doc in (base, mine, theirs))
    order = _order(own, new)
    kept: dict[str, Unit] = {}
    clashes: set[str] = set()
    for key in order:
        unit, clash = _unit(old.get(key), own.get(key), new.get(key), prefer)
        if unit is not None:
            kept[key] = unit
        if clash:
            clashes.add(key)
    favoured, other = (mine, theirs) if prefer == "mine" else (theirs, mine)
    contested = frozenset(key for key in clashes if other.unit(key) is None)
    clashes |= _made_whole(kept, favoured, contested) | _cut_off(kept, other)
    units = tuple(kept[key] for key in order if key in kept)
    return Merged(msgspec.structs.replace(theirs, units=units), tuple(key for key in order if key in clashes))


def _order(own: Mapping[str, Unit], new: Mapping[str, Unit]) -> list[str]:
    """The keys of both: those of ``new`` in its order, the others after the unit they followed in ``own`` and what
    belongs to it in ``new``, as deep as they reach."""
    depth = {unit.key: DEPTH[unit.level] for unit in (*own.values(), *new.values())}
    order = list(new)
    index = 0
    for key in own:
        if key in new:
            index = order.index(key) + 1
            continue
        while index and index < len(order) and depth[order[index]] > depth[key]:
            index += 1
        order.insert(index, key)
        index += 1
    return order


def _made_whole(kept: dict[str, Unit], favoured: Document, contested: frozenset[str]) -> set[str]:
    """Give the units of the ``favoured`` text that are ``kept`` what they belong to, and all these and those that are
    ``contested`` what belongs to them, although the other side took it out. Names those that were given a parent."""
    units, belongs = {unit.key: unit for unit in favoured.units}, _above(favoured)
    torn = {
        key: [parent for parent in above if parent not in kept]
        for key, above in belongs.items()
        if key in kept
    }
    whole = contested.union(*torn.values())
    for key, above in belongs.items():
        if key in whole or whole.intersection(above):
            kept.setdefault(key, units[key])
    return {key for key, parents in torn.items() if parents}


def _cut_off(kept: dict[str, Unit], other: Document) -> set[str]:
    """Take out the units of the ``other`` text whose parents the favoured side took out. Names them."""
    named = set()
    for key, above in _above(other).items():
        if key in kept and any(parent not in kept for parent in above):
            del kept[key]
            named.add(key)
    return named


def _above(document: Document) -> dict[str, tuple[str, ...]]:
    """What each unit belongs to, the nearest last."""
    found: dict[str, tuple[str, ...]] = {}
    open_units: list[Unit] = []
    for unit in document.units:
        while open_units and DEPTH[open_units[-1].level] >= DEPTH[unit.level]:
            open_units.pop()
        found[unit.key] = tuple(one.key for one in open_units)
        open_units.append(unit)
    return found


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
