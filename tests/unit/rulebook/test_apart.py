"""Two values of a setting are told apart by the parts that differ, in words."""

from __future__ import annotations

import msgspec
import pytest
from django.utils import translation

from core import canonical
from core.rulebook.values import KINDS, Retention
from governance.rulebook.documents.apart import parts_apart
from governance.rulebook.rules.shipped import model_documents

SHIPPED = {
    code: value
    for document in model_documents()
    for unit in document.units
    for code, value in unit.settings.items()
}


def whole(code: str) -> dict:
    return canonical.plain(msgspec.convert(SHIPPED[code], KINDS[code]))


def test_only_what_differs_is_told():
    before = canonical.plain(Retention(12, True, 12, 30, 5))
    after = canonical.plain(Retention(12, False, 6, 30, 5))
    with translation.override("en"):
        told = [(str(name), old, new) for name, old, new in parts_apart("retention", before, after)]
    assert told == [
        ("Approval ends with the fiscal year", "Yes", "No"),
        ("Kept by recipients (months)", "12", "6"),
    ]


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_a_value_does_not_differ_from_itself(code: str):
    if "numerator" not in whole(code):
        assert parts_apart(code, whole(code), whole(code)) == []


def test_a_fraction_is_told_whole():
    before, after = (
        whole("assembly_quorum"),
        {"numerator": 2, "denominator": 3, "strict": False, "base": "all"},
    )
    with translation.override("en"):
        ((name, old, new),) = parts_apart("assembly_quorum", before, after)
    assert name == ""
    assert "2/3" in new
    assert "2/3" not in old
    majority = whole("board_majority")
    changed = majority | {"threshold": after}
    with translation.override("en"):
        ((_name, _old, new),) = parts_apart("board_majority", majority, changed)
    assert "2/3" in new


def test_lists_are_told_in_words():
    before, after = (
        {"seats": [{"expertise": "law", "seats": 1}]},
        {"seats": [{"expertise": "law", "seats": 2}]},
    )
    with translation.override("ja"):
        ((_name, old, new),) = parts_apart("board_composition", before, after)
    assert (old[-1], new[-1]) == ("1", "2")
    assert "law" not in old
