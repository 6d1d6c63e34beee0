"""What a revision changes, and what of it was not assessed."""

from __future__ import annotations

from typing import Any

import pytest

from governance.sharing.rules.declaration import changes

ITEM = {"label_ja": "歩数", "label_en": "", "data_class": "personal", "category": "", "sensitivity": 2}
OLD: dict[str, Any] = {
    "head": {"title_ja": "歩数", "purposes": ["A"], "retention_months": 12, "triggers": [], "is_open": False},
    "items": {"steps": ITEM},
    "stages": {"store": {"countries": ["JP"], "measures": ["encryption"], "text_ja": "国内。"}},
}


def with_(**parts: dict[str, Any]) -> dict[str, Any]:
    return {part: {**OLD[part], **parts.get(part, {})} for part in OLD}


def stage(**fields: Any) -> dict[str, Any]:
    return with_(stages={"store": {**OLD["stages"]["store"], **fields}})


CASES: dict[str, tuple[dict[str, Any], str, bool]] = {
    "another title": (with_(head={"title_ja": "歩いた数"}), "title_ja", False),
    "a further purpose": (with_(head={"purposes": ["A", "B"]}), "purposes", True),
    "a purpose fewer": (with_(head={"purposes": []}), "purposes", False),
    "kept longer": (with_(head={"retention_months": 13}), "retention_months", True),
    "kept shorter": (with_(head={"retention_months": 11}), "retention_months", False),
    "kept for ever": (with_(head={"retention_months": None}), "retention_months", True),
    "of children too": (with_(head={"triggers": ["children"]}), "triggers", True),
    "open from now on": (with_(head={"is_open": True}), "is_open", True),
    "a further item": (with_(items={"age": ITEM}), "", True),
    "another label": (with_(items={"steps": {**ITEM, "label_en": "Steps"}}), "label_en", False),
    "a heavier class": (with_(items={"steps": {**ITEM, "data_class": "special_care"}}), "data_class", True),
    "a lighter class": (with_(items={"steps": {**ITEM, "data_class": "statistical"}}), "data_class", False),
    "more sensitive": (with_(items={"steps": {**ITEM, "sensitivity": 3}}), "sensitivity", True),
    "another category": (with_(items={"steps": {**ITEM, "category": "pd:Health"}}), "category", True),
    "abroad too": (stage(countries=["JP", "US"]), "countries", True),
    "not encrypted any more": (stage(measures=[]), "measures", True),
    "a further measure": (stage(measures=["encryption", "training"]), "measures", False),
    "other words": (stage(text_ja="市内。"), "text_ja", False),
}


@pytest.mark.parametrize("case", CASES)
def test_each_change_is_named_and_weighed(case: str) -> None:
    new, name, material = CASES[case]
    (change,) = changes(OLD, new)
    assert (change.name, change.material) == (name, material)


def test_nothing_changes_by_itself() -> None:
    assert changes(OLD, OLD) == ()
    assert changes(OLD, stage(text_en="", text_ja="国内。")) == ()


def test_an_item_left_out_is_no_new_risk() -> None:
    (change,) = changes(OLD, {**OLD, "items": {}})
    assert (change.item, change.new, change.material) == ("steps", None, False)
    assert change.old == ITEM
