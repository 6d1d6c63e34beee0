"""What changes between two declarations of a dataset, and which changes the assessment of its risks did not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from governance.sharing.rules.checks_data import RANK
from governance.sharing.rules.lifecycle import CODED

Declaration = Mapping[str, Any]
"""``head``: field -> value; ``items``: code -> field -> value; ``stages``: stage -> field -> value. Plain JSON."""

MORE = frozenset({"sources", "means", "operations", "countries"})
"""Fields of a stage in which a further code is something new to assess."""
FEWER = frozenset({"measures", "proofs"})
"""Fields of a stage in which a code left out weakens what was assessed."""


class Change(msgspec.Struct, frozen=True):
    """One field that changes. ``part`` is head, items or a stage; ``item`` its code; ``material``: an assessment
    made before has to be made anew."""

    part: str
    name: str
    old: Any
    new: Any
    item: str = ""
    material: bool = False


def changes(old: Declaration, new: Declaration) -> tuple[Change, ...]:
    """Every field that differs, the head first, then items, then stages."""
    return (*_head(old["head"], new["head"]), *_items(old["items"], new["items"]), *_stages(old, new))


def _head(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in new:
        if old.get(name) != new[name]:
            yield Change(
                "head", name, old.get(name), new[name], material=_material(name, old.get(name), new[name])
            )


def _material(name: str, old: Any, new: Any) -> bool:
    if name in ("purposes", "triggers"):
        return bool(set(new) - set(old or ()))
    if name == "retention_months":
        return new is None or (old is not None and new > old)
    return name == "is_open"


def _items(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for code in [*old, *(code for code in new if code not in old)]:
        before, after = old.get(code), new.get(code)
        if after is None or before is None:
            yield Change("items", "", before, after, item=code, material=before is None)
            continue
        for name in after:
            if before.get(name) != after[name]:
                heavier = _heavier(name, before.get(name), after[name])
                yield Change("items", name, before.get(name), after[name], item=code, material=heavier)


def _heavier(name: str, old: Any, new: Any) -> bool:
    if name == "data_class":
        return RANK[new] > RANK[old]
    if name == "sensitivity":
        return bool(new > old)
    return name == "category" and bool(new)


def _stages(old: Declaration, new: Declaration) -> Iterator[Change]:
    for stage in CODED:
        before, after = old["stages"].get(stage, {}), new["stages"].get(stage, {})
        for name in dict.fromkeys([*after, *before]):
            was, now = before.get(name), after.get(name)
            if (was or None) != (now or None):
                yield Change(stage, name, was, now, material=_new_to_assess(name, was, now))


def _new_to_assess(name: str, was: Any, now: Any) -> bool:
    gone, come = set(was or ()) - set(now or ()), set(now or ()) - set(was or ())
    if name in MORE:
        return bool(come)
    if name in FEWER:
        return bool(gone)
    return name in ("grounds", "methods") and bool(gone | come)
